"""The comments of a thing, as its page shows them."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.town import Town

from parvis.apps.conversations.services import start_conversation
from parvis.apps.directory.models import Party


def test_deleting_a_comment_is_confirmed_by_its_own_verb(town: Town) -> None:
    start_conversation(actor=town.actor("agent"), item_id=town.space.pk, body="Bonjour")
    client = Client()
    client.force_login(town.user("agent"))
    panel = client.get(f"/e/{town.space.pk}/discussion/").content.decode()
    assert 'data-confirm-verb="Supprimer" data-confirm-danger' in panel


def test_comments_bear_the_faces_of_who_wrote_them_at_no_cost(town: Town) -> None:
    start_conversation(actor=town.actor("agent"), item_id=town.space.pk, body="Bonjour")
    client = Client()
    client.force_login(town.user("agent"))
    address = f"/e/{town.space.pk}/discussion/"
    client.get(address)
    with CaptureQueriesContext(connection) as without:
        assert "<img" not in client.get(address).content.decode()
    author = Party.objects.get(pk=town.persons["agent"].pk)
    author.has_photo, author.photo_digest = True, "0123456789abcdef"
    author.save(update_fields=["has_photo", "photo_digest"])
    with CaptureQueriesContext(connection) as with_photo:
        panel = client.get(address).content.decode()
    assert f'<img src="{author.photo_url}"' in panel
    assert len(with_photo) == len(without)
