"""The mails that no server took, for an administrator to read or to pass on."""

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.apps.directory.events import KeptMailRead
from parvis.apps.directory.requests import ActorRequest, for_administrators
from parvis.apps.directory.selectors import foreign_addresses
from parvis.kernel.actors import Actor
from parvis.kernel.errors import NotFoundError
from parvis.kernel.events import emit
from parvis.kernel.kept_mails import KeptMail, kept_mails, open_kept

LIMIT = 100


def _theirs(actor: Actor, found: list[KeptMail]) -> list[KeptMail]:
    """Leave out the mails to people of other organisations: a code would open their account."""
    addresses = {address for mail in found for address in mail.recipients}
    foreign = foreign_addresses(actor, addresses)
    return [mail for mail in found if not foreign & set(mail.recipients)]


@never_cache
@require_safe
@for_administrators
def mails(request: ActorRequest) -> HttpResponse:
    """List the newest kept mails."""
    found = _theirs(request.actor, kept_mails(limit=LIMIT))
    context = {"mails": found, "has_server": bool(settings.MAIL_SERVER_BACKEND)}
    return render(request, "directory/administration/mails.html", context)


@never_cache
@require_safe
@for_administrators
def mail(request: ActorRequest, name: str) -> HttpResponse:
    """Show the words of one mail; the journal keeps that it was read."""
    found = open_kept(name)
    if found is None or not _theirs(request.actor, [found[0]]):
        raise NotFoundError
    with transaction.atomic():
        emit(KeptMailRead(mail=name), actor=request.actor)
    context = {"mail": found[0], "text": found[1]}
    return render(request, "directory/administration/mail.html", context)
