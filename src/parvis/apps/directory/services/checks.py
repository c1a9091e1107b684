"""What every change to the directory checks: texts, and that ids are of the same directory."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext as _

from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.models import Party, Person
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError, NotFoundError, Text
from parvis.kernel.texts import clean_line, clean_text

LONGEST_TEXT = 5_000


def _text_error(spec: models.Field[Any, Any], value: str) -> str:
    limit = spec.max_length or LONGEST_TEXT
    if len(value) > limit:
        return _("Keep it under %(limit)s signs.") % {"limit": limit}
    if isinstance(spec, models.EmailField) and value:
        try:
            validate_email(value)
        except ValidationError:
            return _("This is not an e-mail address: it looks like name@town.fr.")
    return ""


def cleaned_values(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values fit for a model's columns: texts cleaned, e-mails in lower case.

    Raises InvalidError with what is wrong, field by field.
    """
    kept: dict[str, Any] = {}
    errors: dict[str, list[Text]] = {}
    for name, value in values.items():
        spec = model._meta.get_field(name)  # noqa: SLF001 -- Django's documented interface
        if isinstance(value, str) and isinstance(spec, models.CharField | models.TextField):
            is_long = isinstance(spec, models.TextField)
            plain = clean_text(value) if is_long else clean_line(value)
            kept[name] = plain.lower() if isinstance(spec, models.EmailField) else plain
            error = _text_error(spec, kept[name])
            if error:
                errors[name] = [error]
        else:
            kept[name] = value
    if errors:
        raise InvalidError(fields=errors)
    return kept


def known_party(actor: Actor, party_id: UUID | None, *kinds: PartyKind) -> Party | None:
    """Return a present party of the actor's directory (raises NotFoundError), None for no id."""
    if party_id is None:
        return None
    parties = Party.objects.defer("photo").filter(
        organisation_id=actor.organisation_id, left_at__isnull=True
    )
    if kinds:
        parties = parties.filter(kind__in=kinds)
    party = parties.filter(pk=party_id).first()
    if party is None:
        raise NotFoundError
    return party


def known_person(actor: Actor, person_id: UUID | None) -> Person | None:
    """Return a present person of the actor's directory (raises NotFoundError), None for no id."""
    if known_party(actor, person_id, PartyKind.PERSON) is None:
        return None
    return Person.objects.get(pk=person_id)


def check_email_is_free(actor: Actor, email: str, *, but: UUID | None = None) -> None:
    """Refuse an address that somebody else of the directory has (raises InvalidError)."""
    taken = Person.objects.filter(organisation_id=actor.organisation_id, email__iexact=email)
    if email and taken.exclude(pk=but).exists():
        raise InvalidError(fields={"email": [_("Somebody in the directory has this address.")]})
