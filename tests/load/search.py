"""Measures search at its full size: many things with texts, people in few spaces and in many.

    python tests/load/search.py --items 1000000        # in DATABASE_URL, an empty base of its own
    PARVIS_DATA_DIR=/tmp/x python tests/load/search.py --items 200000      # on SQLite

Texts of some 200 words are made of invented ones, as frequent as words are (Zipf), cut in words as
the program does, put under things of a thousand spaces, and copied by the database. What is
measured is what a page does: find, ask the rights, rank, read the first twenty.
"""

# ruff: noqa: S608 -- statements of names of our own tables and columns

import argparse
import itertools
import json
import os
import random
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")

import django  # noqa: E402 -- the paths come first

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from parvis.apps.accounts.services import create_user  # noqa: E402
from parvis.apps.directory import selectors as directory  # noqa: E402
from parvis.apps.directory import services as directory_services  # noqa: E402
from parvis.apps.directory.models import Person  # noqa: E402
from parvis.apps.search import keys, spelling  # noqa: E402
from parvis.apps.search.engines.base import Words, analysed  # noqa: E402
from parvis.apps.search.engines.fts5 import column  # noqa: E402
from parvis.apps.search.engines.postgresql import vector  # noqa: E402
from parvis.apps.search.models import Document  # noqa: E402
from parvis.apps.search.presenters import names_of, results_of  # noqa: E402
from parvis.apps.search.selectors import Wanted, search  # noqa: E402
from parvis.apps.workspaces.models import Item, Membership, Workspace  # noqa: E402
from parvis.config.migrations import migrate  # noqa: E402
from parvis.kernel.actors import Actor, OrganisationRole, Role, system_actor  # noqa: E402
from parvis.kernel.texts import folded  # noqa: E402
from parvis.seeding.making import Identifiers  # noqa: E402

SPACES = 1_000
POOL = 2_000
WORDS_OF_A_TEXT = 200
VOCABULARY = 20_000
RESTRICTED_EVERY = 50
ROUNDS = 40
BUDGETS = {"postgresql": 200, "sqlite": 300}
BATCH = 2_000
MADE = 20_000
ONSETS = "b c ch d f g j l m n p r s t v br cl gr pl tr".split()  # noqa: SIM905 -- a list of words reads best as words
VOWELS = "a e i o u é è ai ou on an eau".split()  # noqa: SIM905 -- the same
KIND = "files.folder"


def vocabulary(rng: random.Random) -> list[str]:
    """Return invented words, the most frequent first."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = rng.choice((2, 2, 3, 3, 4))
        word = "".join(rng.choice(ONSETS) + rng.choice(VOWELS) for _turn in range(syllables))
        words[word + rng.choice(("", "", "s", "r", "tion", "ment"))] = None
    return list(words)


class Town:
    """One organisation with a person in five spaces and a person in five hundred."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.organisation = directory_services.create_organisation(
            name="Grande-Ville", insee_code="99100"
        )
        self.few = self._person("Cinq")
        self.many = self._person("Cinqcents")
        directory_services.rebuild_party_users(organisation_id=self.organisation.pk)
        self.spaces = self._spaces()

    def _person(self, name: str) -> Person:
        email = f"{name.lower()}@grande-ville.test"
        user = create_user(email=email, is_proven=True)
        return directory_services.add_person(
            actor=system_actor("bench", organisation_id=self.organisation.pk),
            given_name="Jeanne",
            family_name=name,
            email=email,
            user_id=user.pk,
            role=OrganisationRole.MEMBER,
        )

    @transaction.atomic
    def _spaces(self) -> list[Workspace]:
        identifier = Identifiers(self.rng)
        spaces = []
        for number in range(SPACES):
            pk = identifier()
            title = f"Espace {number}"
            item = Item(
                id=pk,
                organisation=self.organisation,
                workspace_id=pk,
                kind="workspaces.space",
                title=title,
                sort_title=folded(title),
                author_id=self.many.pk,
            )
            item.save(force_insert=True)
            space = Workspace(item=item, organisation=self.organisation, openness="closed")
            space.save(force_insert=True)
            spaces.append(space)
        for person, count in ((self.few, 5), (self.many, 500)):
            for space in self.rng.sample(spaces, count):
                Membership.objects.create(workspace=space, party_id=person.pk, role=Role.EDITOR)
        return spaces

    def actor(self, person: Person) -> Actor:
        return directory.actor_of(Person.objects.select_related("party").get(pk=person.pk))


class Filling:
    """Puts things and their words into the base, thousands at a time."""

    def __init__(self, town: Town, words: list[str]) -> None:
        self.town, self.rng = town, town.rng
        weights = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(words))))

        def some(count: int) -> str:
            return " ".join(self.rng.choices(words, cum_weights=weights, k=count))

        self.pool = [(some(6), some(WORDS_OF_A_TEXT)) for _turn in range(POOL)]
        cut = [(analysed(title), analysed(body)) for title, body in self.pool]
        self.bodies = [zlib.compress(body.encode()) for _title, body in self.pool]
        self.is_postgresql = connection.vendor == "postgresql"
        if self.is_postgresql:
            self.cut = [vector(Words(0, (), title, (), body)) for title, body in cut]
        else:
            self.cut = [(column(title), column(body)) for title, body in cut]
        spelling.learn(
            town.organisation.pk,
            {word for title, body in cut for word, _stems in (*title, *body)},
        )
        self.identifier = Identifiers(self.rng)
        self.now = timezone.now()

    def fill(self, count: int) -> None:
        """Make some twenty thousand things one by one, and copy them as often as it takes."""
        made = min(count, MADE)
        self._make(made)
        for number in range(1, count // made):
            copy_all(number, made)
            print(f"\r{made * (number + 1)} / {count}", end="", file=sys.stderr, flush=True)

    def _make(self, count: int) -> None:
        done = 0
        while done < count:
            self._batch(min(BATCH, count - done))
            done += min(BATCH, count - done)
            if done % (BATCH * 10) == 0:
                print(f"\r{done} / {count}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)

    @transaction.atomic
    def _batch(self, count: int) -> None:
        chosen = [self.rng.randrange(POOL) for _turn in range(count)]
        items = [self._item(self.pool[place][0]) for place in chosen]
        Item.objects.bulk_create(items)
        rows = Document.objects.bulk_create(
            self._document(item, self.bodies[place])
            for item, place in zip(items, chosen, strict=True)
        )
        self._words(list(zip(rows, chosen, strict=True)))

    def _item(self, title: str) -> Item:
        space = self.rng.choice(self.town.spaces)
        pk = self.identifier()
        is_restricted = self.rng.randrange(RESTRICTED_EVERY) == 0
        return Item(
            id=pk,
            organisation_id=self.town.organisation.pk,
            workspace_id=space.pk,
            parent_id=space.pk,
            kind=KIND,
            title=title[:255],
            sort_title=folded(title)[:255],
            author_id=self.town.many.pk,
            is_restricted=is_restricted,
            access_root_id=pk if is_restricted else None,
        )

    def _document(self, item: Item, body: bytes) -> Document:
        return Document(
            organisation_id=item.organisation_id,
            source_id=item.pk,
            item_id=item.pk,
            workspace_id=item.workspace_id,
            kind=item.kind,
            key=keys.right_of_item(item.workspace_id, item.access_root_id),
            author_id=item.author_id,
            happened_at=self.now,
            title=item.title,
            body=body,
            digest="bench",
        )

    def _marks(self, row: Document) -> list[str]:
        space, author = row.workspace_id, row.author_id
        marks = [keys.right(row.key), keys.of_kind(KIND), keys.of_day(self.now)]
        return [*marks, keys.of_space(space), keys.of_author(author)]

    def _words(self, rows: list[tuple[Document, int]]) -> None:
        with connection.cursor() as cursor:
            if self.is_postgresql:
                values = [
                    (
                        row.pk,
                        self._marks(row)[0],
                        " ".join(f"'{mark}'" for mark in self._marks(row)),
                        self.cut[place],
                    )
                    for row, place in rows
                ]
                cursor.executemany(
                    "INSERT INTO search_words(document_id, right_key, words)"
                    " VALUES (%s, %s, %s::tsvector || %s::tsvector)",
                    values,
                )
            else:
                cursor.executemany(
                    "INSERT INTO search_words(rowid, keys, title, labels, body)"
                    " VALUES (%s, %s, %s, '', %s)",
                    [(row.pk, " ".join(self._marks(row)), *self.cut[p]) for row, p in rows],
                )


@transaction.atomic
def copy_all(number: int, made: int) -> None:
    """Copy the first things inside the database, with other ids; restrictions stay the same."""
    is_postgresql = connection.vendor == "postgresql"
    fields = [str(field.column) for field in Item._meta.local_concrete_fields]
    kept = ", ".join(f"i.{name}" for name in fields if name != "id")
    other_id = "overlay({0}::text placing '{1:04x}' from 33 for 4)::uuid"
    if not is_postgresql:
        other_id = "substr({0}, 1, 28) || '{1:04x}'"
    columns = [str(field.column) for field in Document._meta.local_concrete_fields]
    copied = {"id": f"d.id + {number * made}"} | {
        name: other_id.format(f"d.{name}", number) for name in ("item_id", "source_id")
    }
    values = ", ".join(copied.get(name, f"d.{name}") for name in columns)
    first = f"SELECT id FROM search_document ORDER BY id LIMIT {made}"
    words = (
        "INSERT INTO search_words(document_id, right_key, words)"
        " SELECT document_id + {0}, right_key, words FROM search_words"
        if is_postgresql
        else "INSERT INTO search_words(rowid, keys, title, labels, body)"
        " SELECT id + {0}, c0, c1, c2, c3 FROM search_words_content"
    )
    column = "document_id" if is_postgresql else "id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO workspaces_item (id, {', '.join(n for n in fields if n != 'id')})"
            f" SELECT {other_id.format('i.id', number)}, {kept} FROM workspaces_item i"
            f" JOIN search_document d ON d.item_id = i.id WHERE d.id IN ({first})"
        )
        cursor.execute(
            f"INSERT INTO search_document ({', '.join(columns)})"
            f" SELECT {values} FROM search_document d WHERE d.id IN ({first})"
        )
        cursor.execute(words.format(number * made) + f" WHERE {column} IN ({first})")


def without_index(fill: Callable[[], None]) -> None:
    """Fill with PostgreSQL's index made at the end, as a restore does."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute("DROP INDEX search_words_found")
    fill()
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute("CREATE INDEX search_words_found ON search_words USING gin (words)")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('optimize')")
            cursor.execute("ANALYZE")


def questions(
    words: list[str], pool: list[tuple[str, str]], rng: random.Random
) -> Iterator[tuple[str, str]]:
    """Yield kinds of searches, each with other words at each turn."""
    for _turn in range(ROUNDS):
        _title, body = rng.choice(pool)
        parts = body.split()
        at = rng.randrange(len(parts) - 3)
        rare = rng.choice(words[2_000:])
        longer = rng.choice([word for word in words[200:3_000] if len(word) > 7])
        yield "a frequent word", rng.choice(words[:20])
        yield "a usual word", rng.choice(words[200:2_000])
        yield "a rare word", rare
        yield "two words", f"{rng.choice(words[:50])} {rng.choice(words[50:500])}"
        yield "three letters, as one types", rng.choice(words)[:3]
        yield "a phrase", f'"{" ".join(parts[at : at + 3])}"'
        yield "a slip", longer[:3] + longer[4] + longer[3] + longer[5:] + "q"


def warm(actor: Actor, words: list[str]) -> None:
    """Have the program load what it loads once."""
    for word in words[:10]:
        found = search(actor, Wanted(text=word))
        results_of(found.lines[:20], found.typed, {})


def measure(town: Town, words: list[str], pool: list[tuple[str, str]]) -> list[dict[str, object]]:
    rows = []
    for label, person in (("5 spaces", town.few), ("500 spaces", town.many)):
        actor = town.actor(person)
        warm(actor, words)
        taken: dict[str, list[float]] = {}
        counts: dict[str, int] = {}
        for kind, text in questions(words, pool, random.Random(3)):  # noqa: S311 -- a sample
            began = time.perf_counter()
            found = search(actor, Wanted(text=text))
            lines = found.lines[:20]
            results_of(lines, found.typed, names_of((), {town.many.pk}))
            taken.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
            counts[kind] = counts.get(kind, 0) + len(found.lines)
        for kind, values in taken.items():
            ordered = sorted(values)
            rows.append(
                {
                    "name": f"search, a person in {label}: {kind}",
                    "p50": ordered[len(ordered) // 2],
                    "p95": ordered[int(len(ordered) * 0.95)],
                    "found": counts[kind] // ROUNDS,
                }
            )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    migrate()
    if Item.objects.exists():
        raise SystemExit("This base is not empty: give one of its own.")
    rng = random.Random(1)  # noqa: S311 -- reproducible data
    words = vocabulary(rng)
    town = Town(rng)
    filling = Filling(town, words)
    began = time.monotonic()
    without_index(lambda: filling.fill(options.items))
    filled = time.monotonic() - began
    rows = measure(town, words, filling.pool)
    if options.json:
        json.dump(rows, sys.stdout)
        return
    budget = BUDGETS[connection.vendor]
    print(
        f"\n{connection.display_name}, {options.items} things, {SPACES} spaces, "
        f"filled in {filled:.0f} s; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    for row in rows:
        verdict = "met" if row["p95"] <= budget else "MISSED"
        print(
            f"{row['name']:<64} p50 {row['p50']:>7.1f} ms  p95 {row['p95']:>7.1f} ms"
            f"  ≤ {budget} {verdict:<7} {row['found']:>5} found"
        )


if __name__ == "__main__":
    main()
