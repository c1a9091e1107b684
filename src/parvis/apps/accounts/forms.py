"""Forms of the account's own pages."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from parvis.apps.accounts.models import TextSize, Theme, User


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Takes the address from the sign-in form too, so that it is typed once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        data = kwargs.get("data")
        if data is not None and "login" in data and "email" not in data:
            kwargs["data"] = {"email": data["login"]}
        super().__init__(*args, **kwargs)


class DisplayForm(forms.ModelForm[User]):
    """Text size, colours and language."""

    text_size = forms.ChoiceField(
        label=_("Text size"), choices=TextSize.choices, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ["text_size", "theme", "language"]


class TokenForm(forms.Form):
    """A name, what it may do, and its last day."""

    SCOPES = [
        ("read", _("Read what I can read")),
        ("write", _("Read and write as I do")),
        ("admin", _("Everything that I may do, administration included")),
    ]
    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("For instance: the town’s website.")
    )
    scope = forms.ChoiceField(
        label=_("What may it do?"), choices=SCOPES, initial="read", widget=forms.RadioSelect
    )
    ends_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A year at most. Shorter is safer."),
    )
