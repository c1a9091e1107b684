"""French formats: narrow non-breaking spaces in numbers."""

THOUSAND_SEPARATOR = "\u202f"
NUMBER_GROUPING = 3
