"""The operations of the API, each with those who may call it and what it needs to be called."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from parvis.apps.conversations.services import start_conversation
from parvis.apps.files.services import folders, locks, uploads, versions
from parvis.apps.workspaces.services import items, restrictions, trash
from parvis.apps.workspaces.services import waiting as balls
from parvis.kernel.actors import Role
from parvis.kernel.storage.blobs import write_blob
from parvis.kernel.testing.surfaces import (
    SIGNED_IN,
    SPACE_COMMENTERS,
    SPACE_EDITORS,
    SPACE_MANAGERS,
    SPACE_READERS,
)
from tests.town import Town

Arguments = Callable[[Town], dict[str, Any]]
MANAGERS = frozenset({"admin", "manager", "outsider"})
AUTHOR = frozenset({"agent"})


def nothing(town: Town) -> dict[str, Any]:
    del town
    return {}


def space(town: Town) -> dict[str, Any]:
    return {"workspace_id": town.space.pk, "item_id": town.space.pk}


def member(town: Town) -> dict[str, Any]:
    return {"workspace_id": town.space.pk, "party_id": town.persons["mayor"].pk}


def thing(town: Town) -> dict[str, Any]:
    made = items.create_item(
        actor=town.actor("agent"),
        kind="workspaces.space",
        parent_id=town.space.pk,
        title="Chose",
    )
    return {"item_id": made.pk}


def trashed(town: Town) -> dict[str, Any]:
    made = thing(town)
    trash.trash_item(actor=town.actor("agent"), **made)
    return made


def restricted(town: Town) -> dict[str, Any]:
    """Make a thing that `agent` manages and `mayor` may comment: nobody else sees it."""
    made = thing(town)
    restrictions.restrict_item(actor=town.actor("agent"), **made)
    restrictions.grant_access(
        actor=town.actor("agent"),
        party_id=town.persons["mayor"].pk,
        role=Role.COMMENTER,
        **made,
    )
    return {**made, "party_id": town.persons["mayor"].pk}


def message(town: Town) -> dict[str, Any]:
    said = start_conversation(actor=town.actor("agent"), item_id=town.space.pk, body="Oui")
    return {"message_id": said.pk, "conversation_id": said.conversation_id}


def hold(town: Town) -> dict[str, Any]:
    held = balls.ask(
        actor=town.actor("agent"),
        item_id=town.space.pk,
        party_id=town.persons["councillor"].pk,
    )
    return {"waiting_id": held.pk}


def party(town: Town) -> dict[str, Any]:
    return {"party_id": town.persons["mayor"].pk}


def folder(town: Town) -> dict[str, Any]:
    made = folders.add_folder(actor=town.actor("agent"), parent_id=town.space.pk, title="Dossier")
    return {"folder_id": made.pk}


def in_space(town: Town) -> dict[str, Any]:
    return {"folder_id": town.space.pk}


def document(town: Town) -> dict[str, Any]:
    """Make a file of two versions."""
    agent = town.actor("agent")
    first, second = (
        write_blob(organisation_id=town.organisation.pk, chunks=[words])
        for words in (b"un", b"deux")
    )
    made = versions.add_file(actor=agent, parent_id=town.space.pk, name="Devis.txt", blob=first)
    versions.add_version(actor=agent, file_id=made.file_id, name="Devis.txt", blob=second)
    return {"file_id": made.file_id, "item_id": made.file_id, "number": 1}


def locked(town: Town) -> dict[str, Any]:
    made = document(town)
    locks.lock_file(actor=town.actor("agent"), file_id=made["file_id"])
    return made


def form(**fields: Any) -> "Raw":
    data = {"file": ContentFile(b"Bonjour", name="Note.txt"), **fields}
    return Raw(encode_multipart(BOUNDARY, data), MULTIPART_CONTENT)


def a_form(town: Town) -> "Raw":
    del town
    return form()


def tus(**headers: str) -> "Raw":
    return Raw(
        b"Bonjour" if "Upload-Offset" in headers else b"",
        "application/offset+octet-stream" if "Upload-Offset" in headers else "",
        {"Tus-Resumable": "1.0.0", **headers},
    )


def beginning(town: Town) -> "Raw":
    pairs = {"parent": str(town.space.pk), "filename": "Plan.txt"}
    said = [f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items()]
    return tus(**{"Upload-Length": "7", "Upload-Metadata": ",".join(said)})


def a_question(town: Town) -> "Raw":
    del town
    return tus()


def a_piece(town: Town) -> "Raw":
    del town
    return tus(**{"Upload-Offset": "0"})


def upload(town: Town) -> dict[str, Any]:
    announced = uploads.Announced(parent_id=town.space.pk, name="Plan.txt", length=7)
    return {"upload_id": uploads.create_upload(actor=town.actor("agent"), announced=announced).pk}


@dataclass(frozen=True)
class Raw:
    """A body that isn't JSON, and the headers that go with it."""

    data: bytes = b""
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """Who gets an answer; `shows` is what a list must not show to anybody else."""

    allowed: frozenset[str]
    arguments: Arguments = nothing
    body: dict[str, Any] | None = None
    fills: Callable[[Town], dict[str, Any]] = field(default=nothing)
    raw: Callable[[Town], Raw] | None = None


TOWNSPEOPLE = SIGNED_IN - {"outsider", "partner"}
OPERATIONS = {
    "read_me": Operation(SIGNED_IN),
    "list_parties": Operation(SIGNED_IN),
    "read_party": Operation(TOWNSPEOPLE | {"partner"}, party),
    "list_workspaces": Operation(SIGNED_IN),
    "create_workspace": Operation(MANAGERS, body={"title": "Espace"}),
    "read_workspace": Operation(SPACE_READERS, space),
    "list_members": Operation(SPACE_READERS, space),
    "put_member": Operation(SPACE_MANAGERS, member, {"role": "editor"}),
    "delete_member": Operation(SPACE_MANAGERS | {"mayor"}, member),
    "list_items": Operation(SIGNED_IN),
    "read_item": Operation(SPACE_READERS, space),
    "change_item": Operation(SPACE_EDITORS, thing, {"title": "Autre"}),
    "trash_item": Operation(SPACE_EDITORS, thing),
    "copy_item": Operation(
        SPACE_EDITORS, document, fills=lambda town: {"parent_id": str(town.space.pk)}
    ),
    "restore_item": Operation(SPACE_EDITORS, trashed),
    "restrict_item": Operation(SPACE_EDITORS, thing),
    "unrestrict_item": Operation(AUTHOR, restricted),
    "put_grant": Operation(AUTHOR, restricted, {"role": "reader"}),
    "delete_grant": Operation(AUTHOR, restricted),
    "list_waiting": Operation(SIGNED_IN),
    "ask": Operation(
        SPACE_COMMENTERS, space, fills=lambda town: {"party_id": str(town.persons["mayor"].pk)}
    ),
    "answer": Operation(frozenset({"councillor"}), hold, {"text": "Oui"}),
    "pass_on": Operation(
        frozenset({"councillor"}),
        hold,
        fills=lambda town: {"party_id": str(town.persons["mayor"].pk)},
    ),
    "take_back": Operation(AUTHOR, hold),
    "close": Operation(frozenset({"agent", "councillor", "manager"}), hold),
    "list_messages": Operation(SPACE_READERS, space),
    "start_conversation": Operation(SPACE_COMMENTERS, space, {"body": "Oui"}),
    "reply": Operation(SPACE_COMMENTERS, message, {"body": "Oui"}),
    "edit_message": Operation(AUTHOR, message, {"body": "Non"}),
    "delete_message": Operation(AUTHOR | SPACE_MANAGERS, message),
    "resolve": Operation(SPACE_COMMENTERS, message),
    "reopen": Operation(SPACE_COMMENTERS, message),
    "list_children": Operation(SPACE_READERS, in_space),
    "create_folder": Operation(SPACE_EDITORS, folder, {"title": "Sous-dossier"}),
    "download_folder": Operation(SPACE_READERS, folder),
    "create_file": Operation(SPACE_EDITORS, folder, raw=a_form),
    "read_file": Operation(SPACE_READERS, document),
    "list_versions": Operation(SPACE_READERS, document),
    "create_version": Operation(SPACE_EDITORS, document, raw=a_form),
    "restore_version": Operation(SPACE_EDITORS, document),
    "lock_file": Operation(SPACE_EDITORS, document, {"message": "Je relis"}),
    "unlock_file": Operation(frozenset({"agent", "manager"}), locked),
    "download_file": Operation(SPACE_READERS, document),
    "create_upload": Operation(SPACE_EDITORS, raw=beginning),
    "read_upload": Operation(AUTHOR, upload, raw=a_question),
    "continue_upload": Operation(AUTHOR, upload, raw=a_piece),
    "delete_upload": Operation(AUTHOR, upload, raw=a_question),
}
