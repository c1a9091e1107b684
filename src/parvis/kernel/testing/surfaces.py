"""Every address says who may reach it: `surfaces.py` in an app's `tests/` folder.

    SURFACES = {
        "files:page": Walk(SPACE_READERS, lambda town: {"item_id": file_of(town)}),
        "files:rename": Walk(SPACE_EDITORS, a_file, method="post"),
        "files:shared": Elsewhere("test_links.py walks a link's life: it needs its token"),
    }

`tests/architecture/test_surfaces.py` fails for an address that no app declares, and walks the
others with every persona: those it names get an answer, everyone else a refusal. A 404 is a
refusal: to somebody who may not know of a thing, it does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ANONYMOUS = "anonymous"
SPACE_MANAGERS = frozenset({"manager"})
SPACE_EDITORS = SPACE_MANAGERS | {"agent", "partner"}
SPACE_COMMENTERS = SPACE_EDITORS | {"councillor"}
SPACE_READERS = SPACE_COMMENTERS | {"mayor"}
TOWN = frozenset({"admin", "manager", "agent", "councillor", "mayor", "stranger"})
SIGNED_IN = TOWN | {"partner", "outsider"}
EVERYONE = SIGNED_IN | {ANONYMOUS}

Arguments = Callable[[Any], dict[str, Any]]


def no_arguments(town: Any) -> dict[str, Any]:
    del town
    return {}


@dataclass(frozen=True)
class Walk:
    """An address and those who may reach it; `arguments` makes what the address names, in `town`.

    `at_the_door` are led to where one asks to join the space: they read nothing of it.

    An empty form that is found wanting (400, 422) is an answer: the person was let in.
    """

    allowed: frozenset[str]
    arguments: Arguments = no_arguments
    method: str = "get"
    data: Arguments | dict[str, Any] = no_arguments
    at_the_door: frozenset[str] = frozenset()

    def form(self, town: Any) -> dict[str, Any]:
        """Return what is sent."""
        return self.data(town) if callable(self.data) else self.data


@dataclass(frozen=True)
class Elsewhere:
    """An address whose rights another test walks; `reason` names it."""

    reason: str
