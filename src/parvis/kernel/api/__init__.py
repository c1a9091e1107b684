"""What every router of the REST API shares: problems, pages, versions, idempotent calls."""
