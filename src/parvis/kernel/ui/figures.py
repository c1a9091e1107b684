"""A few true numbers of the town, each declared by the app that counts it, read in one query.

    register_figure(Figure(name="documents", label=_("Documents added this month"), …, rows=added))

`rows` are held to what the actor may see: a figure tells nothing of what is hidden from them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from parvis.kernel.actors import Actor
from parvis.kernel.registries import declare
from parvis.kernel.ui.counts import counted, read_together

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number, what it counts, and the page (an address) that lists it; `tone` once it isn't 0."""

    name: str
    label: Text
    rows: Callable[[Actor], QuerySet[Any]]
    position: int = 50
    url: Callable[[], str] = str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as a page shows it."""

    label: Text
    value: int
    url: str
    tone: str


_figures: dict[str, Figure] = {}


def register_figure(figure: Figure) -> Figure:
    """Declare a figure of the town, once."""
    return declare(_figures, figure.name, figure)


def figures_for(request: HttpRequest, actor: Actor) -> list[ShownFigure]:
    """Return every figure, in order, as far as the actor sees."""
    figures = sorted(_figures.values(), key=lambda figure: (figure.position, figure.name))
    asked = {figure.name: counted(figure.rows(actor), number=Count("pk")) for figure in figures}
    read = read_together(request, asked)
    values = [read.get(figure.name, {}).get("number", 0) for figure in figures]
    return [
        ShownFigure(figure.label, value, figure.url(), figure.tone if value else "")
        for figure, value in zip(figures, values, strict=True)
    ]
