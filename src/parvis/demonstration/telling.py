"""The verbs in which the story of the demonstration town is told."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from parvis.apps.conversations import services as talk
from parvis.apps.files.services import versions
from parvis.apps.workspaces.models import Item, Workspace
from parvis.apps.workspaces.registry import templates
from parvis.apps.workspaces.services import spaces, waiting
from parvis.demonstration.clock import at
from parvis.demonstration.people import PARTNERS
from parvis.demonstration.town import DemonstrationTown
from parvis.kernel.actors import Role
from parvis.kernel.storage.blobs import write_blob
from parvis.kernel.storage.models import Blob

MEMBERS: dict[str, list[tuple[str, Role]]] = {
    "pvd": [
        ("maire", Role.COMMENTER),
        ("groupe:Comité de projet PVD", Role.COMMENTER),
        ("adj_fin", Role.COMMENTER),
        ("dgs", Role.MANAGER),
        ("finances", Role.EDITOR),
        ("service:Urbanisme et habitat", Role.EDITOR),
        ("technique", Role.EDITOR),
        ("ddt", Role.COMMENTER),
        ("banque", Role.EDITOR),
        ("region", Role.COMMENTER),
        ("commercants", Role.COMMENTER),
    ],
    "halle": [
        ("maire", Role.COMMENTER),
        ("adj_urba", Role.COMMENTER),
        ("adj_fin", Role.COMMENTER),
        ("conseillere", Role.COMMENTER),
        ("dgs", Role.MANAGER),
        ("finances", Role.EDITOR),
        ("service:Urbanisme et habitat", Role.EDITOR),
        ("service:Services techniques", Role.EDITOR),
        ("architecte", Role.EDITOR),
    ],
    "conseil": [("groupe:Conseil municipal", Role.COMMENTER), ("admin", Role.EDITOR)],
    "budget": [
        ("groupe:Encadrement", Role.EDITOR),
        ("adj_fin", Role.COMMENTER),
        ("maire", Role.COMMENTER),
    ],
    "mairie": [
        ("admin", Role.EDITOR),
        ("accueil", Role.EDITOR),
        ("ccas", Role.EDITOR),
        ("culture", Role.EDITOR),
        ("cheffe", Role.EDITOR),
    ],
    "asso": [("culture", Role.MANAGER), ("mediatheque", Role.EDITOR), ("adj_asso", Role.EDITOR)],
}

GUESTS = {partner.key for partner in PARTNERS}


class Teller:
    """The spaces and things made so far, by key, and the steps still to do."""

    def __init__(self, town: DemonstrationTown) -> None:
        self.town = town
        self.spaces: dict[str, Workspace] = {}
        self.things: dict[str, UUID] = {}
        self.steps: list[tuple[int, int, Callable[[], None]]] = []
        self.today = timezone.localdate()
        self.end = self.today + timedelta(days=180)

    def tell(self, progress: Callable[[float], None] = lambda _done: None) -> None:
        """Do every step, the oldest first; `progress` hears which part of them is done."""
        steps = sorted(self.steps, key=lambda step: (-step[0], step[1]))
        for number, (days_ago, hour, act) in enumerate(steps, start=1):
            with at(days_ago, hour):
                act()
            progress(number / len(steps))

    def step(self, days_ago: int, hour: int) -> Callable[[Callable[[], None]], None]:
        """Say when the decorated step happened."""

        def keep(act: Callable[[], None]) -> None:
            self.steps.append((days_ago, hour, act))

        return keep

    def party(self, key: str) -> UUID:
        return self.town.parties[key]

    def open_space(self, key: str, manager: str, template: str, title: str, text: str) -> None:
        space = spaces.create_workspace(
            actor=self.town.actor(manager), title=title, template=template, description=text
        )
        self.spaces[key] = space
        for party, role in MEMBERS.get(key, []):
            spaces.add_member(
                actor=self.town.actor(manager),
                workspace_id=space.pk,
                party_id=self.party(party),
                role=role,
                ends_on=self.end if party in GUESTS else None,
            )

    def folder(self, space: str, rank: int) -> UUID:
        """Return the id of the folder that a space's template put at `rank`."""
        workspace = self.spaces[space]
        title = str(templates()[workspace.template].folders[rank])
        return Item.objects.get(workspace=workspace, kind="files.folder", title=title).pk

    def store(self, content: bytes) -> Blob:
        return write_blob(organisation_id=self.town.organisation.pk, chunks=[content])

    def drop(self, key: str, who: str, parent: UUID, name: str, content: bytes) -> UUID:
        """Put a document in a folder."""
        version = versions.add_file(
            actor=self.town.actor(who), parent_id=parent, name=name, blob=self.store(content)
        )
        self.things[key] = file_id = UUID(str(version.file_id))
        return file_id

    def say(self, who: str, thing: str, text: str) -> UUID:
        """Open a conversation on a thing; return its id."""
        message = talk.start_conversation(
            actor=self.town.actor(who), item_id=self.things[thing], body=text
        )
        return UUID(str(message.conversation_id))

    def reply(self, who: str, conversation: UUID, text: str) -> None:
        talk.reply(actor=self.town.actor(who), conversation_id=conversation, body=text)

    def ask(  # noqa: PLR0917 -- reads as a sentence
        self, who: str, thing: str, holder: str, action: str, text: str, days: int | None = None
    ) -> UUID:
        """Give the ball to somebody, due in so many days; return the id of the hold."""
        held = waiting.ask(
            actor=self.town.actor(who),
            item_id=self.things[thing],
            party_id=self.party(holder),
            action=action,
            message=text,
            due_on=None if days is None else self.today + timedelta(days=max(days, 0)),
        )
        if days is not None and days < 0:
            held.due_on = self.today + timedelta(days=days)
            held.save(update_fields=["due_on"])
        return held.pk
