"""Pages of posts: what each shows, without JavaScript too; as few queries for 3 rows as for 1."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.town import Town

from parvis.apps.conversations.services import start_conversation
from parvis.apps.posts.models import Post, Reading
from parvis.apps.posts.services import publishing, readings, writing
from parvis.apps.posts.services.writing import Content
from parvis.apps.posts.tests.photographs import photograph
from parvis.apps.posts.tests.surfaces import (
    drafted,
    illustrated,
    opened,
    picture,
    public_post,
    published,
)

MOST = 15


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def browser(town: Town, persona: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(town.user(persona))
    return client


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    "address",
    [
        lambda town: reverse("posts:space", args=[town.space.pk]),
        lambda _town: reverse("posts:news") + "?quoi=espaces",
    ],
)
def test_lists_ask_as_much_for_one_post_as_for_three(town: Town, address: object) -> None:
    def make() -> None:
        pk = published(town)["post_id"]
        illustrated(town, pk)
        start_conversation(actor=town.actor("councillor"), item_id=pk, body="Merci")
        readings.ask_to_acknowledge(actor=town.actor("agent"), post_id=pk, everybody=True)

    client, url = browser(town, "mayor"), address(town)
    make()
    one = queries(client, url)
    make()
    make()
    assert queries(client, url) == one
    assert one <= MOST


def test_page_of_a_post_asks_little(town: Town) -> None:
    cards = [published(town)["post_id"] for _ in range(3)]
    pk = published(town, card_ids=cards)["post_id"]
    illustrated(town, pk)
    url = reverse("posts:post", args=[pk])
    for persona in ("mayor", "agent", "manager"):
        assert queries(browser(town, persona), url) <= MOST, persona


def test_opening_a_post_counts_a_reader(town: Town) -> None:
    pk = published(town)["post_id"]
    client = browser(town, "mayor")
    url = reverse("posts:post", args=[pk])
    assert "<strong>lundi</strong>" in client.get(url).content.decode()
    client.get(url)
    client.head(url)
    assert Reading.objects.count() == 1
    page = browser(town, "agent").get(reverse("posts:readers", args=[pk])).content.decode()
    assert "Maud Lefèvre" in page


def test_post_is_written_and_published_without_scripts(town: Town) -> None:
    client = browser(town, "agent")
    form = client.get(reverse("posts:new", args=[town.space.pk]))
    assert 'name="body"' in form.content.decode()
    sent = {
        "title": "Marché de Noël",
        "body": "Le **12 décembre**.",
        "action": "publish",
        "pictures": SimpleUploadedFile("la halle.jpg", photograph(), "image/jpeg"),
    }
    answer = client.post(reverse("posts:new", args=[town.space.pk]), sent)
    post = Post.objects.get()
    assert answer.headers["Location"] == reverse("posts:post", args=[post.pk])
    page = browser(town, "mayor").get(answer.headers["Location"]).content.decode()
    assert "<strong>12 décembre</strong>" in page
    assert f"/publications/images/{post.cover_id}/" in page
    assert 'alt="la halle"' in page


def test_what_was_typed_stays_when_it_is_refused(town: Town) -> None:
    client = browser(town, "agent")
    url = reverse("posts:new", args=[town.space.pk])
    answer = client.post(url, {"title": "", "body": "Un long texte", "action": "publish"})
    assert answer.status_code == 422
    assert "Un long texte" in answer.content.decode()
    pk = drafted(town)
    writing.save_post(actor=town.actor("agent"), post_id=pk, content=Content(body="Entre-temps"))
    stale = {"title": "A", "body": "Mon texte", "version": "1", "action": "save"}
    answer = client.post(reverse("posts:edit", args=[pk]), stale)
    assert answer.status_code == 422
    assert "Mon texte" in answer.content.decode()
    assert "Somebody changed" in answer.content.decode()


def test_draft_saves_itself(town: Town) -> None:
    client = browser(town, "agent")
    began = client.post(
        reverse("posts:begin", args=[town.space.pk]), {"title": "", "body": "Dé"}
    ).json()
    saved = client.post(
        began["autosave"], {"title": "Début", "body": "Début.", "version": began["version"]}
    ).json()
    assert Post.objects.get().body == "Début."
    stale = {"title": "x", "body": "x", "version": began["version"]}
    headers = {"Accept": "application/json"}
    assert client.post(began["autosave"], stale, headers=headers).status_code == 412
    pk = Post.objects.get().pk
    publishing.publish_post(actor=town.actor("agent"), post_id=pk)
    late = {"title": "x", "body": "x", "version": saved["version"]}
    assert client.post(began["autosave"], late, headers=headers).status_code == 409
    assert Post.objects.get().body == "Début."


def test_documents_leave_posts_to_their_tab(town: Town) -> None:
    published(town, title="Bulletin")
    page = browser(town, "agent").get(reverse("files:folder", args=[town.space.pk]))
    assert "Bulletin" not in page.content.decode().split('id="listing"')[1]


def test_picture_of_a_draft_is_its_authors(town: Town) -> None:
    url = reverse("posts:picture", kwargs=picture(town))
    assert browser(town, "mayor").get(url)["Content-Type"] == "image/webp"
    post = Post.objects.get()
    publishing.withdraw_post(actor=town.actor("agent"), post_id=post.pk)
    assert browser(town, "mayor").get(url).status_code == 404
    assert browser(town, "agent").get(url).status_code == 200


def test_public_page_shows_public_posts_and_no_member(town: Town) -> None:
    published(town, title="Réunion interne", body="Entre nous.")
    shown = public_post(town)
    drafted(town, title="Plus tard", is_public=True)
    page = Client().get(reverse("posts:public", args=[town.space.pk]))
    html = page.content.decode()
    assert "Travaux de la halle" in html
    for hidden in ("Réunion interne", "Plus tard", "Agnès", "Michel", "csrf"):
        assert hidden not in html
    post = Client().get(reverse("posts:public_post", kwargs=shown)).content.decode()
    assert "<strong>lundi</strong>" in post
    assert "Agnès" not in post


def test_public_page_is_the_same_for_everybody(town: Town) -> None:
    shown = public_post(town)
    anonymous = Client(headers={"accept-language": "fr"})
    signed_in = Client(headers={"accept-language": "fr"})
    signed_in.force_login(town.user("manager"))
    for name, kwargs in (
        ("posts:public", {"workspace_id": town.space.pk}),
        ("posts:public_post", shown),
    ):
        one, two = (
            anonymous.get(reverse(name, kwargs=kwargs)),
            signed_in.get(reverse(name, kwargs=kwargs)),
        )
        assert one.content == two.content
        assert "public" in one["Cache-Control"]
        assert not one.cookies
        assert not two.cookies


def test_public_page_ends_with_what_allowed_it(town: Town) -> None:
    shown = public_post(town)
    urls = [
        reverse("posts:public", args=[town.space.pk]),
        reverse("posts:public_post", kwargs=shown),
    ]
    town.space.openness = "secret"
    town.space.save(update_fields=["openness"])
    assert [Client().get(url).status_code for url in urls] == [404, 404]
    town.space.openness = "closed"
    town.space.save(update_fields=["openness"])
    assert [Client().get(url).status_code for url in urls] == [200, 200]
    writing.save_post(
        actor=town.actor("agent"), post_id=shown["post_id"], content=Content(is_public=False)
    )
    assert [Client().get(url).status_code for url in urls] == [200, 404]


def test_public_page_is_closed_until_its_manager_opens_it(town: Town) -> None:
    url = reverse("posts:public", args=[town.space.pk])
    assert Client().get(url).status_code == 404
    opened(town)
    assert Client().get(url).status_code == 200
    form = reverse("posts:page", args=[town.space.pk])
    assert browser(town, "agent").post(form, {}).status_code == 403
    browser(town, "manager").post(form, {"introduction": ""})
    assert Client().get(url).status_code == 404
