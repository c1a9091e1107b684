"""Every change of the directory, by every persona: done, refused or not to be found."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.town import Town

from parvis.apps.directory import access, services
from parvis.apps.directory.models import Absence, Delegation, Party, PartyUser, Person
from parvis.kernel.actors import ANONYMOUS, Actor
from parvis.kernel.errors import (
    InvalidError,
    NotFoundError,
    ParvisError,
    RefusedError,
    SignInRequiredError,
)
from parvis.kernel.models import Event

Verb = Callable[[Town, Actor], object]
PERSONAS = ["admin", "manager", "agent", "councillor", "partner", "outsider", "nobody"]
TODAY = timezone.localdate


def _card(town: Town, actor: Actor) -> object:
    person = Person.objects.get(pk=town.persons["agent"].pk)
    card = services.PersonCard.of(person)
    return services.change_person(
        actor=actor,
        person_id=person.pk,
        card=services.PersonCard(**{**vars(card), "job_title": "Autre poste"}),
    )


def _own_card(town: Town, actor: Actor) -> object:
    return services.change_own_card(
        actor=actor,
        person_id=town.persons["agent"].pk,
        phone="03 44 00 00 09",
        mobile="",
        office="",
        in_charge_of="",
    )


def _absence(town: Town, actor: Actor) -> object:
    return services.declare_absence(
        actor=actor,
        person_id=town.persons["agent"].pk,
        starts_on=TODAY(),
        ends_on=TODAY() + timedelta(days=3),
    )


def _withdraw(town: Town, actor: Actor) -> object:
    absence = Absence.objects.create(
        person=town.persons["agent"], starts_on=TODAY(), ends_on=TODAY()
    )
    return services.withdraw_absence(actor=actor, absence_id=absence.pk)


def _delegation(town: Town, actor: Actor) -> object:
    Person.objects.filter(pk=town.persons["councillor"].pk).update(is_elected=True)
    return services.give_delegation(
        actor=actor, person_id=town.persons["councillor"].pk, subject="Finances"
    )


def _change_delegation(town: Town, actor: Actor) -> object:
    one = Delegation.objects.create(person=town.persons["councillor"], subject="Finances")
    return services.change_delegation(actor=actor, delegation_id=one.pk, subject="Voirie")


def _remove_delegation(town: Town, actor: Actor) -> object:
    one = Delegation.objects.create(person=town.persons["councillor"], subject="Finances")
    return services.remove_delegation(actor=actor, delegation_id=one.pk)


def _department(town: Town, actor: Actor) -> object:
    return services.change_department(
        actor=actor,
        department_id=town.department.pk,
        name="Cadre de vie",
        parent_id=None,
        head_id=town.persons["agent"].pk,
    )


def _function(town: Town, actor: Actor) -> object:
    return services.change_function(
        actor=actor,
        function_id=town.function.pk,
        name="Adjointe",
        fallback_id=None,
        department_id=None,
        is_elected=True,
    )


def _return(town: Town, actor: Actor) -> object:
    Party.objects.filter(pk=town.persons["stranger"].pk).update(left_at=timezone.now())
    return services.return_person(actor=actor, person_id=town.persons["stranger"].pk)


MANAGERS = {"admin", "manager"}
SELF = {"admin", "manager", "agent"}
VERBS: dict[str, tuple[Verb, set[str]]] = {
    "add_person": (
        lambda _town, actor: services.add_person(actor=actor, given_name="A", family_name="B"),
        MANAGERS,
    ),
    "add_department": (lambda _t, a: services.add_department(actor=a, name="Voirie"), MANAGERS),
    "add_group": (lambda _t, a: services.add_group(actor=a, name="Halle"), MANAGERS),
    "add_function": (lambda _t, a: services.add_function(actor=a, name="Maire"), MANAGERS),
    "change_person": (_card, MANAGERS),
    "change_own_card": (_own_card, SELF),
    "remove_photo": (
        lambda t, a: services.remove_photo(actor=a, party_id=t.persons["agent"].pk),
        SELF,
    ),
    "declare_absence": (_absence, SELF),
    "withdraw_absence": (_withdraw, SELF),
    "give_delegation": (_delegation, MANAGERS),
    "change_delegation": (_change_delegation, MANAGERS),
    "remove_delegation": (_remove_delegation, MANAGERS),
    "change_department": (_department, MANAGERS),
    "set_department_members": (
        lambda t, a: services.set_department_members(
            actor=a, department_id=t.department.pk, person_ids=[t.persons["mayor"].pk]
        ),
        MANAGERS,
    ),
    "change_group": (
        lambda t, a: services.change_group(actor=a, group_id=t.group.pk, name="Copil"),
        MANAGERS,
    ),
    "set_group_members": (
        lambda t, a: services.set_group_members(
            actor=a, group_id=t.group.pk, person_ids=[t.persons["mayor"].pk]
        ),
        MANAGERS,
    ),
    "change_function": (_function, MANAGERS),
    "pass_function": (
        lambda t, a: services.pass_function(
            actor=a, function_id=t.function.pk, holder_id=t.persons["mayor"].pk
        ),
        MANAGERS,
    ),
    "close_party": (
        lambda t, a: services.close_party(actor=a, party_id=t.group.pk),
        MANAGERS,
    ),
    "end_person": (
        lambda t, a: services.end_person(actor=a, person_id=t.persons["stranger"].pk),
        MANAGERS,
    ),
    "return_person": (_return, MANAGERS),
}


def actor_of(town: Town, persona: str) -> Actor:
    return ANONYMOUS if persona == "nobody" else town.actor(persona)


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("verb", VERBS)
def test_who_may_change_the_directory(town: Town, verb: str, persona: str) -> None:
    do, allowed = VERBS[verb]
    actor = actor_of(town, persona)
    if persona in allowed:
        do(town, actor)
        return
    before = Event.objects.count()
    expected: tuple[type[ParvisError], ...] = (RefusedError, NotFoundError, SignInRequiredError)
    if persona in {"agent", "councillor"}:
        expected = (RefusedError,)
    if persona == "outsider" and not verb.startswith("add_"):
        expected = (NotFoundError,)
    if persona == "outsider" and verb.startswith("add_"):
        do(town, actor)
        assert not Party.objects.filter(organisation=town.organisation, name="A B").exists()
        return
    with pytest.raises(expected):
        do(town, actor)
    assert Event.objects.count() == before


def test_reading_token_changes_nothing(town: Town) -> None:
    person = town.persons["agent"]
    actor = Actor(
        user_id=person.user_id,
        organisation_id=town.organisation.pk,
        party_id=person.pk,
        role=town.actor("agent").role,
        party_ids=frozenset({person.pk}),
        scopes=frozenset({"read"}),
    )
    with pytest.raises(RefusedError):
        _own_card(town, actor)


def test_manager_does_not_reach_above_themselves(town: Town) -> None:
    admin = Person.objects.get(pk=town.persons["admin"].pk)
    manager = town.actor("manager")
    card = vars(services.PersonCard.of(admin))
    with pytest.raises(RefusedError):
        services.change_person(
            actor=manager,
            person_id=admin.pk,
            card=services.PersonCard(**{**card, "email": "autre@ville.test"}),
        )
    with pytest.raises(RefusedError):
        services.end_person(actor=manager, person_id=admin.pk)
    services.change_person(
        actor=manager,
        person_id=admin.pk,
        card=services.PersonCard(**{**card, "job_title": "DGS"}),
    )


def test_ids_of_another_organisation_are_not_found(town: Town) -> None:
    manager, outsider = town.actor("manager"), town.persons["outsider"].pk
    with pytest.raises(NotFoundError):
        services.pass_function(actor=manager, function_id=town.function.pk, holder_id=outsider)
    with pytest.raises(NotFoundError):
        services.set_group_members(actor=manager, group_id=town.group.pk, person_ids=[outsider])
    with pytest.raises(NotFoundError):
        services.add_function(actor=manager, name="Maire", fallback_id=outsider)
    with pytest.raises(NotFoundError):
        services.declare_absence(
            actor=manager,
            person_id=town.persons["agent"].pk,
            starts_on=TODAY(),
            ends_on=TODAY(),
            stand_in_id=outsider,
        )


@pytest.mark.parametrize("persona", ["admin", "agent", "partner", "outsider", "nobody"])
def test_who_sees_whom(town: Town, persona: str) -> None:
    seen = set(access.visible_parties(actor_of(town, persona)).values_list("name", flat=True))
    everybody = set(
        Party.objects.filter(organisation=town.organisation).values_list("name", flat=True)
    )
    match persona:
        case "partner":
            assert "Maud Lefèvre" in seen
            assert "Serge Moreau" not in seen
            assert seen < everybody
        case "outsider":
            assert seen == {"Omar Blanc"}
        case "nobody":
            assert seen == set()
        case _:
            assert seen == everybody


def test_stand_in_has_the_ball_only_while_it_lasts(town: Town) -> None:
    councillor, mayor = town.persons["councillor"], town.persons["mayor"]
    first = TODAY() + timedelta(days=2)
    services.declare_absence(
        actor=town.actor("councillor"),
        person_id=councillor.pk,
        starts_on=first,
        ends_on=first,
        stand_in_id=mayor.pk,
    )
    rows = PartyUser.objects.filter(person=mayor, belonging="stand_in")
    assert set(rows.values_list("party_id", flat=True)) == {councillor.pk, town.function.pk}
    assert town.actor("mayor").stand_in_party_ids == frozenset()
    with pytest.raises(InvalidError):
        services.declare_absence(
            actor=town.actor("councillor"),
            person_id=councillor.pk,
            starts_on=first,
            ends_on=first + timedelta(days=1),
        )
