"""What changes in search: the index follows what happens; a person keeps searches."""
