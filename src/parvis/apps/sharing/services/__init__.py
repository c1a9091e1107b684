"""Changes to links, and what outsiders send."""
