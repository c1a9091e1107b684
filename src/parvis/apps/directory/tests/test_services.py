"""What each change does, tells, and leaves alone when it is refused."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.town import Town

from parvis.apps.directory import services
from parvis.apps.directory.models import Absence, Department, Function, Party, Person
from parvis.kernel.errors import ConflictError, InvalidError
from parvis.kernel.models import Event


def picture(size: tuple[int, int] = (800, 400), kind: str = "JPEG") -> bytes:
    target = io.BytesIO()
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N"}
    image.save(target, kind, exif=exif if kind == "JPEG" else None)
    return target.getvalue()


def told(name: str) -> list[Event]:
    return list(Event.objects.filter(type=f"directory.{name}"))


def test_photo_is_cut_square_without_what_cameras_add(town: Town) -> None:
    agent = town.persons["agent"].pk
    party = services.set_photo(actor=town.actor("agent"), party_id=agent, data=picture())
    kept = Image.open(io.BytesIO(party.photo))
    assert (kept.format, kept.size) == ("WEBP", (320, 320))
    assert not kept.getexif()
    assert [event.payload for event in told("party_changed")][-1] == {"fields": ["photo"]}


def test_photo_is_served_to_whom_sees_the_party_and_kept_by_browsers(town: Town) -> None:
    agent = town.persons["agent"].pk
    party = services.set_photo(actor=town.actor("agent"), party_id=agent, data=picture())
    client = Client()
    client.force_login(town.user("mayor"))
    answer = client.get(party.photo_url)
    assert answer.headers["Content-Type"] == "image/webp"
    assert "private" in answer.headers["Cache-Control"]
    assert "31536000" in answer.headers["Cache-Control"]
    again = client.get(party.photo_url, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    client.force_login(town.user("outsider"))
    assert client.get(party.photo_url).status_code == 404
    services.remove_photo(actor=town.actor("manager"), party_id=agent)
    client.force_login(town.user("mayor"))
    assert client.get(party.photo_url).status_code == 404
    assert Party.objects.get(pk=agent).photo_url == ""


def test_page_of_a_photo_shows_the_one_there_is_and_takes_pictures_only(town: Town) -> None:
    agent = town.persons["agent"].pk
    party = services.set_photo(actor=town.actor("agent"), party_id=agent, data=picture())
    client = Client()
    client.force_login(town.user("agent"))
    page = client.get(f"/annuaire/{agent}/photo/changer/").content.decode()
    assert page.count(party.photo_url) > client.get("/").content.decode().count(party.photo_url)
    assert 'accept="image/jpeg,image/png,image/webp"' in page


def _bomb() -> bytes:
    target = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture()[:600],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        b"x" * (10 * 1024 * 1024 + 1),
        _bomb(),
    ],
    ids=["empty", "text", "svg", "truncated", "header", "heavy", "bomb"],
)
def test_bad_picture_is_refused_and_changes_nothing(town: Town, data: bytes) -> None:
    agent = town.persons["agent"].pk
    before = Event.objects.count()
    with pytest.raises(InvalidError) as refused:
        services.set_photo(actor=town.actor("agent"), party_id=agent, data=data)
    assert refused.value.fields["photo"]
    assert not Party.objects.get(pk=agent).has_photo
    assert Event.objects.count() == before


def test_photo_form_shows_what_is_wrong(town: Town) -> None:
    client = Client()
    client.force_login(town.user("agent"))
    url = f"/annuaire/{town.persons['agent'].pk}/photo/changer/"
    assert client.get(url).status_code == 200
    answer = client.post(url, {"photo": io.BytesIO(b"not a picture")})
    assert answer.status_code == 422
    assert client.post(url, {"photo": io.BytesIO(picture())}).status_code == 302
    assert client.post(url, {"remove": "1"}).status_code == 302
    assert not Party.objects.get(pk=town.persons["agent"].pk).has_photo


def test_texts_are_cleaned_and_measured(town: Town) -> None:
    person = services.add_person(
        actor=town.system,
        given_name=" Zo\u0065\u0308\u202e ",
        family_name="Le\x00fort",
        job_title="Agent\n  d’accueil",
    )
    assert (person.given_name, person.family_name) == ("Zoë", "Lefort")
    assert person.job_title == "Agent d’accueil"
    with pytest.raises(InvalidError) as refused:
        services.add_person(
            actor=town.system, given_name="a" * 10_000, family_name="b", email="nope"
        )
    assert set(refused.value.fields) == {"given_name", "email"}
    with pytest.raises(InvalidError):
        services.add_person(actor=town.system, given_name="\u200b", family_name="!")
    with pytest.raises(InvalidError):
        services.add_person(
            actor=town.system,
            given_name="A",
            family_name="B",
            email="MAUD.LEFEVRE@bourg-temoin.test",
        )


def test_function_passes_and_what_waits_for_it_follows(town: Town) -> None:
    mayor, councillor = town.persons["mayor"], town.persons["councillor"]
    services.pass_function(
        actor=town.actor("manager"), function_id=town.function.pk, holder_id=mayor.pk
    )
    assert town.function.pk in town.actor("mayor").party_ids
    assert town.function.pk not in town.actor("councillor").party_ids
    event = told("function_passed")[-1]
    assert event.payload == {"from_id": str(councillor.pk), "to_id": str(mayor.pk)}
    assert Party.objects.get(pk=town.function.pk).subtitle == "Maud Lefèvre"
    assert "adjointe" in Party.objects.get(pk=mayor.pk).search_text
    assert "adjointe" not in Party.objects.get(pk=councillor.pk).search_text
    services.pass_function(
        actor=town.actor("manager"), function_id=town.function.pk, holder_id=mayor.pk
    )
    assert len(told("function_passed")) == 1


def test_vacant_function_falls_to_its_fallback_through_functions(town: Town) -> None:
    mayor = services.add_function(actor=town.system, name="Maire", fallback_id=town.department.pk)
    desk = services.add_function(actor=town.system, name="Régisseur", fallback_id=mayor.pk)
    assert {mayor.pk, desk.pk} <= town.actor("agent").party_ids
    with pytest.raises(InvalidError) as refused:
        services.change_function(
            actor=town.system,
            function_id=mayor.pk,
            name="Maire",
            fallback_id=desk.pk,
            department_id=None,
            is_elected=True,
        )
    assert "Maire › Régisseur › Maire" in str(refused.value.fields["fallback"][0])


def test_person_who_leaves_passes_on_what_they_hold(town: Town) -> None:
    councillor, mayor = town.persons["councillor"], town.persons["mayor"]
    Department.objects.update(head=councillor)
    today = timezone.localdate()
    Absence.objects.create(person=mayor, stand_in=councillor, starts_on=today, ends_on=today)
    client = Client()
    client.force_login(town.user("councillor"))
    assert client.get("/annuaire/").status_code == 200
    services.end_person(
        actor=town.actor("manager"),
        person_id=councillor.pk,
        successors={town.function.pk: mayor.pk},
    )
    assert Function.objects.get().holder_id == mayor.pk
    assert Department.objects.get().head_id is None
    assert Absence.objects.get().stand_in_id is None
    assert told("person_left")[0].party_id == councillor.pk
    assert client.get("/annuaire/").status_code == 403
    services.return_person(actor=town.actor("manager"), person_id=councillor.pk)
    assert client.get("/annuaire/").status_code == 200


def test_nobody_ends_themselves_nor_the_last_administrator(town: Town) -> None:
    with pytest.raises(ConflictError):
        services.end_person(actor=town.actor("manager"), person_id=town.persons["manager"].pk)
    with pytest.raises(ConflictError):
        services.end_person(actor=town.system, person_id=town.persons["admin"].pk)


def test_department_that_is_not_empty_stays_open(town: Town) -> None:
    with pytest.raises(ConflictError):
        services.close_party(actor=town.actor("manager"), party_id=town.department.pk)
    services.set_department_members(
        actor=town.actor("manager"), department_id=town.department.pk, person_ids=[]
    )
    services.close_party(actor=town.actor("manager"), party_id=town.department.pk)
    assert Party.objects.get(pk=town.department.pk).has_left
    assert told("party_closed")[0].payload == {"kind": "department"}


def test_renamed_department_is_found_by_its_people(town: Town) -> None:
    services.change_department(
        actor=town.actor("manager"),
        department_id=town.department.pk,
        name="Cadre de vie",
        parent_id=None,
        head_id=None,
    )
    text = Party.objects.get(pk=town.persons["agent"].pk).search_text
    assert "cadre de vie" in text
    assert "urbanisme" not in text


def test_absence_ended_early_keeps_its_past_days(town: Town) -> None:
    today = timezone.localdate()
    begun = Absence.objects.create(
        person=town.persons["agent"],
        stand_in=town.persons["mayor"],
        starts_on=today - timedelta(days=2),
        ends_on=today + timedelta(days=2),
    )
    services.rebuild_party_users(organisation_id=town.organisation.pk)
    assert town.persons["agent"].pk in town.actor("mayor").stand_in_party_ids
    services.withdraw_absence(actor=town.actor("agent"), absence_id=begun.pk)
    begun.refresh_from_db()
    assert begun.ends_on == today - timedelta(days=1)
    assert town.actor("mayor").stand_in_party_ids == frozenset()


@pytest.mark.parametrize(("start", "end"), [(0, -1), (-5, -2), (0, 1_000)])
def test_absence_of_strange_days_is_refused(town: Town, start: int, end: int) -> None:
    today = timezone.localdate()
    with pytest.raises(InvalidError):
        services.declare_absence(
            actor=town.actor("agent"),
            person_id=town.persons["agent"].pk,
            starts_on=today + timedelta(days=start),
            ends_on=today + timedelta(days=end),
        )
    assert not Absence.objects.exists()


def test_delegation_goes_to_the_elected_only(town: Town) -> None:
    agent = town.persons["agent"].pk
    with pytest.raises(InvalidError):
        services.give_delegation(actor=town.actor("manager"), person_id=agent, subject="Voirie")
    Person.objects.filter(pk=agent).update(is_elected=True)
    services.give_delegation(actor=town.actor("manager"), person_id=agent, subject="Voirie")
    assert "voirie" in Party.objects.get(pk=agent).search_text


def test_member_of_a_guest_stays_with_their_end_date(town: Town) -> None:
    partner = town.persons["partner"]
    rows = partner.party_users.values_list("ends_on", flat=True)
    assert set(rows) == {partner.ends_on}
    later = partner.ends_on + timedelta(days=30)
    services.add_guest(actor=town.system, email="PAULE@architecte.test", ends_on=later)
    assert set(partner.party_users.values_list("ends_on", flat=True)) == {later}
