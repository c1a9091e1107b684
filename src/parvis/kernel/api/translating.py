"""The description of the API in the caller's language.

Operations, parameters and fields are described in English where they are declared, docstrings
included; `locale/fr/LC_MESSAGES/api.po` bears the French. A test holds the two together.
"""

import gettext
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

DOMAIN = "api"
CATALOGS = Path(__file__).parent / "locale"
TOLD = ("summary", "description")


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, CATALOGS, languages=[language], fallback=True)


def translated(described: Any) -> Any:
    """Return an OpenAPI document with what people read of it in the active language."""
    catalog = _catalog((get_language() or "en").partition("-")[0])
    return _replaced(described, catalog.gettext)


def _replaced(node: Any, say: Callable[[str], str]) -> Any:
    if isinstance(node, dict):
        return {
            key: say(value) if _is_told(key, value) else _replaced(value, say)
            for key, value in node.items()
        }
    return [_replaced(one, say) for one in node] if isinstance(node, list) else node


def _is_told(key: Any, value: Any) -> bool:
    """Tell a text for people from a field that happens to be called `summary`."""
    return key in TOLD and isinstance(value, str) and bool(value)


def texts_of(described: Any) -> Iterator[str]:
    """Yield every text of an OpenAPI document that people read."""
    if isinstance(described, dict):
        for key, value in described.items():
            if _is_told(key, value):
                yield value
            else:
                yield from texts_of(value)
    elif isinstance(described, list):
        for one in described:
            yield from texts_of(one)
