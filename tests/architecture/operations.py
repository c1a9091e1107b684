"""The operations of the API, each with those who may call it and what it needs to be called."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from parvis.apps.accounts.models import ApiToken
from parvis.apps.accounts.services import create_token
from parvis.apps.conversations.services import start_conversation
from parvis.apps.directory import services as directory
from parvis.apps.directory.models import Person
from parvis.apps.fields.tests import surfaces as fields
from parvis.apps.files.services import folders, locks, uploads, versions
from parvis.apps.notifications.selectors import visible_notifications
from parvis.apps.posts.tests import surfaces as posts
from parvis.apps.search.services.indexing import index_items
from parvis.apps.search.services.saved import save_search
from parvis.apps.sharing.tests import surfaces as sharing
from parvis.apps.workspaces.services import (
    items,
    joining,
    requests,
    restrictions,
    settings,
    spaces,
    trash,
)
from parvis.apps.workspaces.services import waiting as balls
from parvis.kernel.actors import Role
from parvis.kernel.outbox import deliver_all
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
TOWN_MANAGERS = frozenset({"admin", "manager"})
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


def indexed(town: Town) -> dict[str, Any]:
    index_items([town.space.pk])
    return {"source_id": town.space.pk}


def own_search(town: Town) -> dict[str, Any]:
    row = save_search(actor=town.actor("agent"), name="Halle", query="q=halle")
    return {"search_id": row.pk}


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


def person(town: Town) -> dict[str, Any]:
    return {"person_id": town.persons["stranger"].pk}


def gone(town: Town) -> dict[str, Any]:
    made = directory.add_person(actor=town.system, given_name="Zoé", family_name="Lenoir")
    directory.end_person(actor=town.system, person_id=made.pk)
    return {"person_id": made.pk}


def elected(town: Town) -> dict[str, Any]:
    Person.objects.filter(pk=town.persons["mayor"].pk).update(is_elected=True)
    return {"person_id": town.persons["mayor"].pk}


def delegation(town: Town) -> dict[str, Any]:
    made = directory.give_delegation(actor=town.system, subject="Voirie", **elected(town))
    return {"delegation_id": made.pk}


def structure(town: Town) -> dict[str, Any]:
    return {
        "department_id": town.department.pk,
        "group_id": town.group.pk,
        "function_id": town.function.pk,
        "party_id": town.group.pk,
    }


def soon(_town: Town) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=2)
    return {"starts_on": day.isoformat(), "ends_on": day.isoformat()}


def absence(town: Town) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=2)
    made = directory.declare_absence(
        actor=town.system, person_id=town.persons["stranger"].pk, starts_on=day, ends_on=day
    )
    return {"absence_id": made.pk}


def requested(town: Town) -> dict[str, Any]:
    directory.follow_roles(organisation_id=town.organisation.pk)
    made = requests.request_workspace(actor=town.actor("agent"), title="Jardin")
    return {"workspace_id": made.pk}


def open_space(town: Town) -> dict[str, Any]:
    made = spaces.create_workspace(actor=town.actor("manager"), title="Parc", openness="open")
    return {"workspace_id": made.pk}


def asked(town: Town) -> dict[str, Any]:
    made = joining.ask_to_join(actor=town.actor("stranger"), workspace_id=town.space.pk)
    return {"workspace_id": town.space.pk, "request_id": made.pk}


def archived(town: Town) -> dict[str, Any]:
    settings.archive_workspace(actor=town.actor("manager"), workspace_id=town.space.pk)
    return space(town)


def told(town: Town) -> dict[str, Any]:
    """Tell the councillor of a ball that is theirs."""
    hold(town)
    deliver_all()
    row = visible_notifications(town.actor("councillor")).first()
    assert row is not None
    return {"notification_id": row.pk}


def own_token(town: Town) -> dict[str, Any]:
    user = town.user("agent")
    create_token(
        user_id=user.pk, organisation_id=town.organisation.pk, name="autre", scopes=["read"]
    )
    return {"token_id": ApiToken.objects.get(user=user, name="autre").pk}


def session(town: Town) -> dict[str, Any]:
    client = Client()
    client.force_login(town.user("agent"))
    opened = UserSession.objects.create(
        user=town.user("agent"),
        session_key=client.session.session_key,
        ip="127.0.0.1",
        user_agent="Firefox",
    )
    return {"session_id": opened.pk}


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
    "list_fields": Operation(SIGNED_IN),
    "create_field": Operation(frozenset({"admin", "outsider"}), body={"label": "Code"}),
    "put_field": Operation(SPACE_MANAGERS, fields.a_field, {"label": "Lot"}),
    "retire_field": Operation(SPACE_MANAGERS, fields.a_field),
    "restore_field": Operation(SPACE_MANAGERS, fields.a_retired_field),
    "list_answers": Operation(SPACE_READERS, fields.asked),
    "put_answers": Operation(SPACE_EDITORS, fields.asked, {"values": {}}),
    "list_tabs": Operation(SPACE_READERS, space),
    "put_tabs": Operation(SPACE_MANAGERS, space, {"tabs": []}),
    "list_tools": Operation(SIGNED_IN),
    "put_tools": Operation(frozenset({"admin", "outsider"}), body={"on": ["files"]}),
    "list_members": Operation(SPACE_READERS, space),
    "put_member": Operation(SPACE_MANAGERS, member, {"role": "editor"}),
    "delete_member": Operation(SPACE_MANAGERS | {"mayor"}, member),
    "list_items": Operation(SIGNED_IN),
    "list_favourites": Operation(SIGNED_IN),
    "mark_favourite": Operation(SPACE_READERS, thing),
    "unmark_favourite": Operation(SIGNED_IN, thing),
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
    "list_posts": Operation(SIGNED_IN),
    "create_post": Operation(SPACE_EDITORS, space, {"title": "Travaux", "body": "Lundi."}),
    "read_post": Operation(SPACE_READERS, posts.published),
    "change_post": Operation(posts.AUTHORS, posts.published, {"body": "Mardi."}),
    "publish_post": Operation(AUTHOR, posts.draft, {"publish_at": None}),
    "withdraw_post": Operation(posts.AUTHORS, posts.published),
    "list_acknowledgements": Operation(posts.AUTHORS, posts.asked),
    "ask_to_acknowledge": Operation(posts.AUTHORS, posts.published, {"everybody": True}),
    "acknowledge": Operation(SPACE_READERS - AUTHOR, posts.asked),
    "list_links": Operation(SIGNED_IN),
    "create_link": Operation(sharing.SHARERS, sharing.folder, {"label": "Paule"}),
    "read_link": Operation(sharing.SHARERS, sharing.link),
    "revoke_link": Operation(sharing.SHARERS | {"admin"}, sharing.link),
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
    "change_me": Operation(SIGNED_IN, body={"office": "Bureau 4"}),
    "list_party_members": Operation(TOWNSPEOPLE, structure),
    "close_party": Operation(TOWN_MANAGERS, structure),
    "create_person": Operation(MANAGERS, body={"given_name": "Zoé", "family_name": "Lenoir"}),
    "change_person": Operation(TOWN_MANAGERS, person, {"job_title": "Archiviste"}),
    "invite_person": Operation(TOWN_MANAGERS, person, {"message": "Bienvenue"}),
    "take_back_invitation": Operation(TOWN_MANAGERS, person),
    "end_person": Operation(TOWN_MANAGERS, person, {"successors": {}}),
    "return_person": Operation(TOWN_MANAGERS, gone),
    "create_department": Operation(MANAGERS, body={"name": "Culture"}),
    "change_department": Operation(TOWN_MANAGERS, structure, {"name": "Culture"}),
    "put_department_members": Operation(TOWN_MANAGERS, structure, {"person_ids": []}),
    "create_group": Operation(MANAGERS, body={"name": "Comité"}),
    "change_group": Operation(TOWN_MANAGERS, structure, {"name": "Comité"}),
    "put_group_members": Operation(TOWN_MANAGERS, structure, {"person_ids": []}),
    "create_function": Operation(MANAGERS, body={"name": "Archiviste"}),
    "change_function": Operation(TOWN_MANAGERS, structure, {"is_elected": True}),
    "pass_function": Operation(TOWN_MANAGERS, structure, {"person_id": None}),
    "list_absences": Operation(TOWNSPEOPLE, person),
    "declare_absence": Operation(TOWN_MANAGERS | {"stranger"}, person, fills=soon),
    "withdraw_absence": Operation(TOWN_MANAGERS | {"stranger"}, absence),
    "list_delegations": Operation(TOWNSPEOPLE | {"partner"}, elected),
    "give_delegation": Operation(TOWN_MANAGERS, elected, {"subject": "Voirie"}),
    "change_delegation": Operation(TOWN_MANAGERS, delegation, {"subject": "Voirie, réseaux"}),
    "remove_delegation": Operation(TOWN_MANAGERS, delegation),
    "change_workspace": Operation(SPACE_MANAGERS, space, {"openness": "secret"}),
    "archive_workspace": Operation(SPACE_MANAGERS, space),
    "reopen_workspace": Operation(SPACE_MANAGERS, archived),
    "request_workspace": Operation(SIGNED_IN - {"partner"}, body={"title": "Jardin"}),
    "grant_workspace": Operation(TOWN_MANAGERS, requested, {"word": "Oui"}),
    "refuse_workspace": Operation(TOWN_MANAGERS, requested, {"word": "Non"}),
    "join_workspace": Operation(TOWNSPEOPLE - {"manager"}, open_space),
    "list_join_requests": Operation(SPACE_MANAGERS, asked),
    "ask_to_join": Operation(frozenset({"admin", "stranger"}), space, {"message": "Pour voir"}),
    "grant_join": Operation(SPACE_MANAGERS, asked, {"role": "reader"}),
    "refuse_join": Operation(SPACE_MANAGERS, asked, {"word": "Non"}),
    "invite_partners": Operation(SPACE_MANAGERS, space, {"emails": ["neuf@archi.test"]}),
    "list_trash": Operation(SPACE_READERS, space),
    "purge_item": Operation(SPACE_MANAGERS, trashed),
    "list_grants": Operation(frozenset({"agent", "mayor"}), restricted),
    "read_timeline": Operation(SIGNED_IN),
    "read_space_timeline": Operation(SPACE_READERS, space),
    "read_history": Operation(SPACE_READERS, space),
    "list_notifications": Operation(SIGNED_IN),
    "mark_notification": Operation(frozenset({"councillor"}), told, {"is_read": True}),
    "mark_all_read": Operation(SIGNED_IN),
    "list_tokens": Operation(SIGNED_IN),
    "revoke_token": Operation(AUTHOR, own_token),
    "list_sessions": Operation(SIGNED_IN),
    "close_session": Operation(AUTHOR, session),
    "list_journal": Operation(frozenset({"admin", "outsider"})),
    "verify_seals": Operation(frozenset({"admin", "outsider"})),
    "search": Operation(SIGNED_IN),
    "read_reasons": Operation(SPACE_READERS, indexed),
    "list_searches": Operation(SIGNED_IN),
    "save_search": Operation(SIGNED_IN, body={"name": "Halle", "query": "q=halle"}),
    "forget_search": Operation(AUTHOR, own_search),
}
