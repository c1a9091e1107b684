"""Pages of files: folders, one file, downloads, previews, and what comes in."""
