import pytest
from django.http import QueryDict
from django.test import Client
from tests.town import Town

from parvis.apps.directory.choosing import PartyChoices
from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.forms import ActorForm, PartyField
from parvis.apps.workspaces.services import spaces
from parvis.kernel.actors import ANONYMOUS, Role

URL = "/annuaire/choisir/"


class AskForm(ActorForm):
    to = PartyField(label="À qui")
    copies = PartyField(label="Copies", multiple=True, required=False, kinds=[PartyKind.PERSON])


@pytest.fixture
def as_agent(town: Town, client: Client) -> Client:
    client.force_login(town.user("agent"))
    return client


def names(client: Client, query: str) -> str:
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("text", ["lefevre", "LEFÈVRE", "maud lef", "lef maud", "efèv"])
def test_picker_forgives_accents_case_order_and_partial_words(as_agent: Client, text: str) -> None:
    page = names(as_agent, f"q={text}")
    assert 'data-label="Maud Lefèvre"' in page
    assert page.count('role="option"') == 1


def test_picker_filters_by_kind(as_agent: Client) -> None:
    page = names(as_agent, "q=urb&kind=department")
    assert 'data-label="Urbanisme"' in page
    assert "Adjointe" not in page


def test_picker_of_a_space_offers_its_people_only(as_agent: Client, town: Town) -> None:
    page = names(as_agent, f"q=&workspace={town.space.pk}")
    assert "Maud Lefèvre" in page
    assert "Serge Moreau" not in page


def test_picker_of_a_space_out_of_sight_is_not_found(client: Client, town: Town) -> None:
    client.force_login(town.user("stranger"))
    assert client.get(f"{URL}?workspace={town.space.pk}").status_code == 404
    assert client.get(f"{URL}?workspace=nothing").status_code == 404


def test_guest_meets_only_the_people_of_their_spaces(client: Client, town: Town) -> None:
    client.force_login(town.user("partner"))
    page = names(client, "q=")
    assert "Maud Lefèvre" in page
    assert "Paule Archi" in page
    assert "Serge Moreau" not in page
    assert "Omar Blanc" not in page


def test_outsider_and_nobody_choose_no_one(town: Town, client: Client) -> None:
    assert not PartyChoices(actor=ANONYMOUS).all().exists()
    outsider = PartyChoices(actor=town.actor("outsider")).all()
    assert {party.name for party in outsider} == {"Omar Blanc"}
    assert client.get(URL, headers={"Accept": "application/json"}).status_code == 401


def test_picker_leaves_out_guests_when_asked(as_agent: Client) -> None:
    assert "Paule" in names(as_agent, "q=paule")
    assert "Paule" not in names(as_agent, "q=paule&guests=no")


@pytest.mark.parametrize(
    ("sent", "chosen", "error"),
    [
        ("to={mayor}", "Maud Lefèvre", ""),
        ("to_text=maud+lefevre", "Maud Lefèvre", ""),
        ("to_text=urbanisme", "Urbanisme", ""),
        ("to_text=adjointe", "Adjointe à l’urbanisme", ""),
        ("to_text=a", None, "several"),
        ("to_text=zzz", None, "unknown"),
        ("to={outsider}", None, "unknown"),
        ("to=nonsense", None, "unknown"),
        ("to={agent}&to_text=maud+lefevre", "Maud Lefèvre", ""),
        ("to={agent}&to_none={agent}", None, "required"),
        ("", None, "required"),
    ],
)
def test_field_cleans_what_was_chosen_or_typed(
    town: Town, sent: str, chosen: str | None, error: str
) -> None:
    ids = {persona: str(person.pk) for persona, person in town.persons.items()}
    form = AskForm(QueryDict(sent.format(**ids)), actor=town.actor("agent"))
    if chosen:
        assert form.is_valid(), form.errors
        assert form.cleaned_data["to"].name == chosen
    else:
        assert form.errors.as_data()["to"][0].code == error


def test_field_takes_several_of_one_kind(town: Town) -> None:
    mayor, agent = town.persons["mayor"].pk, town.persons["agent"].pk
    data = QueryDict(f"to={mayor}&copies={mayor}&copies={agent}&copies_text=serge")
    form = AskForm(data, actor=town.actor("agent"))
    assert form.is_valid(), form.errors
    assert [party.name for party in form.cleaned_data["copies"]] == [
        "Maud Lefèvre",
        "Agnès Petit",
        "Serge Moreau",
    ]


def test_field_offers_a_list_when_a_typed_name_is_not_enough(town: Town) -> None:
    form = AskForm(QueryDict("to_text=a"), actor=town.actor("agent"))
    page = form.as_p()
    assert '<select class="select" id="id_to-matching" name="to"' in page
    assert 'value="a" role="combobox"' in page


def test_field_shows_whom_was_chosen(town: Town) -> None:
    mayor = town.persons["mayor"]
    page = AskForm(actor=town.actor("agent"), initial={"to": mayor.pk}).as_p()
    assert f'<input type="hidden" name="to" value="{mayor.pk}">' in page


def test_field_in_a_space_refuses_whom_is_not_there(town: Town) -> None:
    stranger = town.persons["stranger"].pk
    data = QueryDict(f"to={stranger}")
    agent = town.actor("agent")
    assert not AskForm(data, actor=agent, workspace_id=town.space.pk).is_valid()
    spaces.add_member(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        party_id=stranger,
        role=Role.READER,
    )
    assert AskForm(data, actor=agent, workspace_id=town.space.pk).is_valid()


@pytest.mark.parametrize("count", [1, 3])
def test_picker_asks_the_same_of_the_database(
    as_agent: Client, town: Town, count: int, django_assert_num_queries: object
) -> None:
    query = {1: "q=serge", 3: "q=a"}[count]
    names(as_agent, query)
    with django_assert_num_queries(3):  # type: ignore[operator]
        names(as_agent, query)
