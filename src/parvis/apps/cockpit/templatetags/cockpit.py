"""Tags of the home page."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from parvis.apps.cockpit.views.home import ShownBlock

register = template.Library()


@register.simple_tag(takes_context=True)
def home_block(context: Context, shown: ShownBlock) -> SafeString:
    """Render a block with its own values over those of the page."""
    if context.template is None:
        raise RuntimeError("a block is rendered inside a page")
    content = context.template.engine.get_template(shown.block.template)
    with context.push(**(shown.values or {})):
        return content.render(context)
