"""What people fill in about persons, departments, groups, functions, absences, delegations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.forms.fields import ActorForm, PartyField
from parvis.kernel.errors import InvalidError

PERSON, DEPARTMENT = PartyKind.PERSON, PartyKind.DEPARTMENT


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DayInput)


def _text(label: Any, limit: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, required=False, **kwargs)


def _long(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ServiceForm(ActorForm):
    """A form that shows what the service refuses beside the field that it is about."""

    def show(self, error: InvalidError) -> None:
        """Add what a service said to the fields that it named, or to the form."""
        if not error.fields:
            self.add_error(None, str(error.message))
        for name, texts in error.fields.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, str(text))


class PhotoForm(ServiceForm):
    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class OwnCardForm(ServiceForm):
    phone = _text(_("Telephone"), 40)
    mobile = _text(_("Mobile"), 40, help_text=_("Outside partners don’t see it."))
    office = _text(_("Office"), 120, help_text=_("Building, floor, door."))
    in_charge_of = _long(
        _("In charge of"), _("In a few words: others will find you by these words.")
    )


class PersonForm(ServiceForm):
    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    job_title = _text(_("Job title"), 160)
    department = PartyField(label=_("Department"), kinds=[DEPARTMENT], required=False)
    email = _text(_("E-mail"), 254, widget=forms.EmailInput)
    phone = _text(_("Telephone"), 40)
    mobile = _text(_("Mobile"), 40, help_text=_("Outside partners don’t see it."))
    office = _text(_("Office"), 120)
    in_charge_of = _long(_("In charge of"))
    is_elected = forms.BooleanField(label=_("Elected official"), required=False)
    external_id = _text(
        _("Identifier elsewhere"), 80, help_text=_("Staff number, for instance. Imports match it.")
    )


class GuestForm(PersonForm):
    employer = _text(_("Organisation"), 160)
    ends_on = _day(_("Last day of access"), required=False)

    field_order = ["given_name", "family_name", "employer", "ends_on"]


class DepartmentForm(ServiceForm):
    name = forms.CharField(label=_("Name"), max_length=160)
    parent = PartyField(label=_("Part of"), kinds=[DEPARTMENT], required=False)
    head = PartyField(label=_("Answered for by"), kinds=[PERSON], with_guests=False, required=False)
    phone = _text(_("Telephone"), 40)
    email = _text(_("E-mail"), 254, widget=forms.EmailInput)
    description = _long(_("What it does"))


class GroupForm(ServiceForm):
    name = forms.CharField(label=_("Name"), max_length=160)
    description = _long(_("What it is for"))


class MembersForm(ServiceForm):
    members = PartyField(
        label=_("Members"),
        kinds=[PERSON],
        multiple=True,
        required=False,
        placeholder=_("A name…"),
        help_text=_("Type a name, choose it, then the next."),
    )


class FunctionForm(ServiceForm):
    name = forms.CharField(
        label=_("Name"), max_length=160, help_text=_("“Deputy mayor for planning”, for instance.")
    )
    is_elected = forms.BooleanField(label=_("Held by an elected official"), required=False)
    department = PartyField(label=_("Department"), kinds=[DEPARTMENT], required=False)
    fallback = PartyField(
        label=_("When vacant, goes to"),
        required=False,
        help_text=_("A person, a department or another function."),
    )
    position = forms.IntegerField(
        label=_("Rank in the chart"), required=False, min_value=0, max_value=9_999
    )
    description = _long(_("What it is in charge of"))


class NewFunctionForm(FunctionForm):
    holder = PartyField(label=_("Held by"), kinds=[PERSON], with_guests=False, required=False)

    field_order = ["name", "holder", "is_elected", "department", "fallback"]


class HolderForm(ServiceForm):
    holder = PartyField(
        label=_("New holder"),
        kinds=[PERSON],
        with_guests=False,
        required=False,
        help_text=_("Leave it empty for a vacant function. What waits for it follows."),
    )


class AbsenceForm(ServiceForm):
    starts_on = _day(_("First day away"))
    ends_on = _day(_("Last day away"))
    stand_in = PartyField(
        label=_("Who stands in"),
        kinds=[PERSON],
        with_guests=False,
        required=False,
        help_text=_("What waits for the person, or for their functions, shows with them too."),
    )
    note = _text(_("Note"), 200, help_text=_("Seen in the town, not by partners. No reason due."))


class DelegationForm(ServiceForm):
    subject = forms.CharField(label=_("What is delegated"), max_length=200)
    order_reference = _text(_("Municipal order"), 80, help_text=_("Number and date of the order."))
    starts_on = _day(_("From"), required=False)
    ends_on = _day(_("Until"), required=False, help_text=_("Empty: until the end of the term."))


class LeavingForm(ServiceForm):
    """One field for each function held and department headed: whom it passes to."""

    def __init__(self, *args: Any, held: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in held.items():
            field = PartyField(label=name, kinds=[PERSON], with_guests=False, required=False)
            field.choose_for(self.actor)
            self.fields[key] = field
