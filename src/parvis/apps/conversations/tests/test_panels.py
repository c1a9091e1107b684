"""The comments of a thing, as its page shows them."""

from django.test import Client
from tests.town import Town

from parvis.apps.conversations.services import start_conversation


def test_deleting_a_comment_is_confirmed_by_its_own_verb(town: Town) -> None:
    start_conversation(actor=town.actor("agent"), item_id=town.space.pk, body="Bonjour")
    client = Client()
    client.force_login(town.user("agent"))
    panel = client.get(f"/e/{town.space.pk}/discussion/").content.decode()
    assert 'data-confirm-verb="Supprimer" data-confirm-danger' in panel
