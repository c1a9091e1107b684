"""Pages of spaces and of what all items share."""
