"""The manifest by which a browser installs Parvis (W3C Web Application Manifest)."""

from typing import Final

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.apps.devices.icons import Purpose
from parvis.apps.devices.looks import colour_of, look_of
from parvis.apps.directory.models import Organisation

_SHORT: Final = 12
_PAPER: Final = "#faf8f4"
_SMALL, _LARGE = 192, 512


def icon_url(look: str, *, size: int, purpose: Purpose = Purpose.ANY) -> str:
    """Return the address of an icon."""
    return reverse("devices:icon", args=[look, size, str(purpose)])


def manifest_of(organisation: Organisation | None) -> dict[str, object]:
    """Return how the pages are installed: in the name and colours of a town, else of Parvis."""
    look = look_of(organisation)
    name = organisation.name if organisation else "Parvis"
    return {
        "id": "/",
        "name": name if organisation is None else f"{name} · Parvis",
        "short_name": name if len(name) <= _SHORT else "Parvis",
        "description": _("The spaces, documents and decisions of the town hall."),
        "lang": get_language() or "fr",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": colour_of(organisation),
        "categories": ["productivity", "government"],
        "icons": [
            {
                "src": icon_url(look, size=size, purpose=purpose),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": str(purpose),
            }
            for size in (_SMALL, _LARGE)
            for purpose in Purpose
        ],
        "shortcuts": _shortcuts(look),
    }


def _shortcuts(look: str) -> list[dict[str, object]]:
    icon = {"src": icon_url(look, size=_SMALL), "sizes": "192x192", "type": "image/png"}
    entries = [
        (_("What waits for me"), reverse("workspaces:balls")),
        (_("On this device"), reverse("devices:kept")),
    ]
    return [{"name": name, "url": url, "icons": [icon]} for name, url in entries]
