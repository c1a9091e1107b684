"""Forms of links."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.sharing.enums import Permission, Sorting
from parvis.apps.sharing.models import Link, Policy
from parvis.apps.sharing.services.links import (
    LONGEST_LABEL,
    LONGEST_MESSAGE,
    LONGEST_PASSWORD,
    Terms,
)

_DAY = "%Y-%m-%d"


class TermsForm(forms.Form):
    """What every link says: for whom, until when, behind which password."""

    ends_on = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format=_DAY)
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=LONGEST_PASSWORD,
        help_text=_("8 signs at least. Tell it by telephone, never in the same mail as the link."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    no_password = forms.BooleanField(label=_("Without a password from now on"), required=False)
    tells_opening = forms.BooleanField(
        label=_("Tell me when it is opened for the first time"), required=False
    )

    def __init__(self, data: Any = None, *, policy: Policy, link: Link | None = None) -> None:
        days = min(policy.default_days, policy.max_days)
        today = timezone.localdate()
        initial: dict[str, Any] = {"ends_on": today + timedelta(days=days)}
        if link is not None:
            initial = {
                name: getattr(link, name) for name in self.base_fields if hasattr(link, name)
            }
            initial["password"] = ""
        super().__init__(data, initial=initial, auto_id="link_%s")
        self.link = link
        latest = today + timedelta(days=policy.max_days)
        limits = {"min": today.isoformat(), "max": latest.isoformat()}
        self.fields["ends_on"].widget.attrs.update(limits)
        if link is not None and link.password:
            self.fields["password"].help_text = _("It has one. Leave this empty to keep it.")
        if policy.requires_password and not (link and link.password):
            self.fields["password"].required = True
        if policy.requires_password or not (link and link.password):
            del self.fields["no_password"]

    def terms(self) -> Terms:
        """Return what was filled in."""
        values = dict(self.cleaned_data)
        values.pop("recipients", None)
        typed = values.pop("password")
        is_taken_away = values.pop("no_password", False)
        if is_taken_away:
            password: str | None = ""
        else:
            password = typed or (None if self.link is not None else "")
        for name, kind in (("permission", Permission), ("sorting", Sorting)):
            if name in values:
                values[name] = kind(values[name])
        return Terms(password=password, **values)


class LinkForm(TermsForm):
    """A link to documents."""

    permission = forms.ChoiceField(
        label=_("What one may do"), choices=Permission.choices, initial=Permission.DOWNLOAD
    )
    label = forms.CharField(
        label=_("For whom"),
        required=False,
        max_length=LONGEST_LABEL,
        help_text=_("A name or an organisation: it tells your links apart, and marks the pages."),
    )

    field_order = ("label", "permission", "ends_on", "password", "no_password", "tells_opening")


class SendForm(TermsForm):
    """Documents mailed as links."""

    recipients = forms.CharField(
        label=_("To whom"),
        max_length=4_000,
        help_text=_("E-mail addresses, apart by commas or lines."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )
    message = forms.CharField(
        label=_("Your message"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    permission = forms.ChoiceField(
        label=_("What one may do"), choices=Permission.choices, initial=Permission.DOWNLOAD
    )

    @property
    def typed_recipients(self) -> str:
        """What was typed as addresses."""
        return str(self.cleaned_data["recipients"])


class DepositForm(TermsForm):
    """A link by which outsiders hand documents in."""

    label = forms.CharField(
        label=_("What they hand in"),
        required=False,
        max_length=LONGEST_LABEL,
        help_text=_("The title of their page: “Documents for the subsidy of 2027”."),
    )
    message = forms.CharField(
        label=_("What you ask of them"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sorting = forms.ChoiceField(
        label=_("Where their documents go"), choices=Sorting.choices, initial=Sorting.APART
    )

    field_order = ("label", "message", "sorting", "ends_on", "password", "no_password")

    def __init__(self, data: Any = None, *, policy: Policy, link: Link | None = None) -> None:
        super().__init__(data, policy=policy, link=link)
        del self.fields["tells_opening"]


def refuse_fields(form: forms.Form, fields: Any, message: object) -> None:
    """Show beside each field why it was refused, and the rest above the form."""
    for name, texts in fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, str(text))
    if not fields:
        form.add_error(None, str(message))
