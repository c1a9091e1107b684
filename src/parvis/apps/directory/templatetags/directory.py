"""Filters of the pages of the directory."""

from django import template

from parvis.apps.directory import phones

register = template.Library()


@register.filter
def tel(phone: str) -> str:
    """Return the address that dials a number."""
    return f"tel:{phones.dialled(phone)}"


@register.filter
def phone(number: str) -> str:
    """Return a number as it is read."""
    return phones.shown(number)
