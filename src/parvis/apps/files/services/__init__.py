"""Changes to folders and files."""
