"""How the words of a message are shown."""

from collections.abc import Mapping
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe

from parvis.apps.conversations import mentions
from parvis.apps.directory.models import Party

register = template.Library()


@register.filter
def message_html(body: str, parties: Mapping[UUID, Party]) -> SafeString:
    """Return a message as HTML: everything escaped, links and mentions live, line breaks kept."""
    parts: list[str] = []
    end = 0
    for match in mentions.KEPT.finditer(body):
        parts.append(urlize(escape(body[end : match.start()]), nofollow=True))
        party = parties.get(UUID(match.group(1)))
        if party is None:
            parts.append("@…")
        else:
            url = reverse("directory:party", args=[party.pk])
            parts.append(format_html('<a class="mention" href="{}">@{}</a>', url, party.name))
        end = match.end()
    parts.append(urlize(escape(body[end:]), nofollow=True))
    return mark_safe("".join(parts).replace("\n", "<br>"))


@register.filter
def message_typed(body: str, parties: Mapping[UUID, Party]) -> str:
    """Return a message as its author typed it."""
    return mentions.typed(body, parties)
