"""Ways into spaces, settings and activity by the API: outcomes, refusals, versions, pages."""

import pytest
from django.core import mail
from tests.calling import Call, call, journal, queries, refused, walked
from tests.town import Town

from parvis.apps.workspaces.enums import Openness, RequestState, WorkspaceState
from parvis.apps.workspaces.models import JoinRequest, Membership, Workspace
from parvis.apps.workspaces.services import items, spaces
from parvis.kernel.outbox import deliver_all

__all__ = ["call"]
MAX_QUERIES = 15


@pytest.fixture
def here(town: Town) -> str:
    return f"/workspaces/{town.space.pk}"


def test_space_is_asked_for_granted_once_and_refused_with_a_word(town: Town, call: Call) -> None:
    keyed = {"idempotency-key": "r1"}
    asked = call("agent", "POST", "/workspace-requests", {"title": "Jardin"}, **keyed)
    again = call("agent", "POST", "/workspace-requests", {"title": "Jardin"}, **keyed)
    assert asked.status_code == 201
    assert again.json()["id"] == asked.json()["id"]
    path = f"/workspaces/{asked.json()['id']}"
    refused(call("agent", "POST", f"{path}/grant", {}), 403)
    assert call("manager", "POST", f"{path}/grant", {"word": "Oui"}).status_code == 200
    refused(call("agent", "POST", f"{path}/grant", {}), 403)
    refused(call("manager", "POST", f"{path}/refuse", {"word": "Non"}), 404)
    other = call("agent", "POST", "/workspace-requests", {"title": "Verger"}).json()["id"]
    before = journal()
    refused(call("manager", "POST", f"/workspaces/{other}/refuse", {"word": " "}), 422)
    assert journal() == before
    assert (
        call("manager", "POST", f"/workspaces/{other}/refuse", {"word": "Non"}).status_code == 200
    )
    assert Workspace.objects.get(pk=other).state == WorkspaceState.REFUSED


def test_partner_neither_asks_for_spaces_nor_joins_them(town: Town, call: Call, here: str) -> None:
    before = journal()
    refused(call("partner", "POST", "/workspace-requests", {"title": "Jardin"}), 403)
    other = spaces.create_workspace(
        actor=town.actor("manager"), title="Ouvert", openness=Openness.OPEN
    )
    made = journal()
    refused(call("partner", "POST", f"/workspaces/{other.pk}/join"), 404)
    assert made > before
    assert journal() == made


def test_open_space_is_joined_once_and_left(town: Town, call: Call) -> None:
    space = spaces.create_workspace(
        actor=town.actor("manager"), title="Ouvert", openness=Openness.OPEN
    )
    path = f"/workspaces/{space.pk}"
    joined = call("stranger", "POST", f"{path}/join")
    assert joined.status_code == 201
    refused(call("stranger", "POST", f"{path}/join"), 409)
    me = town.persons["stranger"].pk
    assert call("stranger", "DELETE", f"{path}/members/{me}").status_code == 204
    refused(call("outsider", "POST", f"{path}/join"), 404)


def test_secret_space_is_not_even_known(town: Town, call: Call) -> None:
    space = spaces.create_workspace(
        actor=town.actor("manager"), title="Sanctions", openness=Openness.SECRET
    )
    before = journal()
    for persona in ("agent", "stranger", "partner", "outsider"):
        for method, path, body in [
            ("GET", "", None),
            ("GET", "/members", None),
            ("GET", "/timeline", None),
            ("POST", "/join", None),
            ("POST", "/join-requests", {"message": "Laissez-moi voir"}),
        ]:
            answer = call(persona, method, f"/workspaces/{space.pk}{path}", body)
            assert "Sanctions" not in answer.content.decode()
            refused(answer, 404)
        for listed in ("/workspaces?scope=listed", "/timeline", "/items", "/parties?q=sanctions"):
            assert "Sanctions" not in call(persona, "GET", listed).content.decode()
    assert journal() == before


def test_join_request_is_seen_by_managers_granted_or_refused(
    town: Town, call: Call, here: str
) -> None:
    asked = call("stranger", "POST", f"{here}/join-requests", {"message": "Bonjour"})
    assert asked.status_code == 201
    call("stranger", "POST", f"{here}/join-requests", {"message": "Bonsoir"})
    assert JoinRequest.objects.get().message == "Bonsoir"
    refused(call("agent", "GET", f"{here}/join-requests"), 403)
    (row,) = walked(call, "manager", f"{here}/join-requests", 1)
    path = f"{here}/join-requests/{row['id']}"
    refused(call("agent", "POST", f"{path}/grant", {}), 403)
    granted = call("manager", "POST", f"{path}/grant", {"role": "reader"})
    assert granted.json()["role"] == "reader"
    refused(call("manager", "POST", f"{path}/refuse", {"word": "Non"}), 409)
    call("admin", "POST", f"{here}/join-requests", {})
    request = JoinRequest.objects.get(state=RequestState.PENDING)
    answer = call(
        "manager", "POST", f"{here}/join-requests/{request.pk}/refuse", {"word": "Complet"}
    )
    assert answer.status_code == 200


def test_partners_are_invited_all_or_none(town: Town, call: Call, here: str) -> None:
    before, members = journal(), Membership.objects.count()
    wrong = {"emails": ["neuf@archi.test", "pas une adresse\r\nBcc: tous@archi.test"]}
    assert "emails" in refused(call("manager", "POST", f"{here}/invitations", wrong), 422)["errors"]
    assert (journal(), Membership.objects.count()) == (before, members)
    sent = {"emails": ["Nora Neuf <neuf@archi.test>"], "message": "Venez\r\nBcc: x@y.fr"}
    invited = call("manager", "POST", f"{here}/invitations", sent)
    assert invited.status_code == 201
    deliver_all()
    (letter,) = mail.outbox
    assert letter.recipients() == ["neuf@archi.test"]
    assert "Bcc" not in letter.message()
    refused(call("agent", "POST", f"{here}/invitations", sent), 403)


def test_settings_are_changed_from_the_version_that_was_read(
    town: Town, call: Call, here: str
) -> None:
    tag = call("manager", "GET", here)["ETag"]
    changed = call("manager", "PATCH", here, {"title": "Halle"}, **{"if-match": tag})
    assert changed.json()["title"] == "Halle"
    assert changed["ETag"] != tag
    before = journal()
    refused(call("manager", "PATCH", here, {"title": "Marché"}, **{"if-match": tag}), 412)
    refused(call("manager", "PATCH", here, {"title": "Marché"}, **{"if-match": '"x"'}), 422)
    assert journal() == before
    assert call("manager", "GET", here).json()["title"] == "Halle"


def test_activity_is_read_in_pages_and_held_to_rights(town: Town, call: Call, here: str) -> None:
    for number in range(5):
        items.describe_item(
            actor=town.actor("agent" if number % 2 else "manager"),
            item_id=town.space.pk,
            description=f"Lot {number}",
        )
    whole = call("mayor", "GET", f"{here}/timeline?limit=100").json()["items"]
    rows = walked(call, "mayor", f"{here}/timeline", 2)
    assert [row["id"] for row in rows] == [row["id"] for row in whole]
    assert walked(call, "mayor", f"/items/{town.space.pk}/history", 2)
    refused(call("stranger", "GET", f"{here}/timeline"), 404)
    refused(call("outsider", "GET", f"/items/{town.space.pk}/history"), 404)
    refused(call("mayor", "GET", "/timeline?limit=101"), 422)
    refused(call("mayor", "GET", "/timeline?cursor=x"), 422)


@pytest.mark.parametrize("path", ["{here}/timeline", "/timeline", "{here}/join-requests"])
def test_lists_take_the_same_queries_for_one_row_and_three(
    town: Town, call: Call, here: str, path: str
) -> None:
    for persona in ("stranger", "admin"):
        call(persona, "POST", f"{here}/join-requests", {})
    for number, persona in enumerate(("agent", "manager", "partner")):
        items.describe_item(
            actor=town.actor(persona), item_id=town.space.pk, description=f"Lot {number}"
        )
    path = path.format(here=here)
    alone = queries(call, "manager", f"{path}?limit=1")
    assert queries(call, "manager", f"{path}?limit=3") == alone <= MAX_QUERIES
