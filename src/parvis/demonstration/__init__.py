"""The demonstration town, rich enough to show every screen, made by the services themselves."""

from parvis.demonstration.loading import load

__all__ = ["load"]
