"""Slips forgiven: the words of an organisation that are almost the one typed.

Each word is kept under itself and under itself without one letter; so is the word typed looked
up. Words that meet under a form are then held to an edit distance: one slip, two in long words.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Final
from uuid import UUID

from parvis.apps.search.models import Spelling

SHORTEST: Final = 4
LONGEST: Final = 24
LONG: Final = 8
NEAREST: Final = 5
_BATCH: Final = 800


def _forms(word: str) -> set[str]:
    """Return a word and what is left of it without one of its letters."""
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def _is_kept(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def learn(organisation_id: UUID, words: Iterable[str]) -> None:
    """Keep the words that an organisation's texts use, plurals in the singular too."""
    both = {form for word in words for form in (word, word.rstrip("sx"))}
    wanted = sorted(word for word in both if _is_kept(word))
    for batch in _batches(wanted):
        known = set(
            Spelling.objects.filter(organisation_id=organisation_id, form__in=batch).values_list(
                "form", "word"
            )
        )
        new = [word for word in batch if (word, word) not in known]
        Spelling.objects.bulk_create(
            (
                Spelling(organisation_id=organisation_id, form=form, word=word)
                for word in new
                for form in sorted(_forms(word))
            ),
            batch_size=_BATCH,
            ignore_conflicts=True,
        )


def _batches(words: list[str]) -> Iterable[list[str]]:
    left = iter(words)
    while batch := list(islice(left, _BATCH)):
        yield batch


def nearest(organisation_id: UUID, words: Collection[str]) -> Mapping[str, list[str]]:
    """Return, for each word, the known words that a slip or two separate from it, nearest first."""
    forms = {word: _forms(word) for word in words if _is_kept(word)}
    wanted = {form for found in forms.values() for form in found}
    rows = Spelling.objects.filter(organisation_id=organisation_id, form__in=wanted)
    by_form: dict[str, set[str]] = {}
    for form, known in rows.values_list("form", "word"):
        by_form.setdefault(form, set()).add(known)
    near = {}
    for word, its_forms in forms.items():
        known_words = set().union(*(by_form.get(form, set()) for form in its_forms)) - {word}
        far = 2 if len(word) >= LONG else 1
        found = sorted((distance(word, known), known) for known in known_words)
        near[word] = [known for apart, known in found if apart <= far][:NEAREST]
    return near


def distance(one: str, other: str) -> int:
    """Return how many letters to add, take away, change or swap with their neighbour (OSA)."""
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for to, letter_there in enumerate(other, 1):
            cost = min(
                previous[to] + 1, row[to - 1] + 1, previous[to - 1] + (letter != letter_there)
            )
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == letter_there:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        before, previous = previous, row
    return previous[-1]
