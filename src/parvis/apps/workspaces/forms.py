"""Forms of spaces."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.forms import ActorForm, PartyField
from parvis.apps.workspaces.enums import Openness
from parvis.apps.workspaces.listing import managed_workspaces
from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.registry import tools
from parvis.apps.workspaces.services.templating import TemplateDraft
from parvis.apps.workspaces.templating import offered_templates
from parvis.kernel.actors import ROLE_CHOICES, Actor, Role
from parvis.kernel.ui.palette import HUE_NAMES

COLOUR_NAMES = {
    "teal": _("Teal"),
    "brick": _("Brick"),
    "plum": _("Plum"),
    "ochre": _("Ochre"),
    "blue": _("Blue"),
    "fern": _("Fern green"),
    "rose": _("Rose"),
    "slate": _("Slate"),
    "olive": _("Olive"),
    "violet": _("Violet"),
}
OPENNESS_CHOICES = [
    (Openness.OPEN, _("Open: everybody in the town reads it and may join")),
    (Openness.CLOSED, _("Closed: everybody sees its name and may ask to join")),
    (Openness.SECRET, _("Secret: only its members know that it exists")),
]


class NewSpaceForm(ActorForm):
    """Opens a space, or asks for one."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    template = forms.ChoiceField(label=_("Template"), choices=())
    title = forms.CharField(label=_("Name of the space"), max_length=255)
    message = forms.CharField(
        label=_("What is it for?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The managers of Parvis read this before they decide."),
    )
    openness = forms.ChoiceField(
        label=_("Who finds it"),
        required=False,
        choices=[("", _("As the template says")), *OPENNESS_CHOICES],
    )
    parent = forms.ChoiceField(
        label=_("Inside another space"),
        required=False,
        choices=(),
        help_text=_("It keeps its own members: bring in those whom it concerns."),
    )

    def __init__(self, *args: Any, may_create: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_create = may_create
        template = self.fields["template"]
        if isinstance(template, forms.ChoiceField):
            template.choices = [
                (name, str(one.label))
                for name, one in offered_templates(self.actor.organisation_id).items()
            ]
        if may_create:
            del self.fields["message"]
            parent = self.fields["parent"]
            if isinstance(parent, forms.ChoiceField):
                spaces = managed_workspaces(self.actor)[:300]
                parent.choices = [
                    ("", _("No, on its own")),
                    *((str(space.pk), space.item.title) for space in spaces),
                ]
        else:
            del self.fields["parent"]


class WordForm(forms.Form):
    """A few words that go with a decision."""

    word = forms.CharField(max_length=2_000, required=False)


class RoleField(forms.TypedChoiceField):
    """Chooses a role in a space."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", ROLE_CHOICES)
        kwargs.setdefault("label", _("Role"))
        super().__init__(coerce=int, **kwargs)


def _ends_on(**kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **kwargs,
    )


class MembershipForm(forms.Form):
    """What a member may do in a space, and until when."""

    role = RoleField()
    ends_on = _ends_on(help_text=_("After this day they see nothing of the space any more."))


class AddMembersForm(ActorForm):
    """Brings in people, departments, groups and functions of the town."""

    parties = PartyField(
        label=_("People, departments, groups"),
        multiple=True,
        with_guests=False,
        placeholder=_("A person, a department, a group, a function…"),
        error_messages={"required": _("Choose at least one person, department or group.")},
    )
    role = RoleField()
    ends_on = _ends_on()


class InviteGuestsForm(forms.Form):
    """Brings in outside partners by their addresses."""

    emails = forms.CharField(
        label=_("E-mail addresses"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or several, apart by commas or lines."),
        error_messages={"required": _("Give at least one e-mail address.")},
    )
    role = RoleField()
    ends_on = _ends_on(help_text=_("After this day they see nothing of the space any more."))
    message = forms.CharField(
        label=_("A word of welcome"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SettingsForm(forms.Form):
    """How a space is set."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Name of the space"), max_length=255)
    description = forms.CharField(
        label=_("What it is for"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown on its first page."),
    )
    colour = forms.ChoiceField(label=_("Colour"), choices=())
    openness = forms.ChoiceField(
        label=_("Who finds it"), choices=OPENNESS_CHOICES, widget=forms.RadioSelect
    )
    default_role = RoleField(
        label=_("Role of new members"), help_text=_("You may choose another for each of them.")
    )
    requires_second_factor = forms.BooleanField(
        label=_("Ask each member for a second proof of identity"),
        required=False,
        help_text=_("Whoever has not shown one sees nothing of this space."),
    )
    parent = forms.ChoiceField(
        label=_("Inside another space"),
        required=False,
        choices=(),
        help_text=_("It keeps its own members: bring in those whom it concerns."),
    )

    def __init__(self, *args: Any, actor: Actor, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colour, parent = self.fields["colour"], self.fields["parent"]
        if isinstance(colour, forms.ChoiceField):
            colour.choices = [(name, COLOUR_NAMES[name]) for name in HUE_NAMES]
        if isinstance(parent, forms.ChoiceField):
            spaces = list(managed_workspaces(actor).exclude(pk=workspace.pk)[:300])
            if workspace.parent and workspace.parent not in spaces:
                spaces.append(workspace.parent)
            parent.choices = [
                ("", _("No, on its own")),
                *((str(space.pk), space.item.title) for space in spaces),
            ]


class GrantForm(ActorForm):
    """Gives members of the space access to a restricted item."""

    parties = PartyField(
        label=_("Who else?"),
        multiple=True,
        placeholder=_("A member of the space, a department, a function…"),
        error_messages={"required": _("Choose at least one of them.")},
    )
    role = RoleField()


class TemplateForm(forms.Form):
    """A template of spaces."""

    source = forms.UUIDField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label=_("Name of the template"), max_length=80)
    description = forms.CharField(label=_("What it is for"), max_length=300, required=False)
    colour = forms.ChoiceField(
        label=_("Colour"), choices=[(name, COLOUR_NAMES[name]) for name in HUE_NAMES]
    )
    openness = forms.ChoiceField(
        label=_("Who finds it"), choices=OPENNESS_CHOICES, widget=forms.RadioSelect
    )
    default_role = RoleField(label=_("Role of new members"))
    tools = forms.MultipleChoiceField(
        label=_("Tools"), required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )
    folders = forms.CharField(
        label=_("Folders"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line; “Studies/Soil” puts one in another."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "colour": HUE_NAMES[0],
            "openness": Openness.CLOSED,
            "default_role": int(Role.EDITOR),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        offered = self.fields["tools"]
        if isinstance(offered, forms.MultipleChoiceField):
            offered.choices = [
                (tool.name, str(tool.label)) for tool in tools() if not tool.is_always_on
            ]

    def draft(self) -> TemplateDraft:
        values = self.cleaned_data
        return TemplateDraft(
            label=values["label"],
            description=values["description"],
            colour=values["colour"],
            openness=values["openness"],
            default_role=Role(values["default_role"]),
            tools=values["tools"],
            folders=values["folders"].splitlines(),
        )
