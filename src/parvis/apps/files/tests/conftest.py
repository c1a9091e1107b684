"""Files for tests: contents stored and put in folders in one call."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from tests.town import Town

from parvis.apps.files.models import FileVersion
from parvis.apps.files.services.versions import add_file
from parvis.kernel.actors import Actor
from parvis.kernel.storage.blobs import write_blob
from parvis.kernel.storage.models import Blob

Put = Callable[..., FileVersion]


def store(organisation_id: UUID, content: bytes) -> Blob:
    return write_blob(organisation_id=organisation_id, chunks=[content])


def browser(town: Town, persona: str) -> Client:
    """Return a browser in which a persona is signed in."""
    client = Client()
    client.force_login(town.user(persona))
    return client


@pytest.fixture
def put() -> Put:
    """Put a content in a place as a file."""

    def add(
        actor: Actor, parent_id: UUID, name: str, content: bytes = b"Bonjour", **options: object
    ) -> FileVersion:
        blob = store(actor.organisation_id, content)
        return add_file(actor=actor, parent_id=parent_id, name=name, blob=blob, **options)

    return add
