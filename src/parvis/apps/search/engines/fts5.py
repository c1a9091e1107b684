"""SQLite's FTS5 (https://sqlite.org/fts5.html): words and stems, cut in Python, in four columns.

SQLite has no French stemmer: stems stand after the words of their column, behind a mark. The
rights' key is a word of the column `keys`, so that only what one may see is ever looked at.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import connection

from parvis.apps.search.engines.base import BY_TITLE, NEWEST, Hit, Sought, Words, hits_of
from parvis.apps.search.queries import Term

_BATCH = 500
_LISTED = (
    "SELECT rowid, 0.0 AS weight, 0 AS is_by_title FROM search_words"
    " WHERE search_words MATCH %s ORDER BY rowid DESC LIMIT %s"
)
_RANKED = _LISTED.replace("0.0", "-bm25(search_words, 0, 8, 4, 1)")
_TITLED = _LISTED.replace("0 AS is_by_title", "1 AS is_by_title")
_FOUND = f"SELECT * FROM ({_TITLED}) UNION ALL SELECT * FROM ({_RANKED})"  # noqa: S608 -- ours


def column(words: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """Return words as a column holds them: in their order, then their stems."""
    pairs = list(words)
    plain = [word for word, _stems in pairs]
    return " ".join([*plain, *(stem for _word, stems in pairs for stem in stems)])


def _quoted(word: str) -> str:
    return '"' + word.replace('"', "") + '"'


def _any_of(words: Iterable[str]) -> str:
    return "(" + " OR ".join(map(_quoted, words)) + ")"


def _term(term: Term) -> str:
    choices = [_quoted(token) for token in term.tokens]
    if term.prefix:
        choices.append(_quoted(term.prefix) + " *")
    return "(" + " OR ".join(choices) + ")"


def _text(sought: Sought, columns: str) -> str:
    typed = sought.typed
    parts = [_term(term) for term in typed.terms]
    parts += [_quoted(" ".join(phrase)) for phrase in typed.phrases]
    return f"{columns} : (" + " AND ".join(parts) + ")"


def match_of(sought: Sought, columns: str = "{title labels body}") -> str:
    """Return the MATCH expression of a search."""
    parts = [f"keys : {_any_of(sought.keys)}"]
    parts += [f"keys : {_any_of(group)}" for group in sought.filters]
    if not sought.typed.is_empty:
        parts.append(_text(sought, columns))
    expression = " AND ".join(f"({part})" for part in parts)
    for term in sought.typed.excluded:
        expression = f"({expression}) NOT {{title labels body}} : {_term(term)}"
    return expression


class Fts5:
    """The engine of embedded mode."""

    def write(self, documents: Sequence[Words]) -> None:
        rows = [
            (one.id, " ".join(one.keys), column(one.title), column(one.labels), column(one.body))
            for one in documents
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO search_words(rowid, keys, title, labels, body)"
                " VALUES (%s, %s, %s, %s, %s)",
                rows,
            )

    def remove(self, ids: Collection[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM search_words WHERE rowid = %s", [(pk,) for pk in ids])

    def find(self, sought: Sought, *, limit: int = NEWEST) -> list[Hit]:
        if not sought.keys or any(not group for group in sought.filters):
            return []
        if sought.typed.is_empty:
            return hits_of(self._rows(_LISTED, [match_of(sought), limit]))
        by_title = match_of(sought, "{title labels}")
        return hits_of(self._rows(_FOUND, [by_title, BY_TITLE, match_of(sought), limit]))

    def _rows(self, sql: str, values: Sequence[str | int]) -> list[tuple[int, float, int]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [(int(pk), float(weight), int(titled)) for pk, weight, titled in cursor]

    def remove_orphans(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM search_words_content"  # the rows alone, none of their words
                " WHERE id NOT IN (SELECT id FROM search_document)"
            )
            orphans = [pk for (pk,) in cursor.fetchall()]
        self.remove(orphans)
