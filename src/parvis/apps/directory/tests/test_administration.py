"""Administration: rights, suspensions, kept mails, failures, each for one's own place."""

import os
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from django.utils import timezone
from tests.town import Town

from parvis.apps.accounts.services import create_token, create_user
from parvis.apps.directory import services
from parvis.apps.directory.models import Invitation, Person
from parvis.apps.directory.selectors import actor_for
from parvis.apps.directory.services import roles
from parvis.kernel.actors import OrganisationRole
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.kept_mails import kept_mails, sweep_kept_mails
from parvis.kernel.models import Delivery, DeliveryState, Event

KEEPER = "parvis.kernel.kept_mails.MailBackend"
HTML = "<p>Voyez <img src=x onerror=alert(1)><script>alert(2)</script><b>ceci</b></p>"


@pytest.fixture
def admin(client: Client, town: Town) -> Client:
    client.force_login(town.user("admin"))
    return client


def send(to: str, body: str = "Votre code : 123-456", subtype: str = "plain") -> str:
    message = EmailMessage(
        "Sujet <b>gras</b>", body, "a@b.test", [to], connection=get_connection(KEEPER)
    )
    message.content_subtype = subtype
    message.send()
    return kept_mails(limit=1)[0].name


def test_role_changes_and_shows_in_the_journal(town: Town) -> None:
    person = town.persons["agent"]
    roles.change_role(actor=town.actor("admin"), person_id=person.pk, role="manager")
    person.refresh_from_db()
    assert person.role == OrganisationRole.MANAGER
    event = Event.objects.get(type="directory.role_changed")
    assert event.payload == {"before": "member", "after": "manager"}


@pytest.mark.parametrize("persona", ["manager", "agent", "partner"])
def test_only_administrators_touch_access(town: Town, persona: str) -> None:
    actor, target = town.actor(persona), town.persons["mayor"].pk
    before = Event.objects.count()
    for change in (
        lambda: roles.change_role(actor=actor, person_id=target, role="administrator"),
        lambda: roles.suspend_person(actor=actor, person_id=target),
        lambda: roles.resume_person(actor=actor, person_id=target),
    ):
        with pytest.raises((RefusedError, NotFoundError)):
            change()
    person = Person.objects.get(pk=target)
    assert person.role == OrganisationRole.MEMBER
    assert person.suspended_at is None
    assert Event.objects.count() == before


def test_nobody_raises_themselves_and_one_administrator_stays(town: Town) -> None:
    admin, me = town.actor("admin"), town.persons["admin"].pk
    with pytest.raises(ConflictError):
        roles.change_role(actor=admin, person_id=me, role="member")
    with pytest.raises(ConflictError):
        roles.suspend_person(actor=admin, person_id=me)
    with pytest.raises(ConflictError):
        roles.suspend_person(actor=town.system, person_id=me)
    with pytest.raises(ConflictError):
        roles.change_role(actor=town.system, person_id=me, role="member")
    with pytest.raises(InvalidError):
        roles.change_role(actor=admin, person_id=town.persons["agent"].pk, role="king")


def test_suspended_person_is_out_at_once(client: Client, town: Town) -> None:
    mayor = town.user("mayor")
    client.force_login(mayor)
    assert client.get("/annuaire/").status_code == 200
    create_token(user_id=mayor.pk, organisation_id=town.organisation.pk, name="A", scopes=["read"])
    services.invite_person(actor=town.actor("admin"), person_id=town.persons["mayor"].pk)
    roles.suspend_person(actor=town.actor("admin"), person_id=town.persons["mayor"].pk)
    assert client.get("/annuaire/").status_code == 403
    assert not actor_for(user_id=mayor.pk).is_known
    assert Invitation.objects.get().revoked_at
    roles.resume_person(actor=town.actor("admin"), person_id=town.persons["mayor"].pk)
    assert client.get("/annuaire/").status_code == 200


def test_list_is_searched_and_filtered(admin: Client, town: Town) -> None:
    url = "/administration/personnes/"
    page = admin.get(url).content.decode()
    assert "Maud Lefèvre" in page
    assert "Omar Blanc" not in page
    found = admin.get(url, {"q": "lefevre"}, headers={"HX-Request": "true"}).content.decode()
    assert "Maud Lefèvre" in found
    assert "Serge Moreau" not in found
    assert "<html" not in found
    assert "Paule Archi" in admin.get(url, {"role": "guest"}).content.decode()
    services.add_guest(actor=town.system, email="neuf@atelier.test", name="Nora Neuf")
    assert "Nora Neuf" in admin.get(url, {"state": "never"}).content.decode()
    assert "Inviter ceux qui" in admin.get(url).content.decode()
    admin.post("/administration/personnes/inviter/")
    assert "Inviter ceux qui" not in admin.get(url).content.decode()
    assert "Nora Neuf" not in admin.get(url, {"state": "never"}).content.decode()
    assert "Nora Neuf" in admin.get(url, {"state": "waiting"}).content.decode()
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("more", [0, 3])
def test_list_costs_the_same_for_more(
    admin: Client, town: Town, django_assert_max_num_queries: object, more: int
) -> None:
    for number in range(more):
        services.add_guest(actor=town.system, email=f"a{number}@b.test", name=f"A {number}")
    with django_assert_max_num_queries(15):
        admin.get("/administration/personnes/")


def test_refusal_is_said_on_the_page(admin: Client, town: Town) -> None:
    me = town.persons["admin"].pk
    answer = admin.post(f"/administration/personnes/{me}/suspendre/")
    assert answer.status_code == 409
    assert "alert tone-late" in answer.content.decode()


def test_organisation_changes_by_its_page(admin: Client, town: Town) -> None:
    url = "/administration/collectivite/"
    data = {"name": "Bourg-Neuf", "kind": "commune", "colour": "#ffee00"}
    assert admin.post(url, data).url == url
    assert "Bourg-Neuf" in admin.get(url).content.decode()
    assert admin.post(url, {**data, "name": ""}).status_code == 422


def test_second_factor_is_not_asked_by_who_has_none(admin: Client, town: Town) -> None:
    answer = admin.post("/administration/connexion/", {"requires_second_factor": "1"})
    assert answer.status_code == 409
    assert admin.get("/administration/").status_code == 200


def test_mail_is_kept_as_a_private_file(town: Town, data_dir: Path) -> None:
    name = send("maud.lefevre@bourg-temoin.test")
    path = data_dir / "mail" / name
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"123-456" in path.read_bytes()


def test_mail_is_kept_when_its_server_is_down(settings: object, data_dir: Path) -> None:
    settings.MAIL_SERVER_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    send("x@y.test")
    assert len(kept_mails(limit=5)) == 1


def test_kept_mail_is_read_as_words_and_the_journal_knows(admin: Client, town: Town) -> None:
    name = send(town.user("mayor").email, HTML, "html")
    assert name in admin.get("/administration/courriels/").content.decode()
    page = admin.get(f"/administration/courriels/{name}/").content.decode()
    assert "ceci" in page
    assert "alert(" not in page
    assert "onerror" not in page
    assert "Sujet &lt;b&gt;" in page
    assert Event.objects.get(type="directory.kept_mail_read").actor_id == town.persons["admin"].pk


def test_mails_of_other_organisations_stay_shut(admin: Client, town: Town) -> None:
    name = send(town.user("outsider").email)
    assert name not in admin.get("/administration/courriels/").content.decode()
    assert admin.get(f"/administration/courriels/{name}/").status_code == 404
    shared = create_user(email="deux@mairies.test", is_proven=True)
    services.add_guest(actor=town.actor("outsider"), email="autre@mairies.test", name="Deux")
    Person.objects.filter(email="autre@mairies.test").update(user=shared)
    name = send(shared.email)
    assert admin.get(f"/administration/courriels/{name}/").status_code == 404


@pytest.mark.parametrize("name", ["..%2f..%2fkeys%2fsecret", "a.eml", "x" * 300])
def test_mails_are_the_folder_s_own(admin: Client, data_dir: Path, name: str) -> None:
    (data_dir / "mail").mkdir(exist_ok=True)
    (data_dir / "mail" / "a.eml").write_text("x")
    assert admin.get(f"/administration/courriels/{name}/").status_code == 404


def test_old_mails_go(town: Town, data_dir: Path) -> None:
    name = send("x@y.test")
    assert sweep_kept_mails() == 0
    path = data_dir / "mail" / name
    old = timezone.now().timestamp() - 31 * 24 * 3600
    os.utime(path, (old, old))
    assert sweep_kept_mails() == 1
    assert not path.exists()


def fail(organisation: object) -> Delivery:
    event = Event.objects.filter(organisation_id=organisation.pk).first()
    return Delivery.objects.create(
        event=event,
        handler="tests.handler",
        state=DeliveryState.FAILED,
        attempts=8,
        due_at=timezone.now(),
        error="ValueError: non",
    )


def test_failure_shows_and_is_tried_again(admin: Client, town: Town) -> None:
    mine, theirs = fail(town.organisation), fail(town.other)
    page = admin.get("/administration/sante/").content.decode()
    assert f"/administration/sante/{mine.pk}/rejouer/" in page
    assert str(theirs.pk) not in page
    assert admin.post(f"/administration/sante/{mine.pk}/rejouer/").status_code == 302
    assert admin.post(f"/administration/sante/{theirs.pk}/rejouer/").status_code == 404
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.state, theirs.state) == (DeliveryState.PENDING, DeliveryState.FAILED)
