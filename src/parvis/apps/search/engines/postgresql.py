"""PostgreSQL's full text: vectors made in Python, words and stems at the positions they stand at.

The same words and stems as in SQLite, so that both engines find the same; PostgreSQL's own French
configuration would miss words typed without accents. The rights' key is a lexeme of the vector.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import connection

from parvis.apps.search.engines.base import BY_TITLE, NEWEST, Hit, Sought, Words, hits_of
from parvis.apps.search.queries import Term

MAX_POSITION = 16_383  # of PostgreSQL
MAX_PLACES = 250  # of one lexeme
MAX_LEXEMES = 40_000  # a vector holds 1 MB
_LISTED = """
SELECT document_id, 0.0, 0 FROM search_words WHERE words @@ %s::tsquery
ORDER BY document_id DESC LIMIT %s
"""
_FOUND = """
(SELECT document_id, 0.0, 1 FROM search_words WHERE words @@ %s::tsquery
ORDER BY document_id DESC LIMIT %s)
UNION ALL
(SELECT document_id, ts_rank('{0, 0.1, 0.4, 1}', words, %s::tsquery), 0 FROM (
    SELECT document_id, words FROM search_words WHERE words @@ %s::tsquery
    ORDER BY document_id DESC LIMIT %s
) newest)
"""


def vector(one: Words) -> str:
    """Write a vector by hand: 'word':1A,7B; the keys stand nowhere."""
    places: dict[str, list[str]] = {}
    position = 0
    for weight, words in (("A", one.title), ("B", one.labels), ("C", one.body)):
        for word, stems in words:
            position = min(position + 1, MAX_POSITION)
            for lexeme in (word, *stems):
                if lexeme not in places and len(places) >= MAX_LEXEMES:
                    continue
                where = places.setdefault(lexeme, [])
                if len(where) < MAX_PLACES:
                    where.append(f"{position}{weight}")
        position = min(position + 1, MAX_POSITION)  # no phrase runs from a title into a text
    written = [f"'{word}':{','.join(where)}" for word, where in places.items()]
    return " ".join([*(f"'{key}'" for key in one.keys), *written])


def _lexeme(word: str, mark: str = "") -> str:
    return "'" + word.replace("'", "").replace("\\", "") + "'" + (f":{mark}" if mark else "")


def _any_of(words: Iterable[str]) -> str:
    return "(" + " | ".join(map(_lexeme, words)) + ")"


def _term(term: Term, weights: str) -> str:
    choices = [_lexeme(token, weights) for token in term.tokens]
    if term.prefix:
        choices.append(_lexeme(term.prefix, f"*{weights}"))
    return "(" + " | ".join(choices) + ")"


def text_of(sought: Sought, weights: str = "") -> str:
    """Return the tsquery of the words alone."""
    typed = sought.typed
    parts = [_term(term, weights) for term in typed.terms]
    parts += [
        "(" + " <-> ".join(_lexeme(word, weights) for word in phrase) + ")"
        for phrase in typed.phrases
    ]
    return " & ".join(parts)


def query_of(sought: Sought, weights: str = "") -> str:
    """Return the tsquery of a search: rights, filters, words, what must be absent."""
    parts = [_any_of(sought.keys), *map(_any_of, sought.filters)]
    if not sought.typed.is_empty:
        parts.append(text_of(sought, weights))
    parts += [f"!{_term(term, '')}" for term in sought.typed.excluded]
    return " & ".join(parts)


class PostgreSQL:
    """The engine of installations that grow."""

    def write(self, documents: Sequence[Words]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_words(document_id, words) VALUES (%s, %s::tsvector)"
                " ON CONFLICT (document_id) DO UPDATE SET words = excluded.words",
                [(one.id, vector(one)) for one in documents],
            )

    def remove(self, ids: Collection[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE document_id = ANY(%s)", [list(ids)])

    def find(self, sought: Sought, *, limit: int = NEWEST) -> list[Hit]:
        if not sought.keys or any(not group for group in sought.filters):
            return []
        if sought.typed.is_empty:
            return hits_of(self._rows(_LISTED, [query_of(sought), limit]))
        by_title, everywhere = query_of(sought, "AB"), query_of(sought)
        values: list[str | int] = [by_title, BY_TITLE, text_of(sought), everywhere, limit]
        return hits_of(self._rows(_FOUND, values))

    def _rows(self, sql: str, values: Sequence[str | int]) -> list[tuple[int, float, int]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [(int(pk), float(weight), int(titled)) for pk, weight, titled in cursor]

    def remove_orphans(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_words WHERE NOT EXISTS"
                " (SELECT 1 FROM search_document WHERE id = document_id)"
            )
