"""What is handed in: taken, checked, placed, announced; nothing there is read or listed."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.town import Town

from parvis.apps.directory.models import Party
from parvis.apps.files.models import File
from parvis.apps.sharing.enums import LinkKind, Sorting
from parvis.apps.sharing.models import Deposit, Link
from parvis.apps.sharing.services.deposits import MOST_AN_HOUR
from parvis.apps.sharing.services.links import Terms, make_link, revoke_link
from parvis.apps.sharing.tests.conftest import Shelf, token_of
from parvis.apps.workspaces.models import Item
from parvis.kernel.models import Event
from parvis.kernel.outbox import deliver_all

SENT = {"name": "Amicale des archers", "email": "tir@archers.test", "message": "Bonjour"}


def open_deposit(town: Town, shelf: Shelf, **terms: object) -> Link:
    return make_link(
        actor=town.actor("agent"),
        item_id=shelf.inner.pk,
        terms=Terms(label="Subventions 2027", **terms),
        kind=LinkKind.DEPOSIT,
    )


def door(link: Link) -> str:
    return reverse("sharing:deposit", args=[token_of(link)])


def document(name: str = "statuts.pdf", content: bytes = b"%PDF-1.4 statuts") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def hand_in(
    link: Link, *files: SimpleUploadedFile, client: Client | None = None, **typed: str
) -> object:
    browser = client or Client()
    return browser.post(door(link), {**SENT, **typed, "files": list(files or [document()])})


@pytest.fixture
def link(town: Town, shelf: Shelf) -> Link:
    return open_deposit(town, shelf)


def test_a_deposit_is_placed_and_acknowledged(town: Town, shelf: Shelf, link: Link) -> None:
    answer = hand_in(link, document(), document("../../bilan.pdf", b"%PDF-1.4 bilan"))
    assert answer.status_code == 302
    made = Deposit.objects.get()
    today = timezone.localdate()
    assert made.place.title == f"{today:%Y-%m-%d} Amicale des archers"
    assert made.place.parent_id == shelf.inner.pk
    placed = Item.objects.filter(parent_id=made.place_id)
    assert set(placed.values_list("title", flat=True)) == {"statuts.pdf", "bilan.pdf"}
    assert all(item.author_id is None for item in placed)
    page = Client().get(answer.headers["Location"]).content.decode()
    assert made.reference in page
    assert "bilan.pdf" in page


def test_a_deposit_is_announced_and_a_receipt_mailed(
    town: Town, shelf: Shelf, link: Link, mailoutbox: list[object]
) -> None:
    hand_in(link)
    deliver_all()
    (letter,) = mailoutbox
    assert letter.to == ["tir@archers.test"]
    assert Deposit.objects.get().reference in letter.subject
    assert "statuts.pdf" in letter.body
    event = Event.objects.get(type="sharing.deposit_received")
    assert event.party_id == town.persons["agent"].pk
    assert "archers" not in str(event.payload)
    client = Client()
    client.force_login(town.user("agent"))
    bell = client.get(reverse("notifications:index")).content.decode()
    assert "Amicale des archers" in bell
    shown = client.get(reverse("sharing:link", args=[link.pk])).content.decode()
    assert "Amicale des archers" in shown


def test_deposits_may_lie_together(town: Town, shelf: Shelf) -> None:
    link = open_deposit(town, shelf, sorting=Sorting.TOGETHER)
    hand_in(link)
    hand_in(link)
    titles = set(Item.objects.filter(parent_id=shelf.inner.pk).values_list("title", flat=True))
    assert titles == {"coupe.txt", "statuts.pdf", "statuts (2).pdf"}


def test_a_deposit_shows_nothing_of_what_is_there(shelf: Shelf, link: Link) -> None:
    page = Client().get(door(link)).content.decode()
    assert "Subventions 2027" in page
    for hidden in ("coupe", "Plans", "halle", "Agnès"):
        assert hidden not in page
    token = token_of(link)
    for name, arguments in (
        ("entry", []),
        ("zip", []),
        ("folder", [shelf.inner.pk]),
        ("file", [shelf.deep.file_id]),
        ("download", [shelf.deep.file_id]),
    ):
        address = reverse(f"sharing:{name}", args=[token, *arguments])
        assert Client().get(address).status_code == 404, name


def test_a_link_to_read_takes_nothing(town: Town, shelf: Shelf) -> None:
    link = make_link(actor=town.actor("agent"), item_id=shelf.inner.pk, terms=Terms())
    assert hand_in(link).status_code == 404
    assert not Deposit.objects.exists()


def test_a_receipt_is_for_its_own_link(town: Town, shelf: Shelf, link: Link) -> None:
    hand_in(link)
    other = open_deposit(town, shelf)
    made = Deposit.objects.get()
    address = reverse("sharing:receipt", args=[token_of(other), made.pk])
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("typed", "files"),
    [
        ({"name": ""}, [document()]),
        ({"email": "pas une adresse"}, [document()]),
        ({"email": "a@b.test\r\nBcc: c@d.test"}, [document()]),
        ({"message": "x" * 2_001}, [document()]),
        ({}, [document("virus.exe")]),
        ({}, [document("statuts.pdf\u202efdp.scr")]),
        ({}, [document(f"{n}.txt", b"x") for n in range(51)]),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    link: Link, typed: dict[str, str], files: list[SimpleUploadedFile]
) -> None:
    answer = hand_in(link, *files, **typed)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Deposit.objects.exists()
    assert File.objects.count() == 4


def test_no_file_is_asked_for(link: Link) -> None:
    assert Client().post(door(link), SENT).status_code == 422


def test_nothing_is_left_in_the_spool(link: Link, data_dir: Path) -> None:
    hand_in(link)
    hand_in(link, document("virus.exe"))
    spool = data_dir / "uploads"
    assert [path for path in spool.rglob("*") if path.is_file()] == []


def test_a_deposit_ends_as_every_link(town: Town, shelf: Shelf) -> None:
    ended, revoked, left = (open_deposit(town, shelf) for _ in range(3))
    Link.objects.filter(pk=ended.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    revoke_link(actor=town.actor("agent"), link_id=revoked.pk)
    assert hand_in(ended).status_code == 404
    assert hand_in(revoked).status_code == 404
    Party.objects.filter(pk=town.persons["agent"].pk).update(left_at=timezone.now())
    assert hand_in(left).status_code == 404
    assert not Deposit.objects.exists()


def test_a_flood_is_held_back(link: Link) -> None:
    Deposit.objects.bulk_create(
        Deposit(link=link, reference=f"R{n}", name="Robot") for n in range(MOST_AN_HOUR)
    )
    assert hand_in(link).status_code == 429


def test_a_password_is_asked_before_the_form(town: Town, shelf: Shelf) -> None:
    link = open_deposit(town, shelf, password="une halle couverte")
    assert hand_in(link).status_code == 422
    assert not Deposit.objects.exists()
    client = Client()
    assert "Subventions" not in client.get(door(link)).content.decode()
    client.post(door(link), {"password": "une halle couverte"})
    assert hand_in(link, client=client).status_code == 302


def test_a_forged_form_is_refused(link: Link) -> None:
    client = Client(enforce_csrf_checks=True)
    assert hand_in(link, client=client).status_code == 403
    assert not Deposit.objects.exists()
