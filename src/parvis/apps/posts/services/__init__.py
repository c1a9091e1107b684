"""Changes to posts."""
