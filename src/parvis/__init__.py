"""Parvis, the collaborative suite of small towns."""

__version__ = "0.1.0"
