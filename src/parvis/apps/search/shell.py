"""The search field of every page."""

from parvis.kernel.ui.shell import register_search

register_search(url="search:index", quick_url="search:quick")
