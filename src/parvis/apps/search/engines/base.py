"""What an engine of search does: keep the words of documents, and find documents by them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from parvis.apps.search.analysis import STEM, forms_of, words_in
from parvis.apps.search.queries import Typed

NEWEST = 2_000
BY_TITLE = 300


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a document, ready for an engine: each with its stems, in order.

    `keys` are the rights' key, first, and the filters (kind, author, tags, month), each one word.
    """

    id: int
    keys: tuple[str, ...]
    title: tuple[tuple[str, tuple[str, ...]], ...]
    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    body: tuple[tuple[str, tuple[str, ...]], ...] = ()


def analysed(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the words of a text, folded, each with its stems as the index holds them."""
    found = []
    for word in words_in(text):
        plain, stems = forms_of(word)
        found.append((plain, tuple(STEM + stem for stem in stems)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Sought:
    """What to find: the words, within any of `keys` (rights), with every one of `filters`.

    Each filter is a group of words of which one must be there.
    """

    typed: Typed
    keys: Collection[str]
    filters: Sequence[Collection[str]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found; `weight` grows with how much the text is about the words, 0 to 1."""

    id: int
    weight: float
    is_by_title: bool


def hits_of(rows: Iterable[tuple[int, float, int]]) -> list[Hit]:
    """Return the hits of rows (id, weight, whether it is a find by title), weights from 0 to 1.

    What was found both ways bears the weight of its text; what was found by title alone is half.
    """
    titled: set[int] = set()
    weights: dict[int, float] = {}
    for pk, weight, is_by_title in rows:
        if is_by_title:
            titled.add(pk)
        else:
            weights[pk] = max(0.0, weight)
    most = max(weights.values(), default=0) or 1
    found = [Hit(pk, weight / most, pk in titled) for pk, weight in weights.items()]
    return [*found, *(Hit(pk, 0.5, True) for pk in titled - weights.keys())]


class Engine(Protocol):
    """Keeps and finds words; it knows nothing of rights beyond the keys that it is given."""

    def write(self, documents: Sequence[Words]) -> None:
        """Put documents in the index; their ids are new to it."""

    def remove(self, ids: Collection[int]) -> None:
        """Take documents out."""

    def find(self, sought: Sought, *, limit: int = NEWEST) -> list[Hit]:
        """Return what was found: by title whatever its age, else the newest `limit`."""

    def remove_orphans(self) -> None:
        """Take out what no document stands behind any more."""
