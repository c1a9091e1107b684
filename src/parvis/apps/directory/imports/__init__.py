"""Importing the directory from a list: read, understand, preview, then write all or nothing."""
