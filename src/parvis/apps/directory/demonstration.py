"""What the first visit knows of the demonstration town, which a higher layer makes."""

from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings


class Making(StrEnum):
    """Where the making of the town is."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the town is; `percent` is None when that isn't known."""

    making: Making
    percent: int | None = None

    @property
    def is_under_way(self) -> bool:
        return self.making in {Making.WAITING, Making.RUNNING}


class Maker(Protocol):
    """The module that settings.DEMONSTRATION_MAKER names."""

    def start(self) -> None: ...

    def progress(self) -> Progress: ...


def maker() -> Maker:
    """Return what makes the demonstration town."""
    return cast("Maker", import_module(settings.DEMONSTRATION_MAKER))
