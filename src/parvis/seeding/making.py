"""Makes the rows of one organisation, without writing them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Model

from parvis.apps.accounts.models import User
from parvis.apps.directory.enums import Belonging, PartyKind
from parvis.apps.directory.models import Department, Organisation, Party, PartyUser, Person
from parvis.apps.files.models import File, FileVersion, Folder
from parvis.apps.workspaces.enums import Openness, WaitingAction
from parvis.apps.workspaces.models import Item, Membership, Waiting, Workspace
from parvis.kernel.actors import OrganisationRole, Role
from parvis.kernel.models import Event
from parvis.kernel.storage.blobs import write_blob
from parvis.kernel.storage.models import Blob
from parvis.kernel.texts import folded
from parvis.seeding import names

EPOCH = datetime(2026, 1, 5, 8, tzinfo=UTC)
SPACE_OF_PERSONS = 6
FOLDER_EVERY = 20
WAITING_EVERY = 12
CONTENT = b"%PDF-1.4 seeded\n%%EOF\n"


class Identifiers:
    """UUIDv7 in order, from the seed alone; the last four digits are left to copies."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.milliseconds = int(EPOCH.timestamp() * 1000)

    def __call__(self) -> UUID:
        self.milliseconds += 1
        value = (self.milliseconds & (1 << 48) - 1) << 80 | self.rng.getrandbits(64) << 16
        value = value & ~(0xF << 76) | 0x7 << 76
        return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.milliseconds / 1000, tz=UTC)


@dataclass
class Rows:
    """The rows of an organisation, model by model, in an order that foreign keys allow."""

    by_model: dict[type[Model], list[Model]] = field(default_factory=dict)

    def add(self, row: Model) -> None:
        self.by_model.setdefault(type(row), []).append(row)

    def __iter__(self) -> Iterator[tuple[type[Model], list[Model]]]:
        return iter(self.by_model.items())


class Maker:
    """Makes organisations one after the other; the same seed gives the same rows."""

    def __init__(self, *, seed: int, today: date) -> None:
        self.rng = random.Random(seed)  # noqa: S311 -- reproducible data, not secrets
        self.identifier = Identifiers(self.rng)
        self.today = today

    def organisation(self, *, number: int, users: int, items: int) -> Rows:
        """Return an organisation of `users` people with `items` things in its spaces."""
        rows = Rows()
        organisation = Organisation(
            id=self.identifier(),
            name=f"Commune {number:04d}",
            slug=f"commune-{number:04d}",
            insee_code=f"{number % 100_000:05d}",
            population=self.rng.randint(600, 19_000),
        )
        rows.add(organisation)
        blob = write_blob(organisation_id=organisation.pk, chunks=[CONTENT])
        departments = self._departments(rows, organisation)
        people = [
            self._person(rows, organisation, departments, number, rank) for rank in range(users)
        ]
        self._spaces(rows, people, departments, items, blob)
        return rows

    def _party(self, rows: Rows, organisation: Organisation, kind: PartyKind, name: str) -> Party:
        party = Party(
            id=self.identifier(),
            organisation=organisation,
            kind=kind,
            name=name,
            sort_name=folded(" ".join(reversed(name.split(" ", 1))))[:160],
            search_text=folded(name),
            created_at=self.identifier.moment,
        )
        rows.add(party)
        return party

    def _departments(self, rows: Rows, organisation: Organisation) -> list[Party]:
        parties = [
            self._party(rows, organisation, PartyKind.DEPARTMENT, name)
            for name in names.DEPARTMENTS
        ]
        for party in parties:
            rows.add(Department(party=party))
        return parties

    def _person(
        self,
        rows: Rows,
        organisation: Organisation,
        departments: list[Party],
        number: int,
        rank: int,
    ) -> Person:
        given, family = self.rng.choice(names.GIVEN), self.rng.choice(names.FAMILY)
        email = f"p{rank}.o{number}@seed.example"
        user = User(id=self.identifier(), email=email, password="!")  # noqa: S106 -- unusable
        rows.add(user)
        party = self._party(rows, organisation, PartyKind.PERSON, f"{given} {family}")
        department = self.rng.choice(departments)
        person = Person(
            party=party,
            organisation=organisation,
            user=user,
            given_name=given,
            family_name=family,
            email=email,
            department_id=department.pk,
            role=OrganisationRole.ADMINISTRATOR if rank == 0 else OrganisationRole.MEMBER,
            is_elected=rank % 9 == 1,
        )
        rows.add(person)
        for behind, belonging in [(party, Belonging.SELF), (department, Belonging.MEMBER)]:
            rows.add(PartyUser(party=behind, user=user, person=person, belonging=belonging))
        return person

    def _spaces(
        self,
        rows: Rows,
        people: list[Person],
        departments: list[Party],
        items: int,
        blob: Blob,
    ) -> None:
        count = max(1, min(len(names.SPACES), len(people) // SPACE_OF_PERSONS or 1))
        shares = [items // count + (rank < items % count) for rank in range(count)]
        for rank, share in enumerate(shares):
            manager = self.rng.choice(people)
            space = self._space(rows, manager, rank)
            parties = {person.pk for person in self.rng.sample(people, min(len(people), 20))}
            parties |= {self.rng.choice(departments).pk}
            for party_id in parties - {manager.pk}:
                self._member(rows, space, party_id, Role.EDITOR)
            self._things(rows, space, people, share, blob)

    def _space(self, rows: Rows, manager: Person, rank: int) -> Workspace:
        pk, organisation = self.identifier(), manager.organisation
        item = self._item(organisation, pk, "workspaces.space", names.SPACES[rank], manager.pk)
        item.pk = pk
        rows.add(item)
        space = Workspace(
            item=item,
            organisation=organisation,
            openness=Openness.OPEN if rank == 4 else Openness.CLOSED,
            template="project",
            tools=["timeline", "posts", "files", "waiting", "members"],
        )
        rows.add(space)
        self._member(rows, space, manager.pk, Role.MANAGER)
        return space

    def _member(self, rows: Rows, space: Workspace, party_id: UUID, role: Role) -> None:
        rows.add(Membership(id=self.identifier(), workspace=space, party_id=party_id, role=role))

    def _item(
        self, organisation: Organisation, workspace_id: UUID, kind: str, title: str, author_id: UUID
    ) -> Item:
        return Item(
            id=self.identifier(),
            organisation=organisation,
            workspace_id=workspace_id,
            kind=kind,
            title=title,
            sort_title=folded(title)[:255],
            author_id=author_id,
        )

    def _things(
        self, rows: Rows, space: Workspace, people: list[Person], count: int, blob: Blob
    ) -> None:
        folder = space.item
        for rank in range(count):
            author = self.rng.choice(people)
            title = f"{self.rng.choice(names.DOCUMENTS)} {self.rng.choice(names.SUBJECTS)} {rank}"
            is_folder = rank % FOLDER_EVERY == 0
            kind = "files.folder" if is_folder else "files.file"
            item = self._item(space.organisation, space.pk, kind, title, author.pk)
            item.parent = space.item if is_folder else folder
            rows.add(item)
            self._tool_row(rows, item, blob, is_folder=is_folder)
            if is_folder:
                folder = item
            rows.add(
                Event(
                    id=self.identifier(),
                    organisation_id=space.organisation_id,
                    workspace_id=space.pk,
                    item_id=item.pk,
                    type="files.folder_added" if is_folder else "files.file_added",
                    actor_id=author.pk,
                    occurred_at=self.identifier.moment,
                )
            )
            if rank % WAITING_EVERY == 0:
                self._waiting(rows, space, item, people)

    def _tool_row(self, rows: Rows, item: Item, blob: Blob, *, is_folder: bool) -> None:
        """Add the rows of the files tool; all contents of a town are one."""
        if is_folder:
            rows.add(Folder(item=item))
            return
        version = FileVersion(
            id=self.identifier(),
            file_id=item.pk,
            number=1,
            blob=blob,
            name=item.title,
            media_type="application/pdf",
            size=blob.size,
            author_id=item.author_id,
        )
        rows.add(File(item=item, current_id=version.pk, last_number=1))
        rows.add(version)

    def _waiting(self, rows: Rows, space: Workspace, item: Item, people: list[Person]) -> None:
        due = self.today + timedelta(days=self.rng.randint(-10, 40))
        rows.add(
            Waiting(
                id=self.identifier(),
                organisation_id=space.organisation_id,
                workspace=space,
                item=item,
                party_id=self.rng.choice(people).pk,
                asked_by_id=self.rng.choice(people).pk,
                action=self.rng.choice(WaitingAction.values),
                since=self.identifier.moment,
                due_on=due,
            )
        )
