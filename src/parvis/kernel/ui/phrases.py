"""Times, delays and sizes as people say them; plain functions, translated, typeset for French."""

import re
from datetime import date, datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from parvis.kernel.workdays import working_days_until

SOON_DAYS = 2
_MINUTE = 60
_HOUR = 3600
_NO_BREAK = "\u00a0"
_UNIT = 1000


def local_day(moment: date | datetime) -> date:
    """Return the day of `moment` where the town is."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def clock(moment: datetime) -> str:
    """Return the hour as it is said: "14 h 05", "9 h"."""
    here = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    if here.minute == 0:
        return pgettext("clock", "%(hour)d:00") % {"hour": here.hour}
    return pgettext("clock", "%(hour)d:%(minute)02d") % {"hour": here.hour, "minute": here.minute}


def weekday(day: date) -> str:
    """Return the name of the day, in the reader's language."""
    return formats.date_format(day, "l").lower()


def short_day(day: date, *, today: date) -> str:
    """Return "12 novembre", with the year when it isn't this one; in French the first is "1er"."""
    return _first(day, formats.date_format(day, "j F" if day.year == today.year else "j F Y"))


def full_day(day: date) -> str:
    """Return "12 novembre 2026"; in French the first of a month is "1er"."""
    return _first(day, formats.date_format(day, "j F Y"))


def _first(day: date, said: str) -> str:
    """Return a date as the French say it: the first of a month is "1er"."""
    is_french = (get_language() or "").startswith("fr")
    return re.sub(r"\b1 ", "1er ", said, count=1) if is_french and day.day == 1 else said


def ago(moment: datetime, *, now: datetime | None = None) -> str:
    """Return how long ago: "à l’instant", "il y a 20 min", "hier à 9 h", "12 novembre"."""
    now = now or timezone.now()
    seconds = (now - moment).total_seconds()
    today, day = local_day(now), local_day(moment)
    if 0 <= seconds < _MINUTE:
        return _("just now")
    if 0 <= seconds < _HOUR:
        return _("%(count)s min ago") % {"count": int(seconds // _MINUTE)}
    if seconds >= 0 and day == today:
        return _("%(count)s h ago") % {"count": int(seconds // _HOUR)}
    words = {"weekday": weekday(day), "hour": clock(moment)}
    if day == today - timedelta(days=1):
        return _("yesterday at %(hour)s") % words
    if 0 < (today - day).days < 7:
        return _("%(weekday)s at %(hour)s") % words
    return short_day(day, today=today)


def exactly(moment: date | datetime) -> str:
    """Return the full date, with the hour of a moment: "lundi 23 novembre 2026 à 14 h 05"."""
    here = local_day(moment)
    day = _first(here, formats.date_format(here, "l j F Y").lower())
    if isinstance(moment, datetime):
        return _("%(day)s at %(hour)s") % {"day": day, "hour": clock(moment)}
    return day


def since(moment: date | datetime, *, today: date | None = None) -> str:
    """Return since when: "depuis hier", "depuis 12 jours", "depuis 3 mois"."""
    days = ((today or timezone.localdate()) - local_day(moment)).days
    if days <= 0:
        return _("since today")
    if days == 1:
        return _("since yesterday")
    if days < 60:
        return ngettext("for %(days)s day", "for %(days)s days", days) % {"days": days}
    months = days // 30
    return ngettext("for %(count)s month", "for %(count)s months", months) % {"count": months}


def until(day: date, *, today: date | None = None) -> str:
    """Return until when: "aujourd’hui", "demain", "avant vendredi", "en retard de 3 jours"."""
    today = today or timezone.localdate()
    days = (day - today).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if days == 0:
        return pgettext("day", "today")
    if days == 1:
        return pgettext("day", "tomorrow")
    if days < 7:
        return _("by %(weekday)s") % {"weekday": weekday(day)}
    return _("by %(day)s") % {"day": short_day(day, today=today)}


def day_to_come(day: date, *, today: date | None = None) -> str:
    """Return a day that comes: "aujourd’hui", "demain", "vendredi", "12 décembre"."""
    today = today or timezone.localdate()
    days = (day - today).days
    if days in {0, 1}:
        return until(day, today=today)
    return weekday(day) if 1 < days < 7 else short_day(day, today=today)


def hold_state(*, due: date | None, is_you: bool, today: date | None = None) -> str:
    """Return the state of a holder's chip: "late", "soon" (2 working days), "you" or "normal"."""
    today = today or timezone.localdate()
    if due and due < today:
        return "late"
    if is_you:
        return "you"
    is_soon = due is not None and working_days_until(due, today=today) <= SOON_DAYS
    return "soon" if is_soon else "normal"


def file_size(octets: float) -> str:
    """Return a size as the French write it, in powers of a thousand: "1,2 Mo"."""
    if octets < _UNIT:
        return ngettext("%(count)s byte", "%(count)s bytes", int(octets)) % {"count": int(octets)}
    units = (pgettext("size", "kB"), pgettext("size", "MB"), pgettext("size", "GB"))
    size, rank = octets / _UNIT, 0
    while size >= _UNIT - 0.5 and rank < len(units) - 1:
        size, rank = size / _UNIT, rank + 1
    number = formats.number_format(
        round(size, 1) if size < 10 else round(size), force_grouping=True
    )
    return f"{number.removesuffix(',0').removesuffix('.0')}{_NO_BREAK}{units[rank]}"
