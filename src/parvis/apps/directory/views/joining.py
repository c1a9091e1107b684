"""The door of those who are invited: who invites, to what, then a code by mail."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.apps.accounts.flows import start_code_login
from parvis.apps.accounts.selectors import proven_emails
from parvis.apps.directory.middleware import ORGANISATION_KEY
from parvis.apps.directory.models import Invitation
from parvis.apps.directory.services.invitations import accept_invitations, read_token
from parvis.apps.directory.services.parties import connect_user
from parvis.apps.directory.shell import town_of


def masked(email: str) -> str:
    """Return an address that its owner recognises and others can't use."""
    name, _at, domain = email.partition("@")
    return f"{name[:2]}…@{domain}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; on POST, mail the code or let the signed-in person in."""
    invitation = read_token(token)
    is_theirs = request.user.is_authenticated and invitation.email in [
        email.lower() for email in proven_emails(request.user.pk)
    ]
    if request.method == "POST" and (is_theirs or not request.user.is_authenticated):
        return _let_in(request, invitation, is_theirs=is_theirs)
    context = {
        "invitation": invitation,
        "organisation": invitation.person.organisation,
        "who": invitation.invited_by,
        "email": masked(invitation.email),
        "is_theirs": is_theirs,
        "is_other": request.user.is_authenticated and not is_theirs,
        "town": town_of(invitation.person.organisation),
    }
    return render(request, "directory/join.html", context)


def _let_in(request: HttpRequest, invitation: Invitation, *, is_theirs: bool) -> HttpResponse:
    request.session[ORGANISATION_KEY] = str(invitation.person.organisation_id)
    user_id = request.user.pk
    if user_id is None or not is_theirs:
        return start_code_login(request, email=invitation.email, next_path=invitation.to_path)
    connect_user(user_id=user_id, email=invitation.email)
    accept_invitations(user_id=user_id, email=invitation.email)
    return HttpResponseRedirect(invitation.to_path)
