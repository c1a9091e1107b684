"""The control that chooses parties: a combobox; without JavaScript, a text then a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from parvis.apps.directory.choosing import SHOWN, PartyChoices


@dataclass(frozen=True)
class Typed:
    """What a form sent: ids that were chosen, and the text that was left in the field."""

    ids: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Option:
    """A party as the picker shows it once chosen."""

    value: UUID
    label: str


def _listed(value: object) -> Iterable[object]:
    if value in (None, ""):
        return ()
    return value if isinstance(value, list | tuple | set | frozenset) else (value,)


class PartyPicker(forms.Widget):
    """Draws `<parvis-picker>`; `choices_of` is set by the form (see `ActorForm`)."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, multiple: bool = False) -> None:
        super().__init__(attrs)
        self.multiple = multiple
        self.placeholder: str | Promise = ""
        self.choices_of: PartyChoices | None = None

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-field" if id_ else id_

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: MultiValueDict[str, Any],  # noqa: ARG002 -- Django's signature
        name: str,
    ) -> Typed:
        sent = data.getlist(name) if hasattr(data, "getlist") else _listed(data.get(name))
        removed = data.getlist(f"{name}_none") if hasattr(data, "getlist") else ()
        ids = [str(value) for value in sent if value not in (None, "") and value not in removed]
        text = str(data.get(f"{name}_text") or "").strip()
        return Typed(tuple(ids if self.multiple else ids[-1:]), text[:200])

    def value_omitted_from_data(
        self,
        data: Mapping[str, Any],
        files: MultiValueDict[str, Any],  # noqa: ARG002 -- Django's signature
        name: str,
    ) -> bool:
        return name not in data and f"{name}_text" not in data

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 -- Django's signature
    ) -> SafeString:
        if self.choices_of is None:
            raise RuntimeError(f"the form of {name} was not given its actor")
        typed = value if isinstance(value, Typed) else None
        ids = typed.ids if typed else _listed(value)
        text = typed.text if typed else ""
        matching = self.choices_of.named(text)[:SHOWN] if text else []
        given = {**self.attrs, **(attrs or {})}
        context = {
            "name": name,
            "id": given.get("id") or name,
            "chosen": [Option(p.pk, p.name) for p in self.choices_of.by_ids(ids)],
            "text": text,
            "matching": matching,
            "url": self.choices_of.url,
            "multiple": self.multiple,
            "required": self.is_required,
            "placeholder": self.placeholder,
            "described_by": given.get("aria-describedby", ""),
            "is_invalid": given.get("aria-invalid", ""),
        }
        return mark_safe(render_to_string("directory/widgets/party.html", context))
