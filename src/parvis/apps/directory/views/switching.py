"""From one of one's organisations to another."""

from uuid import UUID

from django.http import HttpResponseRedirect
from django.views.decorators.http import require_POST

from parvis.apps.accounts.requests import UserRequest, with_user
from parvis.apps.directory.middleware import ORGANISATION_KEY
from parvis.apps.directory.selectors import organisations_of_user
from parvis.kernel.errors import NotFoundError


@require_POST
@with_user
def switch(request: UserRequest) -> HttpResponseRedirect:
    """Make another of the user's organisations the one that the session shows."""
    try:
        wanted = UUID(request.POST.get("organisation", ""))
    except ValueError:
        raise NotFoundError from None
    if wanted not in {one.pk for one in organisations_of_user(request.user.pk)}:
        raise NotFoundError
    request.session[ORGANISATION_KEY] = str(wanted)
    return HttpResponseRedirect("/")
