"""Form fields and forms that choose parties."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.choosing import PartyChoices, as_uuid
from parvis.apps.directory.models import Party
from parvis.apps.directory.widgets import PartyPicker, Typed
from parvis.kernel.actors import Actor


class PartyField(forms.Field):
    """Chooses a party (or several) that the actor may see; cleans to a Party, a list or None.

    The form gives it its actor: make the form an `ActorForm`, or call `choose_for`. What was typed
    without being chosen is understood when one party answers to it; else the field says so, and
    shows who does.
    """

    widget = PartyPicker
    default_error_messages = {
        "unknown": _("Nobody of this name here. Check the spelling, then choose in the list."),
        "several": _("Several answer to this name. Choose in the list."),
    }

    def __init__(
        self,
        *,
        kinds: Collection[str] = (),
        multiple: bool = False,
        with_guests: bool = True,
        placeholder: str | Promise = "",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", PartyPicker(multiple=multiple))
        super().__init__(**kwargs)
        self.kinds = tuple(kinds)
        self.multiple = multiple
        self.with_guests = with_guests
        self.choices_of: PartyChoices | None = None
        if isinstance(self.widget, PartyPicker):
            self.widget.placeholder = placeholder

    def choose_for(self, actor: Actor, *, workspace_id: UUID | None = None) -> None:
        """Say who chooses, and in which space."""
        self.choices_of = PartyChoices(
            actor=actor, kinds=self.kinds, workspace_id=workspace_id, with_guests=self.with_guests
        )
        if isinstance(self.widget, PartyPicker):
            self.widget.choices_of = self.choices_of

    def clean(self, value: object) -> Any:
        typed = value if isinstance(value, Typed) else Typed()
        parties = self._chosen(typed)
        if self.required and not parties:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.multiple:
            return parties
        return parties[-1] if parties else None

    def _chosen(self, typed: Typed) -> list[Party]:
        if self.choices_of is None:
            raise RuntimeError("the field was not given its actor")
        parties = self.choices_of.by_ids(typed.ids)
        if len(parties) < len(set(typed.ids)):
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if typed.text:
            matching = self.choices_of.named(typed.text)
            if len(matching) != 1:
                code = "several" if matching else "unknown"
                raise ValidationError(self.error_messages[code], code=code)
            kept = parties if self.multiple else []
            parties = kept + [party for party in matching if party not in kept]
        return parties

    def has_changed(self, initial: object, data: object) -> bool:
        if not isinstance(data, Typed):
            return bool(data)
        given = initial if isinstance(initial, list | tuple) else [initial]
        return bool(data.text) or {str(as_uuid(one)) for one in given if one} != set(data.ids)


class ActorForm(forms.Form):
    """A form that knows who fills it in, so that its party fields offer whom they may see."""

    def __init__(
        self, *args: Any, actor: Actor, workspace_id: UUID | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for field in self.fields.values():
            if isinstance(field, PartyField):
                field.choose_for(actor, workspace_id=workspace_id)
