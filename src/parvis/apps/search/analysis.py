"""Words of a text as the index holds them: the word, its French stem, accents folded.

`unaccent` before the stemmer breaks French, and the stemmer alone misses what is typed without
accents; so a word is indexed as it reads (folded) and under two stems: that of the accented word,
and that of the folded one. A search looks for either (measured: FEASIBILITY of the project).
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import Stemmer

MAX_WORD: Final = 40
STEM: Final = "zs"  # before a stem, so that no word is taken for one
_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
_ELIDED: Final = re.compile(
    r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ](?=\w)", re.IGNORECASE
)
STOP_WORDS: Final = frozenset(
    (  # noqa: SIM905 -- a list of words reads best as words
        "a ai as au aux avec c ce ces cet cette d dans de des du elle elles en es est et eu il ils "
        "j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne nos notre nous on ont "
        "ou par pas pour qu que qui s sa se ses si son sont sur t ta te tes toi ton tu un une vos "
        "votre vous y"
    ).split()
)
_stemming = threading.local()


def _stemmer() -> "Stemmer.Stemmer":
    """Return the stemmer of this thread: it must not be used by two at once."""
    if not hasattr(_stemming, "french"):
        _stemming.french = Stemmer.Stemmer("french", 0)
    return _stemming.french


def fold(word: str) -> str:
    """Return a word in lower case, without accents, its ligatures apart."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@lru_cache(maxsize=200_000)
def forms_of(word: str) -> tuple[str, tuple[str, ...]]:
    """Return a word folded, and its stems folded (one or two; none for a word that says nothing).

    Figures and codes have no stem: they are found as they are.
    """
    plain = fold(word)[:MAX_WORD]
    if plain in STOP_WORDS or not plain.isalpha():
        return plain, ()
    stem = _stemmer().stemWord
    stems = dict.fromkeys((fold(stem(word.casefold())), stem(plain)))
    return plain, tuple(one[:MAX_WORD] for one in stems)


def words_in(text: str) -> Iterator[str]:
    """Yield the words of a text in their order, elided articles left out ("l'école": "école")."""
    composed = unicodedata.normalize("NFC", text)
    for found in _WORD.finditer(_ELIDED.sub(" ", composed)):
        yield found[0]


def spans_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each word stands in a text, and the word: for highlighting."""
    for found in _WORD.finditer(text):
        yield found.start(), found.end(), found[0]
