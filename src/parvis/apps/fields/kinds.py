"""What fields add to things, to the settings of spaces and to search."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.apps.fields import types as fields_types
from parvis.apps.fields.panels import fields_context
from parvis.apps.fields.selectors import is_asked, texts_of
from parvis.apps.fields.services import make_template_fields, template_fields
from parvis.apps.workspaces.registry import (
    Panel,
    SettingsPage,
    TemplatePart,
    TextSource,
    register_panel,
    register_settings_page,
    register_space_initialiser,
    register_template_part,
    register_text_source,
)

TYPES = fields_types
register_panel(
    Panel(
        name="fields",
        label=_("Details"),
        icon="list",
        template="fields/panel.html#panel",
        context=fields_context,
        position=20,
        shows_on=is_asked,
    )
)
register_settings_page(
    SettingsPage(
        name="fields",
        label=_("Fields"),
        icon="text-size",
        url=lambda pk: reverse("fields:space", args=[pk]),
        position=30,
    )
)
register_text_source(TextSource(name="fields.value", label=_("Field"), icon="list", texts=texts_of))
register_template_part(TemplatePart(name="fields", take=template_fields))
register_space_initialiser(make_template_fields)
