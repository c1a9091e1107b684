"""What somebody typed, as words to look for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from parvis.apps.search.analysis import STEM, fold, forms_of, words_in

MAX_TERMS: Final = 12
MAX_TYPED: Final = 300
PREFIX_LETTERS: Final = 3
_QUOTED: Final = re.compile(r"[\"«“]([^\"«»“”]*)[\"»”]")
_EXCLUDED: Final = re.compile(r"(?:^|(?<=\s))-(?=\w)")


@dataclass(frozen=True, slots=True)
class Term:
    """A word to find: any of `tokens`, or any word that begins with `prefix`."""

    word: str
    tokens: tuple[str, ...]
    prefix: str = ""

    def is_met_by(self, word: str) -> bool:
        """Tell whether a word of a text is one that this term finds."""
        plain, stems = forms_of(word)
        if plain in self.tokens or (self.prefix and plain.startswith(self.prefix)):
            return True
        return any(STEM + stem in self.tokens for stem in stems)


@dataclass(frozen=True, slots=True)
class Typed:
    """The words that must be there, the phrases, and the words that must not."""

    terms: tuple[Term, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[Term, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.terms and not self.phrases

    def is_met_by(self, word: str) -> bool:
        """Tell whether a word of a text is one of those looked for."""
        if any(term.is_met_by(word) for term in self.terms):
            return True
        plain = fold(word)
        return any(plain in phrase for phrase in self.phrases)


def term_of(word: str, *, is_last: bool = False) -> Term:
    """Return the term that finds a word in all its forms; the last one typed may go on."""
    plain, stems = forms_of(word)
    tokens = tuple(STEM + stem for stem in stems) or (plain,)
    is_open = is_last and len(plain) >= PREFIX_LETTERS
    return Term(plain, tokens, plain if is_open else "")


def read_typed(text: str) -> Typed:
    """Read words, "phrases in quotation marks" and -words that must be absent."""
    text = text[:MAX_TYPED]
    phrases = [tuple(map(fold, words_in(inside))) for inside in _QUOTED.findall(text)]
    rest = _QUOTED.sub(" ", text)
    pieces = _EXCLUDED.split(rest)
    wanted = list(words_in(pieces[0]))
    excluded = []
    for piece in pieces[1:]:
        first, *others = words_in(piece) or [""]
        excluded.append(term_of(first))
        wanted += others
    return Typed(
        terms=_terms(wanted),
        phrases=tuple(phrase for phrase in phrases if phrase)[:MAX_TERMS],
        excluded=tuple(excluded)[:MAX_TERMS],
    )


def _terms(words: list[str]) -> tuple[Term, ...]:
    """Return the terms of words that say something; of all of them if none does."""
    made = [term_of(word, is_last=number == len(words)) for number, word in enumerate(words, 1)]
    telling = [
        term
        for term in made
        if term.tokens[0].startswith(STEM) or not term.word.isalpha() or term.prefix
    ]
    return tuple({term.word: term for term in telling or made}.values())[:MAX_TERMS]


def with_spellings(typed: Typed, known: dict[str, Iterable[str]]) -> Typed:
    """Return the same search, each word also found as those that are written almost like it."""
    terms = []
    for term in typed.terms:
        near = [token for word in known.get(term.word, ()) for token in term_of(word).tokens]
        terms.append(replace(term, tokens=tuple(dict.fromkeys((*term.tokens, *near)))))
    return replace(typed, terms=tuple(terms))
