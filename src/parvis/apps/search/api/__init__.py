"""Search, for programs."""

from parvis.apps.search.api.searches import router

__all__ = ["router"]
