"""The form of the first visit."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.communes import Commune, commune_by_code, search_communes, search_key
from parvis.apps.directory.enums import OrganisationKind
from parvis.apps.directory.services.setup import FirstAdministrator, NewOrganisation
from parvis.kernel.ui import theme


class SetUpForm(forms.Form):
    """The town (or another body), its first administrator, its colour and its logo."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=OrganisationKind.choices,
        initial=OrganisationKind.COMMUNE,
    )
    commune = forms.CharField(required=False)
    commune_text = forms.CharField(required=False, max_length=200)
    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        required=False,
        help_text=_("For a body that isn’t a municipality."),
    )
    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more. Leave it empty to sign in by mailed codes."),
    )
    colour = forms.CharField(
        label=_("Colour"),
        initial=theme.DEFAULT_BRAND,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Made darker or lighter where it must be, so that texts stay readable."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("PNG, JPEG or WebP, 5 MB at most. You can add it later."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.MAIL_SERVER_BACKEND:  # the codes would stay on this machine
            self.fields["password"].required = True
            self.fields["password"].help_text = _("Twelve characters or more.")

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"].lower()
        if not theme.is_colour(colour):
            raise forms.ValidationError(_("Give a colour such as #1f5f5b."))
        return colour

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        values["found"] = None
        if values.get("kind") == OrganisationKind.COMMUNE:
            values["found"] = self._commune(values)
            if values["found"] is None:
                self.add_error("commune", _("Choose the municipality in the list."))
        elif not values.get("name", "").strip():
            self.add_error("name", _("Give a name."))
        return values

    def _commune(self, values: dict[str, Any]) -> Commune | None:
        """Return what was chosen; or what was typed, when one commune has just that name."""
        if values.get("commune"):
            return commune_by_code(values["commune"])
        typed = values.get("commune_text", "")
        same = [one for one in search_communes(typed) if search_key(one.name) == search_key(typed)]
        return same[0] if len(same) == 1 else None

    def ask_again(self) -> None:
        """Say which fields come back empty after a refusal: no browser may fill them in again."""
        if self.files.get("logo") and not self.has_error("logo"):
            self.add_error("logo", _("Choose the logo again: the form was sent back to you."))
        if self.data.get("password") and not self.has_error("password"):
            self.add_error("password", _("Type the password again: it is never sent back."))

    def organisation(self) -> NewOrganisation:
        values = self.cleaned_data
        commune: Commune | None = values["found"]
        return NewOrganisation(
            name=commune.name if commune else " ".join(values["name"].split()),
            kind=values["kind"],
            commune=commune,
            colour=values["colour"],
            logo=values["logo"].read() if values.get("logo") else b"",
        )

    def administrator(self) -> FirstAdministrator:
        values = self.cleaned_data
        return FirstAdministrator(
            given_name=values["given_name"],
            family_name=values["family_name"],
            email=values["email"],
            password=values["password"],
        )
