"""Pages for those who share, and for outsiders."""
