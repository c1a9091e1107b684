"""Tags of the pages of spaces and items."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from parvis.apps.workspaces.presenters import ShownPanel

register = template.Library()


@register.simple_tag(takes_context=True)
def panel_content(context: Context, shown: ShownPanel) -> SafeString:
    """Render a panel with its own values over those of the page."""
    if context.template is None:
        raise RuntimeError("a panel is rendered inside a page")
    content = context.template.engine.get_template(shown.panel.template)
    with context.push(**(shown.values or {})):
        return content.render(context)
