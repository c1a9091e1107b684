"""The space as an item, the tools that every space has, and the templates of spaces."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.profiles import (
    Departure,
    ProfileSection,
    register_departure,
    register_profile_section,
)
from parvis.apps.directory.scopes import register_party_scope
from parvis.apps.workspaces import profiles
from parvis.apps.workspaces.meeting import parties_met
from parvis.apps.workspaces.panels import (
    about_context,
    held_lines,
    history_context,
    profile_context,
    sight_context,
    waiting_context,
)
from parvis.apps.workspaces.registry import (
    ItemAction,
    ItemKind,
    Panel,
    SettingsPage,
    Tool,
    WorkspaceTemplate,
    kind_of,
    register_action,
    register_kind,
    register_panel,
    register_settings_page,
    register_template,
    register_tool,
    register_words,
)
from parvis.apps.workspaces.selectors import words_of_holds
from parvis.kernel.actors import Role

register_party_scope(parties_met)
register_words(
    "workspaces.waiting_opened",
    "workspaces.waiting_passed",
    "workspaces.waiting_answered",
    words=words_of_holds,
)
register_profile_section(
    ProfileSection(
        name="spaces",
        label=_("Spaces in common"),
        icon="space",
        template="workspaces/profile_spaces.html",
        context=profiles.spaces_context,
        position=30,
        is_aside=True,
    )
)
SPACE = register_kind(
    ItemKind(
        name="workspaces.space",
        label=_("Space"),
        icon="space",
        url=lambda item: reverse("workspaces:space", args=[item.pk]),
        is_container=True,
    )
)

register_tool(
    Tool(
        name="timeline",
        label=_("Timeline"),
        icon="activity",
        url=lambda pk: reverse("workspaces:space", args=[pk]),
        position=10,
        is_always_on=True,
    )
)
register_tool(
    Tool(
        name="waiting",
        label=_("Who has the ball"),
        icon="pass-on",
        url=lambda pk: reverse("workspaces:waiting", args=[pk]),
        position=60,
        is_always_on=True,
    )
)
register_tool(
    Tool(
        name="members",
        label=_("Members"),
        icon="people",
        url=lambda pk: reverse("workspaces:members", args=[pk]),
        position=90,
        is_always_on=True,
    )
)

register_settings_page(
    SettingsPage(
        name="settings",
        label=_("The space"),
        icon="settings",
        url=lambda pk: reverse("workspaces:settings", args=[pk]),
        position=10,
    )
)
register_settings_page(
    SettingsPage(
        name="tabs",
        label=_("Tabs and tools"),
        icon="list",
        url=lambda pk: reverse("workspaces:tabs", args=[pk]),
        position=20,
    )
)

register_panel(
    Panel(
        name="waiting",
        label=_("Who has the ball"),
        icon="pass-on",
        template="workspaces/balls/panel.html#panel",
        context=waiting_context,
        position=10,
    )
)
register_panel(
    Panel(
        name="history",
        label=_("History"),
        icon="history",
        template="workspaces/history.html#panel",
        context=history_context,
        position=80,
        is_lazy=True,
    )
)

register_panel(
    Panel(
        name="about",
        label=_("What it is"),
        icon="info",
        template="workspaces/about.html#about",
        context=about_context,
        position=30,
    )
)
register_panel(
    Panel(
        name="access",
        label=_("Who sees it"),
        icon="key",
        template="workspaces/about.html#sight",
        context=sight_context,
        position=60,
        is_lazy=True,
    )
)
register_action(
    ItemAction(
        name="move",
        label=_("Move…"),
        icon="move",
        url=lambda item: reverse("workspaces:move", args=[item.pk]),
        verb="move",
        position=20,
        is_dialog=True,
    )
)
register_action(
    ItemAction(
        name="copy",
        label=_("Copy…"),
        icon="copy",
        url=lambda item: reverse("workspaces:copy", args=[item.pk]),
        position=25,
        is_dialog=True,
        shows_on=lambda item: item.parent_id is not None and kind_of(item).copy is not None,
    )
)
register_action(
    ItemAction(
        name="access",
        label=_("Who sees it"),
        icon="key",
        url=lambda item: reverse("workspaces:access", args=[item.pk]),
        position=60,
    )
)
register_action(
    ItemAction(
        name="trash",
        label=_("Put in the trash"),
        icon="trash",
        url=lambda item: reverse("workspaces:trash_item", args=[item.pk]),
        verb="trash",
        position=90,
        is_post=True,
        is_danger=True,
        confirm=_("Put this in the trash?"),
        confirm_detail=_("It can be restored for 30 days, with all that is in it."),
    )
)

register_profile_section(
    ProfileSection(
        name="waiting",
        label=_("In their hands"),
        icon="pass-on",
        template="workspaces/balls/profile.html",
        context=profile_context,
        position=20,
    )
)
register_departure(
    Departure(name="waiting", label=_("What waits for them"), icon="pass-on", lines=held_lines)
)

register_template(
    WorkspaceTemplate(
        name="blank",
        label=_("Empty space"),
        description=_("To work together on anything, with nothing in it yet."),
        icon="space",
    )
)
register_template(
    WorkspaceTemplate(
        name="project",
        label=_("Project"),
        description=_("Works, a study, an event: its documents, its partners, who does what."),
        icon="milestone",
        colour="brick",
        folders=(
            _("1 Framing"),
            _("2 Studies"),
            _("3 Procurement"),
            _("4 Works"),
            _("5 Financing"),
            _("6 Communication"),
        ),
    )
)
register_template(
    WorkspaceTemplate(
        name="programme",
        label=_("Petites Villes de Demain programme"),
        description=_(
            "The agreement, the action sheets, the steering committees, with the partners."
        ),
        icon="map-pin",
        folders=(
            _("Agreements"),
            _("Diagnosis and strategy"),
            _("Action sheets"),
            _("Steering committees"),
            _("Financing"),
        ),
    )
)
register_template(
    WorkspaceTemplate(
        name="committee",
        label=_("Committee or working party"),
        description=_("Agendas, documents to read, reports, and opinions to give."),
        icon="people",
        colour="plum",
        folders=(_("Notices of meeting"), _("Documents"), _("Minutes")),
        openness="secret",
        default_role=Role.COMMENTER,
    )
)
register_template(
    WorkspaceTemplate(
        name="department",
        label=_("Department"),
        description=_("The everyday work of a department: procedures, models, follow-up."),
        icon="building",
        colour="blue",
        folders=(_("Procedures"), _("Templates"), _("Follow-up")),
    )
)
register_template(
    WorkspaceTemplate(
        name="theme",
        label=_("Open theme"),
        description=_("Everybody in the town reads it: associations, events, information."),
        icon="megaphone",
        colour="ochre",
        openness="open",
    )
)
