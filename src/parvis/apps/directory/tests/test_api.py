"""The API of the directory: outcomes, refusals that leave nothing behind, pages, queries."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.calling import Call, call, journal, queries, refused, walked
from tests.town import Town

from parvis.apps.directory import services
from parvis.apps.directory.models import Absence, Delegation, Department, GroupMember, Party, Person
from parvis.kernel.outbox import deliver_all

__all__ = ["call"]
MAX_QUERIES = 15


def test_person_is_added_changed_ended_and_back(town: Town, call: Call) -> None:
    made = call("manager", "POST", "/persons", {"given_name": "Zoé", "family_name": "Lenoir"})
    assert made.status_code == 201
    path = f"/persons/{made.json()['id']}"
    card = call("manager", "PATCH", path, {"job_title": "Archiviste"}).json()
    assert (card["name"], card["job_title"]) == ("Zoé Lenoir", "Archiviste")
    assert call("manager", "POST", f"{path}/end", {}).json()["has_left"]
    assert not call("manager", "POST", f"{path}/return").json()["has_left"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/persons", {"family_name": "Lenoir"}),
        ("PATCH", "/persons/{mayor}", {"job_title": "Reine"}),
        ("POST", "/persons/{mayor}/invitation", {}),
        ("POST", "/persons/{mayor}/end", {}),
        ("POST", "/departments", {"name": "Culture"}),
        ("PATCH", "/departments/{department}", {"name": "Culture"}),
        ("PUT", "/departments/{department}/members", {"person_ids": []}),
        ("POST", "/groups", {"name": "Comité"}),
        ("PUT", "/groups/{group}/members", {"person_ids": []}),
        ("PUT", "/functions/{function}/holder", {"person_id": None}),
        ("DELETE", "/parties/{group}", None),
        ("POST", "/persons/{mayor}/delegations", {"subject": "Voirie"}),
    ],
)
def test_members_change_nothing_of_others(
    town: Town, call: Call, method: str, path: str, body: object
) -> None:
    before, parties = journal(), Party.objects.count()
    places = {
        "mayor": town.persons["mayor"].pk,
        "department": town.department.pk,
        "group": town.group.pk,
        "function": town.function.pk,
    }
    refused(call("agent", method, path.format(**places), body), 403)
    refused(call("outsider", method, path.format(**places), body), 404) if "{" in path else None
    assert (journal(), Party.objects.count()) == (before, parties)


def test_own_card_is_ones_own(town: Town, call: Call) -> None:
    card = call("mayor", "PATCH", "/me", {"office": "Bureau 4"}).json()
    assert card["office"] == "Bureau 4"
    assert call("partner", "GET", f"/parties/{town.persons['mayor'].pk}").json()["office"] == ""
    refused(call("mayor", "PATCH", "/me", {"phone": "0" * 41}), 422)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"given_name": "x" * 81}, "given_name"),
        ({"email": "pas une adresse", "family_name": "A"}, "email"),
        ({"family_name": "\u202e"}, "name"),
        ({"family_name": "A", "department_id": "x"}, "department_id"),
        ({"family_name": "A", "is_elected": "peut-être"}, "is_elected"),
    ],
)
def test_what_is_wrong_is_told_by_field(
    town: Town, call: Call, body: dict[str, object], field: str
) -> None:
    before = journal()
    assert field in refused(call("manager", "POST", "/persons", body), 422)["errors"]
    assert journal() == before


def test_invitation_leaves_once_and_is_taken_back(town: Town, call: Call) -> None:
    guest = services.add_person(
        actor=town.system, given_name="Nora", family_name="Neuf", email="nora@neuf.test"
    )
    path = f"/persons/{guest.pk}/invitation"
    for _again in range(2):
        sent = call("manager", "POST", path, {"message": "Venez"}, **{"idempotency-key": "i1"})
        assert sent.status_code == 204
    deliver_all()
    assert len(mail.outbox) == 1
    assert call("manager", "DELETE", path).status_code == 204


def test_members_of_a_department_and_a_group_are_those_given(town: Town, call: Call) -> None:
    mayor, agent = (str(town.persons[one].pk) for one in ("mayor", "agent"))
    for kind, party in (("departments", town.department.pk), ("groups", town.group.pk)):
        path = f"/{kind}/{party}/members"
        assert call("manager", "PUT", path, {"person_ids": [mayor, agent]}).status_code == 204
        assert call("manager", "PUT", path, {"person_ids": [mayor]}).status_code == 204
        rows = walked(call, "agent", f"/parties/{party}/members", 1)
        assert [row["id"] for row in rows] == [mayor]
        stranger = {"person_ids": [str(town.persons["outsider"].pk)]}
        refused(call("manager", "PUT", path, stranger), 404)
    assert GroupMember.objects.count() == 1


def test_departments_and_functions_change_in_part(town: Town, call: Call) -> None:
    path = f"/departments/{town.department.pk}"
    call("manager", "PATCH", path, {"description": "Permis"})
    card = call("manager", "PATCH", path, {"head_id": str(town.persons["agent"].pk)}).json()
    assert (card["name"], card["description"]) == ("Urbanisme", "Permis")
    refused(call("manager", "PATCH", path, {"parent_id": str(town.department.pk)}), 422)
    assert Department.objects.get(pk=town.department.pk).parent_id is None
    function = f"/functions/{town.function.pk}/holder"
    held = call("manager", "PUT", function, {"person_id": str(town.persons["mayor"].pk)})
    assert held.json()["holder_id"] == str(town.persons["mayor"].pk)


def test_absences_and_delegations_come_in_pages(town: Town, call: Call) -> None:
    mayor = town.persons["mayor"]
    Person.objects.filter(pk=mayor.pk).update(is_elected=True)
    today = timezone.localdate()
    for week in range(1, 4):
        first = today + timedelta(days=7 * week)
        days = {"starts_on": first.isoformat(), "ends_on": (first + timedelta(2)).isoformat()}
        assert call("mayor", "POST", f"/persons/{mayor.pk}/absences", days).status_code == 201
        subject = {"subject": f"Objet {week}"}
        assert call("admin", "POST", f"/persons/{mayor.pk}/delegations", subject).status_code == 201
    assert len(walked(call, "agent", f"/persons/{mayor.pk}/absences", 2)) == 3
    assert len(walked(call, "agent", f"/persons/{mayor.pk}/delegations", 2)) == 3
    wrong = {"starts_on": today.isoformat(), "ends_on": (today - timedelta(1)).isoformat()}
    refused(call("mayor", "POST", f"/persons/{mayor.pk}/absences", wrong), 422)
    assert (Absence.objects.count(), Delegation.objects.count()) == (3, 3)


def test_directory_is_read_in_pages_without_gap_or_double(town: Town, call: Call) -> None:
    rows = walked(call, "agent", "/parties", 3)
    assert len(rows) == len({row["id"] for row in rows})
    assert {row["kind"] for row in rows} == {"person", "department", "group", "function"}
    met = {row["name"] for row in walked(call, "partner", "/parties", 3)}
    assert "Serge Moreau" not in met
    assert [row["name"] for row in walked(call, "agent", "/parties?q=lefevre", 3)] == [
        "Maud Lefèvre"
    ]
    refused(call("agent", "GET", "/parties?cursor=%C3%A9"), 422)
    refused(call("agent", "GET", "/parties?limit=0"), 422)


@pytest.mark.parametrize("path", ["/parties", "/parties/{department}/members"])
def test_lists_take_the_same_queries_for_one_row_and_three(
    town: Town, call: Call, path: str
) -> None:
    path = path.format(department=town.department.pk)
    alone = queries(call, "agent", f"{path}?limit=1")
    for name in ("A", "B", "C"):
        person = services.add_person(
            actor=town.system, given_name=name, family_name="Nouveau", email=""
        )
        Person.objects.filter(pk=person.pk).update(department=town.department)
    assert queries(call, "agent", f"{path}?limit=3") == alone <= MAX_QUERIES
