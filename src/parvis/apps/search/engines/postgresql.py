"""PostgreSQL's full text: vectors made in Python, words and stems at the positions they stand at.

The same words and stems as in SQLite, so that both engines find the same; PostgreSQL's own French
configuration would miss words typed without accents. The rights' key is a lexeme of the vector
for those who have few, and a column for those who have many.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import connection

from parvis.apps.search.engines.base import BY_TITLE, NEWEST, Hit, Sought, Words, hits_of
from parvis.apps.search.queries import Term

MAX_POSITION = 16_383  # of PostgreSQL
MAX_PLACES = 250  # of one lexeme
MAX_LEXEMES = 40_000  # a vector holds 1 MB
TITLE = "zt"  # before the words of titles and labels, so that the index alone finds them
FEW_KEYS = 24  # more of them are compared with the column: a GIN index is slow at a long "or"
MOST_READ = 10_000  # vectors unpacked one after the other, some 7 µs each
BY_INDEX = "document_id + 0"  # hides the order from the planner, which then uses the GIN index
BY_AGE = "document_id"
_LISTED = """
SELECT document_id, 0.0, 0 FROM search_words WHERE {rule} ORDER BY {order} DESC LIMIT %s
"""
_FOUND = """
(SELECT document_id, 0.0, 1 FROM search_words WHERE {titled} ORDER BY {title_order} DESC LIMIT %s)
UNION ALL
(SELECT document_id, ts_rank('{{0, 0.1, 0.4, 1}}', words, %s::tsquery), 0 FROM (
    SELECT document_id, words FROM search_words WHERE {rule}
    ORDER BY {order} DESC LIMIT %s
) newest)
"""
_ESTIMATE = "EXPLAIN (FORMAT JSON) SELECT document_id FROM search_words WHERE {rule}"
_SIZE = "SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'search_words'::regclass"
_BY_WORDS = "words @@ %s::tsquery"
_BY_COLUMN = "words @@ %s::tsquery AND right_key = ANY(%s)"
_BY_COLUMN_ALONE = "right_key = ANY(%s)"
Values = list[str | int | list[str]]


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
    titled = {TITLE + form for word, stems in (*one.title, *one.labels) for form in (word, *stems)}
    written = [f"'{word}':{','.join(where)}" for word, where in places.items()]
    return " ".join([*(f"'{word}'" for word in (*one.keys, *sorted(titled))), *written])


def _lexeme(word: str, mark: str = "") -> str:
    return "'" + word.replace("'", "").replace("\\", "") + "'" + (f":{mark}" if mark else "")


def _any_of(words: Iterable[str]) -> str:
    return "(" + " | ".join(map(_lexeme, words)) + ")"


def _term(term: Term, before: str) -> str:
    choices = [_lexeme(before + token) for token in term.tokens]
    if term.prefix:
        choices.append(_lexeme(before + term.prefix, "*"))
    return "(" + " | ".join(choices) + ")"


def text_of(sought: Sought, before: str = "") -> str:
    """Return the tsquery of the words alone; in titles, the words of a phrase in any order."""
    typed = sought.typed
    parts = [_term(term, before) for term in typed.terms]
    between = " & " if before else " <-> "
    parts += [
        "(" + between.join(_lexeme(before + word) for word in phrase) + ")"
        for phrase in typed.phrases
    ]
    return " & ".join(parts)


def query_of(sought: Sought, before: str = "") -> str:
    """Return the tsquery of a search: rights if they are few, filters, words, what is absent."""
    parts = [_any_of(sought.keys)] if len(sought.keys) <= FEW_KEYS else []
    parts += map(_any_of, sought.filters)
    if not sought.typed.is_empty:
        parts.append(text_of(sought, before))
    parts += [f"!{_term(term, '')}" for term in sought.typed.excluded]
    return " & ".join(parts)


def rule_of(sought: Sought, before: str = "") -> tuple[str, Values]:
    """Return the condition of a search and its values."""
    query = query_of(sought, before)
    if len(sought.keys) <= FEW_KEYS:
        return _BY_WORDS, [query]
    return (_BY_COLUMN, [query, [*sought.keys]]) if query else (_BY_COLUMN_ALONE, [[*sought.keys]])


class PostgreSQL:
    """The engine of installations that grow."""

    def write(self, documents: Sequence[Words]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_words(document_id, right_key, words)"
                " VALUES (%s, %s, %s::tsvector) ON CONFLICT (document_id)"
                " DO UPDATE SET right_key = excluded.right_key, words = excluded.words",
                [(one.id, one.keys[0], vector(one)) for one in documents],
            )

    def remove(self, ids: Collection[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE document_id = ANY(%s)", [list(ids)])

    def find(self, sought: Sought, *, limit: int = NEWEST) -> list[Hit]:
        if not sought.keys or any(not group for group in sought.filters):
            return []
        rule, values = rule_of(sought)
        if sought.typed.is_empty:
            order = self._order(sought, rule, values, limit)
            sql = _LISTED.format(rule=rule, order=order)
            return hits_of(self._rows(sql, [*values, limit]))
        titled, by_title = rule_of(sought, TITLE)
        sql = _FOUND.format(
            rule=rule,
            titled=titled,
            order=self._order(sought, rule, values, limit),
            title_order=self._order(sought, titled, by_title, BY_TITLE),
        )
        return hits_of(self._rows(sql, [*by_title, BY_TITLE, text_of(sought), *values, limit]))

    def _order(self, sought: Sought, rule: str, values: Values, limit: int) -> str:
        """Return how to read the newest: from the newest down for a word that is everywhere.

        The planner doesn't know what unpacking a vector costs, and reads a million of them for a
        word that few texts hold: it is only let to where its own estimate says it will be short.
        """
        if len(sought.keys) <= FEW_KEYS:
            return BY_INDEX
        with connection.cursor() as cursor:
            cursor.execute(_ESTIMATE.format(rule=rule), values)
            matches = cursor.fetchone()[0][0]["Plan"]["Plan Rows"]
            cursor.execute(_SIZE)
            read = cursor.fetchone()[0] * limit / max(1, matches)
        return BY_AGE if read <= MOST_READ else BY_INDEX

    def _rows(self, sql: str, values: Values) -> list[tuple[int, float, int]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [(int(pk), float(weight), int(titled)) for pk, weight, titled in cursor]

    def remove_orphans(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_words WHERE NOT EXISTS"
                " (SELECT 1 FROM search_document WHERE id = document_id)"
            )
