"""A folder to share: documents, a folder below, and restricted things among them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.town import Town

from parvis.apps.files.models import FileVersion
from parvis.apps.files.services.folders import add_folder
from parvis.apps.files.services.versions import add_file
from parvis.apps.sharing.models import Link
from parvis.apps.sharing.services.links import Terms, make_link
from parvis.apps.sharing.tokens import unseal
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.services import restrictions
from parvis.kernel.actors import Actor
from parvis.kernel.storage.blobs import write_blob

Share = Callable[..., Link]


def put(actor: Actor, parent_id: UUID, name: str, content: bytes = b"Bonjour") -> FileVersion:
    """Put a content in a place as a file."""
    blob = write_blob(organisation_id=actor.organisation_id, chunks=[content])
    return add_file(actor=actor, parent_id=parent_id, name=name, blob=blob)


@dataclass
class Shelf:
    """What lies in the space: a folder to share, what is in it, and what is beside it."""

    folder: Item
    inner: Item
    plan: FileVersion
    deep: FileVersion
    secret_folder: Item
    secret: FileVersion
    beside: FileVersion


@pytest.fixture
def shelf(town: Town) -> Shelf:
    agent = town.actor("agent")
    folder = add_folder(actor=agent, parent_id=town.space.pk, title="Dossier de la halle")
    inner = add_folder(actor=agent, parent_id=folder.pk, title="Plans")
    secret_folder = add_folder(actor=agent, parent_id=folder.pk, title="Négociation")
    shelf = Shelf(
        folder=folder,
        inner=inner,
        plan=put(agent, folder.pk, "plan.txt", b"Le plan"),
        deep=put(agent, inner.pk, "coupe.txt", b"La coupe"),
        secret_folder=secret_folder,
        secret=put(agent, secret_folder.pk, "prix.txt", b"Le prix"),
        beside=put(agent, town.space.pk, "ailleurs.txt", b"Ailleurs"),
    )
    restrictions.restrict_item(actor=agent, item_id=secret_folder.pk)
    return shelf


@pytest.fixture
def share(town: Town) -> Share:
    """Make a link as the agent, unless told otherwise."""

    def make(
        item_id: UUID, *, persona: str = "agent", parts: tuple[UUID, ...] = (), **terms: object
    ) -> Link:
        return make_link(
            actor=town.actor(persona), item_id=item_id, part_ids=parts, terms=Terms(**terms)
        )

    return make


def token_of(link: Link) -> str:
    return unseal(link.sealed)


def entry(link: Link) -> str:
    return reverse("sharing:entry", args=[token_of(link)])


def inside(link: Link, name: str, *arguments: object) -> str:
    return reverse(f"sharing:{name}", args=[token_of(link), *arguments])


def body_of(client: Client, address: str) -> bytes:
    return client.get(address).getvalue()
