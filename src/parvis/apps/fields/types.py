"""The types of fields that Parvis brings: text, number, date, choice, yes or no, person, link."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.apps.directory.forms import PartyField
from parvis.apps.fields.models import Field
from parvis.apps.fields.registry import FieldType, register_field_type
from parvis.kernel.addresses import LONGEST, clean_https
from parvis.kernel.errors import InvalidError
from parvis.kernel.texts import clean_text

MAX_TEXT = 2_000
DIGITS = 18
PLACES = 4
YES = "yes"
NO = "no"


def _refuse(text: str) -> InvalidError:
    return InvalidError(fields={"value": [text]})


def _clean_text(_field: Field, text: str) -> str:
    kept = clean_text(text)
    if len(kept) > MAX_TEXT:
        raise _refuse(_("Keep it under 2,000 signs."))
    return kept


def _clean_number(_field: Field, text: str) -> str:
    compact = "".join(text.split()).replace("\u202f", "").replace(",", ".")
    try:
        number = Decimal(compact)
    except InvalidOperation as problem:
        raise _refuse(_("Give a number, such as 12 or 12,5.")) from problem
    sign, digits, exponent = number.as_tuple()
    del sign
    if not isinstance(exponent, int) or len(digits) > DIGITS or not -PLACES <= exponent <= DIGITS:
        raise _refuse(_("Give a number of 18 figures at most, 4 of them after the comma."))
    return format(number.normalize(), "f")


def _show_number(text: str) -> str:
    return number_format(Decimal(text), use_l10n=True, force_grouping=True)


def _clean_date(_field: Field, text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as problem:
        raise _refuse(_("Give a date, such as 2027-01-31.")) from problem


def _show_date(text: str) -> str:
    return date_format(date.fromisoformat(text), "j F Y")


def _clean_choice(field: Field, text: str) -> str:
    if text not in field.choices:
        raise _refuse(_("Choose one of the list."))
    return text


def _clean_yes_no(_field: Field, text: str) -> str:
    if text not in {YES, NO}:
        raise _refuse(_("Choose yes or no."))
    return text


def _show_yes_no(text: str) -> str:
    return _("Yes") if text == YES else _("No")


def _clean_link(_field: Field, text: str) -> str:
    return clean_https(text, field="value")


def _ask_text(field: Field) -> forms.Field:
    del field
    return forms.CharField(max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 2}))


def _ask_number(field: Field) -> forms.Field:
    del field
    return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}))


def _ask_date(field: Field) -> forms.Field:
    del field
    return forms.CharField(max_length=10, widget=forms.TextInput(attrs={"type": "date"}))


def _ask_choice(field: Field) -> forms.Field:
    return forms.ChoiceField(choices=[("", "—"), *((one, one) for one in field.choices)])


def _ask_yes_no(field: Field) -> forms.Field:
    del field
    return forms.ChoiceField(choices=[("", "—"), (YES, _("Yes")), (NO, _("No"))])


def _ask_person(field: Field) -> forms.Field:
    del field
    return PartyField()


def _ask_link(field: Field) -> forms.Field:
    del field
    attrs = {"type": "url", "placeholder": "https://…"}
    return forms.CharField(max_length=LONGEST, widget=forms.TextInput(attrs=attrs))


register_field_type(
    FieldType(
        name="text",
        label=gettext_lazy("Text"),
        icon="text-size",
        control=_ask_text,
        clean=_clean_text,
        position=10,
    )
)
register_field_type(
    FieldType(
        name="number",
        label=gettext_lazy("Number"),
        icon="chart",
        control=_ask_number,
        clean=_clean_number,
        shown=_show_number,
        plain=lambda text: text.replace(".", ","),
        position=20,
    )
)
register_field_type(
    FieldType(
        name="date",
        label=gettext_lazy("Date"),
        icon="calendar",
        control=_ask_date,
        clean=_clean_date,
        shown=_show_date,
        position=30,
    )
)
register_field_type(
    FieldType(
        name="choice",
        label=gettext_lazy("Choice in a list"),
        icon="list",
        control=_ask_choice,
        clean=_clean_choice,
        has_choices=True,
        position=40,
    )
)
register_field_type(
    FieldType(
        name="yes-no",
        label=gettext_lazy("Yes or no"),
        icon="check-circle",
        control=_ask_yes_no,
        clean=_clean_yes_no,
        shown=_show_yes_no,
        plain=_show_yes_no,
        position=50,
    )
)
register_field_type(
    FieldType(
        name="person",
        label=gettext_lazy("Person, department or function"),
        icon="person",
        control=_ask_person,
        is_party=True,
        position=60,
    )
)
register_field_type(
    FieldType(
        name="link",
        label=gettext_lazy("Link"),
        icon="link",
        control=_ask_link,
        clean=_clean_link,
        link=lambda text: text,
        position=70,
    )
)
