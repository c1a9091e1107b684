"""Types of fields: each says how it is typed, checked, kept and shown. Any app may add its own."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise

from parvis.apps.fields.models import Field
from parvis.kernel.registries import declare

Text = str | Promise


def _as_kept(text: str) -> str:
    return text


def _no_link(_text: str) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class FieldType:
    """What a type of field says of itself.

    `control` makes the form field that asks for it; `clean` makes of what was sent the text that is
    kept (raises InvalidError under "value"); `shown` makes of the kept text what people read, and
    `plain` what a file holds; `link` is where it leads. With `is_party` a party is kept instead;
    with `has_choices` the field lists its answers; without `may_be_required` it always answers.
    """

    name: str
    label: Text
    icon: str
    control: Callable[[Field], forms.Field]
    clean: Callable[[Field, str], str] = lambda _field, text: text
    shown: Callable[[str], str] = _as_kept
    plain: Callable[[str], str] = _as_kept
    link: Callable[[str], str] = _no_link
    is_party: bool = False
    has_choices: bool = False
    position: int = 50


_types: dict[str, FieldType] = {}


def register_field_type(field_type: FieldType) -> FieldType:
    """Declare a type of field, once."""
    return declare(_types, field_type.name, field_type)


def field_types() -> list[FieldType]:
    """Return every type of field, in order."""
    return sorted(_types.values(), key=lambda one: one.position)


def type_of(field: Field) -> FieldType:
    """Return the type of a field (raises KeyError for one that nobody declares)."""
    return _types[field.type]


def type_named(name: str) -> FieldType | None:
    """Return a type by its name."""
    return _types.get(name)
