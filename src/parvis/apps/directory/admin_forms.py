"""Forms of the administration pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.enums import OrganisationKind
from parvis.kernel.actors import OrganisationRole


class OrganisationForm(forms.Form):
    """How the organisation is called and shown."""

    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("What is it?"), choices=OrganisationKind.choices)
    colour = forms.CharField(
        label=_("Colour"),
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Made darker or lighter where it must be, so that texts stay readable."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("PNG, JPEG or WebP, 5 MB at most."),
    )
    remove_logo = forms.BooleanField(label=_("Do without a logo"), required=False)


class RoleForm(forms.Form):
    """What a person may do in the organisation."""

    role = forms.ChoiceField(label=_("Role"), choices=OrganisationRole.choices)
