"""Forms of the ball: whom to ask, for what, by when."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.apps.directory.forms import ActorForm, PartyField
from parvis.apps.workspaces.balls import ASKED
from parvis.apps.workspaces.enums import WaitingAction
from parvis.kernel.ui.phrases import weekday

FRIDAY = 4
OTHER = "other"


def quick_dates(today: date) -> list[tuple[str, str]]:
    """Return the dates that one often gives, in words: (ISO date or word, label)."""
    tomorrow, week = today + timedelta(days=1), today + timedelta(days=8)
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7 or 7)
    choices = [("", _("No date")), (tomorrow.isoformat(), _("Tomorrow"))]
    if friday != tomorrow:
        choices.append((friday.isoformat(), weekday(friday).capitalize()))
    choices.append((week.isoformat(), _("In 8 days")))
    return [*choices, (OTHER, _("Another date"))]


class AskForm(ActorForm):
    """Whom one asks, for what, by when, and a few words."""

    party = PartyField(
        label=gettext_lazy("Who?"),
        placeholder=gettext_lazy("A person, a department, a function…"),
        error_messages={"required": gettext_lazy("Choose who gets the ball.")},
    )
    action = forms.ChoiceField(label=gettext_lazy("For what?"), choices=WaitingAction.choices)
    due = forms.ChoiceField(
        label=gettext_lazy("By when?"), widget=forms.RadioSelect, required=False
    )
    due_on = forms.DateField(
        label=gettext_lazy("The date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    message = forms.CharField(
        label=gettext_lazy("A few words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "ask_%s", **kwargs})
        due = self.fields["due"]
        if isinstance(due, forms.ChoiceField):
            due.choices = quick_dates(timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """Work out the date from the quick choice or the calendar."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        due, other = values.get("due", ""), values.get("due_on")
        if due and due != OTHER:
            values["due_on"] = date.fromisoformat(due)
        elif due == OTHER and other is None and "due_on" not in self.errors:
            self.add_error("due_on", _("Choose the date."))
        return values


class PassForm(ActorForm):
    """To whom one passes the ball, and a few words."""

    party = PartyField(
        label=gettext_lazy("To whom?"),
        placeholder=gettext_lazy("A person, a department, a function…"),
        error_messages={"required": gettext_lazy("Choose who gets the ball.")},
    )
    message = forms.CharField(
        label=gettext_lazy("A few words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def asked_for(action: str) -> str:
    """Return what an action asks for, in words."""
    return str(ASKED.get(action, ""))
