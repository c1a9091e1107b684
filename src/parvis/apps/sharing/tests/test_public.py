"""A link opens what it shares and nothing else: guessed, ended, withdrawn, bent in every way."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.town import Town

from parvis.apps.directory.models import Party, Person
from parvis.apps.files.enums import Verdict
from parvis.apps.files.models import FileVersion
from parvis.apps.files.services.versions import add_version
from parvis.apps.sharing.enums import Act, Permission
from parvis.apps.sharing.models import Link, Policy, Trace
from parvis.apps.sharing.services.ending import say_what_ended
from parvis.apps.sharing.services.links import Terms, change_link, revoke_link
from parvis.apps.sharing.services.visits import TRIES
from parvis.apps.sharing.tests.conftest import Share, Shelf, body_of, entry, inside, put, token_of
from parvis.apps.sharing.tokens import new_token
from parvis.apps.workspaces.models import Item, Membership
from parvis.apps.workspaces.services import items, restrictions, trash
from parvis.kernel.models import Event
from parvis.kernel.storage.blobs import write_blob

PASSWORD = "une halle couverte"


@pytest.fixture
def visitor() -> Client:
    """A browser in which nobody is signed in."""
    return Client()


def gone(client: Client, address: str) -> bool:
    """Tell whether an address leads nowhere, in the words that every such address has."""
    response = client.get(address)
    return response.status_code == 404 and "plan" not in response.content.decode()


def names_in(client: Client, address: str) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(body_of(client, address))) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


def test_a_link_opens_a_file(visitor: Client, shelf: Shelf, share: Share) -> None:
    link = share(shelf.plan.file_id)
    page = visitor.get(entry(link))
    assert page.status_code == 200
    assert "plan.txt" in page.content.decode()
    assert "Le plan" in page.content.decode()
    assert body_of(visitor, inside(link, "download", shelf.plan.file_id)) == b"Le plan"


def test_a_page_for_outside_is_not_cached_indexed_or_told_to_others(
    visitor: Client, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.folder.pk)
    for address in (entry(link), inside(link, "download", shelf.plan.file_id)):
        response = visitor.get(address)
        assert response.headers["X-Robots-Tag"].startswith("noindex")
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "private, no-store"
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_page_for_outside_names_neither_people_nor_places(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.folder.pk)
    for address in (
        entry(link),
        inside(link, "folder", shelf.inner.pk),
        inside(link, "file", shelf.plan.file_id),
    ):
        page = visitor.get(address).content.decode()
        assert "Agnès" not in page
        assert town.space.item.title not in page
        assert town.organisation.name in page


def test_a_folder_shows_what_is_in_it_now_without_restricted_things(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.folder.pk)
    page = visitor.get(entry(link)).content.decode()
    assert "plan.txt" in page
    assert "Plans" in page
    assert "Négociation" not in page
    assert "ailleurs" not in page
    blob = write_blob(organisation_id=town.organisation.pk, chunks=[b"Nouveau plan"])
    add_version(actor=town.actor("agent"), file_id=shelf.plan.file_id, name="plan.txt", blob=blob)
    address = inside(link, "download", shelf.plan.file_id)
    assert body_of(visitor, address) == b"Nouveau plan"
    assert body_of(visitor, f"{address}?version=1") == b"Nouveau plan"


def test_a_zip_holds_what_the_page_shows(visitor: Client, shelf: Shelf, share: Share) -> None:
    link = share(shelf.folder.pk)
    assert names_in(visitor, inside(link, "zip")) == {"plan.txt", "Plans/coupe.txt"}
    assert names_in(visitor, inside(link, "folder_zip", shelf.inner.pk)) == {"coupe.txt"}
    assert visitor.get(inside(link, "folder_zip", shelf.secret_folder.pk)).status_code == 404


def test_nothing_beside_or_above_is_reached(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.inner.pk)
    for item_id in (
        shelf.plan.file_id,
        shelf.secret.file_id,
        shelf.beside.file_id,
        shelf.folder.pk,
        shelf.secret_folder.pk,
        town.space.pk,
    ):
        for name in ("file", "folder", "download", "folder_zip"):
            assert visitor.get(inside(link, name, item_id)).status_code == 404, name
        assert visitor.get(inside(link, "page", item_id, 1)).status_code == 404


def test_the_restricted_below_a_shared_folder_stays_out(
    visitor: Client, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.folder.pk)
    assert visitor.get(inside(link, "file", shelf.secret.file_id)).status_code == 404
    assert visitor.get(inside(link, "download", shelf.secret.file_id)).status_code == 404
    assert visitor.get(inside(link, "folder", shelf.secret_folder.pk)).status_code == 404


def test_a_link_to_chosen_things_opens_them_alone(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.folder.pk, parts=(shelf.plan.file_id,), label="Paule")
    assert visitor.get(inside(link, "file", shelf.plan.file_id)).status_code == 200
    assert visitor.get(inside(link, "folder", shelf.folder.pk)).status_code == 404
    assert visitor.get(inside(link, "file", shelf.deep.file_id)).status_code == 404
    both = share(shelf.folder.pk, parts=(shelf.plan.file_id, shelf.inner.pk), label="Paule")
    page = visitor.get(entry(both)).content.decode()
    assert "Dossier de la halle" not in page
    assert names_in(visitor, inside(both, "zip")) == {"plan.txt", "Plans/coupe.txt"}
    answer = visitor.get(inside(both, "zip"))
    assert "halle" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "guess",
    ["x", "0" * 32, "..", "%2e%2e", "a" * 5_000, "-", "é", "1 OR 1=1"],
)
def test_a_guess_opens_nothing(visitor: Client, shelf: Shelf, share: Share, guess: str) -> None:
    share(shelf.folder.pk)
    assert visitor.get(f"/partage/{guess}/").status_code == 404


def test_a_token_is_long_fresh_and_never_stored(shelf: Shelf, share: Share) -> None:
    link = share(shelf.folder.pk)
    token = token_of(link)
    assert len(token) >= 32
    assert len({new_token() for _ in range(1_000)}) == 1_000
    row = Link.objects.filter(pk=link.pk).values().get()
    assert not any(token in str(value) for value in row.values())
    assert not Event.objects.filter(payload__icontains=token).exists()


def test_a_token_cut_or_changed_opens_nothing(visitor: Client, shelf: Shelf, share: Share) -> None:
    token = token_of(share(shelf.folder.pk))
    for wrong in (token[:-1], token + "A", token.swapcase(), token[::-1]):
        assert gone(visitor, reverse("sharing:entry", args=[wrong]))


def test_all_that_is_over_answers_the_same(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    ended, revoked = share(shelf.folder.pk), share(shelf.folder.pk, password=PASSWORD)
    Link.objects.filter(pk=ended.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    revoke_link(actor=town.actor("agent"), link_id=revoked.pk)
    never = reverse("sharing:entry", args=[new_token()])
    pages = {visitor.get(address).content for address in (entry(ended), entry(revoked), never)}
    assert len(pages) == 1
    posts = [visitor.post(at, {"password": PASSWORD}) for at in (entry(revoked), never)]
    assert {post.status_code for post in posts} == {404}
    assert len({post.content for post in posts}) == 1


def test_a_link_works_on_its_last_day_and_no_longer(
    visitor: Client, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.plan.file_id, ends_on=timezone.localdate())
    assert visitor.get(entry(link)).status_code == 200
    Link.objects.filter(pk=link.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert gone(visitor, entry(link))
    assert gone(visitor, inside(link, "download", shelf.plan.file_id))


def test_a_password_is_asked_before_anything_is_told(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.folder.pk, password=PASSWORD)
    page = visitor.get(entry(link))
    assert "halle" not in page.content.decode()
    for name, item_id in (("file", shelf.plan.file_id), ("download", shelf.plan.file_id)):
        answer = visitor.get(inside(link, name, item_id))
        assert (answer.status_code, answer.headers["Location"]) == (302, entry(link))
    assert visitor.get(inside(link, "zip")).status_code == 302
    wrong = visitor.post(entry(link), {"password": "autre chose"})
    assert wrong.status_code == 422
    assert visitor.post(entry(link), {"password": PASSWORD}).status_code == 302
    assert "plan.txt" in visitor.get(entry(link)).content.decode()
    assert body_of(visitor, inside(link, "download", shelf.plan.file_id)) == b"Le plan"


def test_a_password_given_opens_neither_another_link_nor_outlives_a_change(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.folder.pk, password=PASSWORD)
    other = share(shelf.folder.pk, password=PASSWORD)
    visitor.post(entry(link), {"password": PASSWORD})
    proof = visitor.cookies["parvis_link"].value
    thief = Client()
    thief.cookies["parvis_link"] = proof
    assert thief.get(inside(other, "zip")).status_code == 302
    thief.cookies["parvis_link"] = proof[:-2] + "xx"
    assert thief.get(inside(link, "zip")).status_code == 302
    change_link(
        actor=town.actor("agent"), link_id=link.pk, terms=Terms(password="une autre phrase")
    )
    assert visitor.get(inside(link, "zip")).status_code == 302


def test_guesses_of_a_password_are_few(visitor: Client, shelf: Shelf, share: Share) -> None:
    cache.clear()
    link = share(shelf.folder.pk, password=PASSWORD)
    answers = [
        visitor.post(entry(link), {"password": f"essai {n}"}).status_code for n in range(TRIES)
    ]
    assert set(answers) == {422}
    assert Client().post(entry(link), {"password": PASSWORD}).status_code == 429
    past = timezone.now() - timedelta(minutes=16)
    Link.objects.filter(pk=link.pk).update(tries_from=past)
    assert visitor.post(entry(link), {"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("permission", [Permission.VIEW, Permission.WATERMARK])
def test_a_link_to_look_at_gives_no_original(
    visitor: Client, shelf: Shelf, share: Share, permission: Permission
) -> None:
    link = share(shelf.folder.pk, permission=permission)
    page = visitor.get(inside(link, "file", shelf.plan.file_id)).content.decode()
    assert "/contenu/" not in page
    assert visitor.get(inside(link, "download", shelf.plan.file_id)).status_code == 403
    assert visitor.get(inside(link, "zip")).status_code == 403
    assert visitor.get(inside(link, "folder_zip", shelf.inner.pk)).status_code == 403


@pytest.mark.parametrize("verdict", [Verdict.INFECTED, Verdict.WAITING])
def test_what_the_antivirus_shuts_stays_shut(
    visitor: Client, shelf: Shelf, share: Share, verdict: Verdict
) -> None:
    link = share(shelf.folder.pk)
    FileVersion.objects.filter(pk=shelf.plan.pk).update(verdict=verdict)
    answer = visitor.get(inside(link, "download", shelf.plan.file_id))
    assert answer.status_code in {403, 409}
    assert b"Le plan" not in answer.content
    assert "Le plan" not in visitor.get(inside(link, "file", shelf.plan.file_id)).content.decode()
    assert "plan.txt" not in names_in(visitor, inside(link, "zip"))


def leave(town: Town) -> None:
    Party.objects.filter(pk=town.persons["agent"].pk).update(left_at=timezone.now())


def be_suspended(town: Town) -> None:
    Person.objects.filter(pk=town.persons["agent"].pk).update(suspended_at=timezone.now())


def be_taken_from_the_space(town: Town) -> None:
    Membership.objects.filter(party_id=town.persons["agent"].pk).delete()


def become_a_reader(town: Town) -> None:
    Membership.objects.filter(party_id=town.persons["agent"].pk).update(role=10)


@pytest.mark.parametrize("loses", [leave, be_suspended, be_taken_from_the_space, become_a_reader])
def test_a_link_stops_with_the_rights_of_its_author(
    visitor: Client, town: Town, shelf: Shelf, share: Share, loses: object
) -> None:
    link = share(shelf.folder.pk)
    assert visitor.get(entry(link)).status_code == 200
    loses(town)
    assert gone(visitor, entry(link))
    assert gone(visitor, inside(link, "download", shelf.plan.file_id))
    assert say_what_ended(now=timezone.now()) == 1
    stopped = Event.objects.get(type="sharing.link_stopped")
    assert stopped.party_id == town.persons["agent"].pk
    assert say_what_ended(now=timezone.now()) == 0


def test_a_link_stops_when_its_thing_is_restricted_to_others(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.inner.pk)
    restrictions.restrict_item(actor=town.actor("manager"), item_id=shelf.inner.pk)
    assert gone(visitor, entry(link))


def test_a_link_stops_when_its_thing_is_in_the_trash(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    link, above = share(shelf.inner.pk), share(shelf.folder.pk)
    trash.trash_item(actor=town.actor("agent"), item_id=shelf.inner.pk)
    assert gone(visitor, entry(link))
    assert "Plans" not in visitor.get(entry(above)).content.decode()
    assert visitor.get(inside(above, "file", shelf.deep.file_id)).status_code == 404
    say_what_ended(now=timezone.now())
    trash.restore_item(actor=town.actor("agent"), item_id=shelf.inner.pk)
    assert gone(visitor, entry(link))


def test_what_moves_out_of_a_shared_folder_is_out_of_reach(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.folder.pk)
    items.move_item(actor=town.actor("agent"), item_id=shelf.plan.file_id, parent_id=town.space.pk)
    assert visitor.get(inside(link, "download", shelf.plan.file_id)).status_code == 404


def test_nothing_is_open_when_the_organisation_shares_nothing(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    link = share(shelf.folder.pk)
    Policy.objects.create(organisation=town.organisation, is_on=False)
    assert gone(visitor, entry(link))


def test_what_is_done_is_kept_without_who(visitor: Client, shelf: Shelf, share: Share) -> None:
    link = share(shelf.folder.pk, tells_opening=True)
    for _again in range(3):
        visitor.get(entry(link))
        visitor.get(inside(link, "download", shelf.plan.file_id))
    visitor.head(inside(link, "download", shelf.deep.file_id))
    assert sorted(Trace.objects.values_list("act", flat=True)) == [Act.DOWNLOADED, Act.OPENED]
    assert Event.objects.filter(type="sharing.link_opened").count() == 1
    taken = Event.objects.get(type="sharing.link_downloaded")
    assert taken.item_id == shelf.plan.file_id
    assert "127.0.0.1" not in str(taken.payload)


def test_hostile_names_are_shown_harmless(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    name = "<img src=x onerror=alert(1)>.txt"
    Item.objects.filter(pk=shelf.plan.file_id).update(title=name)
    link = share(shelf.folder.pk, label='"><script>alert(1)</script>')
    for address in (entry(link), inside(link, "file", shelf.plan.file_id)):
        page = visitor.get(address).content.decode()
        assert "<img src=x" not in page
        assert "<script>alert" not in page
    header = visitor.get(inside(link, "download", shelf.plan.file_id)).headers
    assert "\n" not in header["Content-Disposition"]


def test_queries_stay_few_and_constant(
    visitor: Client, town: Town, shelf: Shelf, share: Share
) -> None:
    link, counts = share(shelf.folder.pk), []
    for more in (0, 2):
        for number in range(more):
            put(town.actor("agent"), shelf.folder.pk, f"devis {number}.txt")
        visitor.get(entry(link))
        with CaptureQueriesContext(connection) as queries:
            visitor.get(entry(link))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
