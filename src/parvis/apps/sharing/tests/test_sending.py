"""Files are sent by a link to each recipient: mailed once, to addresses that are addresses."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.town import Town

from parvis.apps.sharing.models import Link, Recipient
from parvis.apps.sharing.services.links import Terms, revoke_link
from parvis.apps.sharing.services.sending import send_files
from parvis.apps.sharing.tests.conftest import Shelf, entry
from parvis.kernel.errors import InvalidError, NotFoundError, RefusedError
from parvis.kernel.models import Event
from parvis.kernel.outbox import deliver_all


def test_each_recipient_gets_a_link_of_their_own(
    town: Town, shelf: Shelf, mailoutbox: list[object]
) -> None:
    links = send_files(
        actor=town.actor("agent"),
        item_id=shelf.plan.file_id,
        recipients="paule@archi.test, Jean@Archi.test\npaule@archi.test",
        terms=Terms(message="Voici le plan.", password="une halle couverte"),
    )
    deliver_all()
    assert [letter.to for letter in mailoutbox] == [["paule@archi.test"], ["jean@archi.test"]]
    for link, letter in zip(links, mailoutbox, strict=True):
        assert entry(link) in letter.body
        assert "Voici le plan." in letter.body
        assert "halle couverte" not in letter.body
        assert letter.reply_to == [town.persons["agent"].email]
        assert not letter.attachments
        assert Client().get(entry(link)).status_code == 200
    assert Recipient.objects.filter(sent_at__isnull=False).count() == 2
    assert Event.objects.filter(type="sharing.files_sent").count() == 1
    assert not Event.objects.filter(type="sharing.link_made").exists()
    assert not Event.objects.filter(payload__icontains="archi.test").exists()


def test_a_link_withdrawn_before_its_mail_is_not_mailed(
    town: Town, shelf: Shelf, mailoutbox: list[object]
) -> None:
    (link,) = send_files(
        actor=town.actor("agent"),
        item_id=shelf.plan.file_id,
        recipients="paule@archi.test",
        terms=Terms(),
    )
    revoke_link(actor=town.actor("agent"), link_id=link.pk)
    deliver_all()
    assert mailoutbox == []


@pytest.mark.parametrize(
    "recipients",
    [
        "",
        "paule",
        "paule@archi.test\r\nBcc: jean@archi.test",
        "paule@archi.test%0aBcc:jean@archi.test",
        "<script>@archi.test",
        "paule@archi.test\0",
        " ".join(f"p{n}@archi.test" for n in range(31)),
    ],
)
def test_what_is_no_address_is_refused(town: Town, shelf: Shelf, recipients: str) -> None:
    with pytest.raises(InvalidError):
        send_files(
            actor=town.actor("agent"),
            item_id=shelf.plan.file_id,
            recipients=recipients,
            terms=Terms(),
        )
    assert not Link.objects.exists()


@pytest.mark.parametrize("persona", ["mayor", "partner", "stranger", "outsider", "admin"])
def test_others_send_nothing(town: Town, shelf: Shelf, persona: str) -> None:
    with pytest.raises((NotFoundError, RefusedError)):
        send_files(
            actor=town.actor(persona),
            item_id=shelf.plan.file_id,
            recipients="paule@archi.test",
            terms=Terms(),
        )


def test_hostile_words_stay_words_in_the_mail(
    town: Town, shelf: Shelf, mailoutbox: list[object]
) -> None:
    send_files(
        actor=town.actor("agent"),
        item_id=shelf.plan.file_id,
        recipients="paule@archi.test",
        terms=Terms(message="<script>alert(1)</script>\r\nBcc: x@y.test"),
    )
    deliver_all()
    (letter,) = mailoutbox
    html = letter.alternatives[0][0]
    assert "<script>" not in html
    assert letter.recipients() == ["paule@archi.test"]


def test_files_are_sent_by_a_form(town: Town, shelf: Shelf) -> None:
    client = Client()
    client.force_login(town.user("agent"))
    address = reverse("sharing:send", args=[shelf.folder.pk])
    chosen = [str(shelf.plan.file_id), str(shelf.inner.pk)]
    sent = {
        "items": chosen,
        "permission": "download",
        "ends_on": timezone.localdate().isoformat(),
        "message": "Bonne lecture",
    }
    assert client.get(address, {"items": chosen}).status_code == 200
    wrong = client.post(address, {**sent, "recipients": "paule"})
    assert wrong.status_code == 422
    assert "Bonne lecture" in wrong.content.decode()
    done = client.post(address, {**sent, "recipients": "paule@archi.test"})
    assert done.headers["Location"] == reverse("sharing:link", args=[Link.objects.get().pk])
