"""Changes to spaces, items and waiting."""
