"""What people fill in: the definition of a field, and the fields of a thing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.forms import ActorForm, PartyField
from parvis.apps.fields.models import Field
from parvis.apps.fields.registry import field_types
from parvis.apps.fields.selectors import Answer
from parvis.apps.fields.services import MAX_HELP, MAX_LABEL, Definition
from parvis.apps.workspaces.registry import ItemKind


class DefinitionForm(forms.Form):
    """Defines a field; its type is chosen once."""

    label = forms.CharField(label=_("Name of the field"), max_length=MAX_LABEL)
    type = forms.ChoiceField(label=_("What it holds"), choices=())
    choices = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. Only for a choice in a list."),
    )
    help = forms.CharField(
        label=_("Help"), required=False, max_length=MAX_HELP, help_text=_("Shown below the field.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("On which things"),
        required=False,
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none for all of them."),
    )
    is_required = forms.BooleanField(
        label=_("It has to be answered"),
        required=False,
        help_text=_(
            "What has no answer yet is marked so; nobody can leave it empty when they edit."
        ),
    )

    def __init__(
        self, *args: Any, kinds: Sequence[ItemKind], field: Field | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered, types = self.fields["kinds"], self.fields["type"]
        if isinstance(offered, forms.MultipleChoiceField):
            offered.choices = [(kind.name, str(kind.label)) for kind in kinds]
        if isinstance(types, forms.ChoiceField):
            types.choices = [(one.name, str(one.label)) for one in field_types()]
        self.field = field
        self.offered = kinds
        if field is not None:
            types.disabled = True
            self.initial.update(initial_of(field))

    def definition(self) -> Definition:
        """Return what was filled in; the kinds of things that the form doesn't offer stay."""
        values = self.cleaned_data
        names = {kind.name for kind in self.offered}
        kept = [name for name in (self.field.kinds if self.field else []) if name not in names]
        return Definition(
            label=values["label"],
            type=values["type"],
            help=values["help"],
            kinds=[*values["kinds"], *kept],
            choices=values["choices"].splitlines(),
            is_required=values["is_required"],
        )


def initial_of(field: Field) -> dict[str, object]:
    """Return what a field's form begins with."""
    return {
        "label": field.label,
        "type": field.type,
        "choices": "\n".join(field.choices),
        "help": field.help,
        "kinds": field.kinds,
        "is_required": field.is_required,
    }


class AnswersForm(ActorForm):
    """Asks for the fields of a thing; each bears the id of its field."""

    def __init__(self, *args: Any, answers: Sequence[Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in answers:
            control = _control(one)
            if isinstance(control, PartyField):
                control.choose_for(self.actor, workspace_id=kwargs.get("workspace_id"))
            self.fields[str(one.field.pk)] = control
            self.initial[str(one.field.pk)] = one.party.pk if one.party else one.kept

    def sent(self) -> dict[UUID, str]:
        """Return what was filled in, by field: the text, or the id of a party."""
        found: dict[UUID, str] = {}
        for name, value in self.cleaned_data.items():
            party_id = as_uuid(value) if not isinstance(value, str) else None
            pk = as_uuid(name)
            if pk:
                found[pk] = str(party_id) if party_id else str(value or "")
        return found


def _control(answer: Answer) -> forms.Field:
    control = answer.type.control(answer.field)
    control.label, control.help_text = answer.field.label, answer.field.help
    control.required = answer.field.is_required
    return control
