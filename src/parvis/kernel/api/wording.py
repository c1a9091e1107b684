"""What is wrong with a value, in the caller's language: the words for pydantic's kinds of error."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WORDS = {
    "missing": gettext_noop("This is needed."),
    "extra_forbidden": gettext_noop("This field is unknown here."),
    "string_type": gettext_noop("Give a text."),
    "string_too_short": gettext_noop("Give a text of %(min_length)s sign(s) at least."),
    "string_too_long": gettext_noop("Keep it under %(max_length)s signs."),
    "uuid_parsing": gettext_noop("This is not an id (UUID)."),
    "uuid_type": gettext_noop("This is not an id (UUID)."),
    "int_parsing": gettext_noop("Give a whole number."),
    "int_type": gettext_noop("Give a whole number."),
    "int_from_float": gettext_noop("Give a whole number."),
    "int_parsing_size": gettext_noop("This number is too large."),
    "greater_than_equal": gettext_noop("Give %(ge)s or more."),
    "less_than_equal": gettext_noop("Give %(le)s or less."),
    "bool_type": gettext_noop("Give true or false."),
    "bool_parsing": gettext_noop("Give true or false."),
    "list_type": gettext_noop("Give a list."),
    "too_long": gettext_noop("This list is too long: %(max_length)s at most."),
    "date_type": gettext_noop("Give a day, such as 2027-01-31."),
    "date_parsing": gettext_noop("Give a day, such as 2027-01-31."),
    "date_from_datetime_parsing": gettext_noop("Give a day, such as 2027-01-31."),
    "date_from_datetime_inexact": gettext_noop("Give a day, such as 2027-01-31."),
    "datetime_type": gettext_noop("Give a moment, such as 2027-01-31T18:00:00+01:00."),
    "datetime_parsing": gettext_noop("Give a moment, such as 2027-01-31T18:00:00+01:00."),
    "datetime_from_date_parsing": gettext_noop("Give a moment, such as 2027-01-31T18:00:00+01:00."),
    "timezone_aware": gettext_noop("Give a moment with its time zone, such as +01:00."),
    "literal_error": gettext_noop("Give one of these: %(expected)s."),
    "enum": gettext_noop("Give one of these: %(expected)s."),
}


def said(error: Mapping[str, Any]) -> str:
    """Return what to correct for an error of validation."""
    words = WORDS.get(error.get("type", ""))
    if words is None:
        return _("This value is not of the form that is expected.")
    text = _(words)
    context = error.get("ctx") or {}
    return text % context if "%(" in text else text
