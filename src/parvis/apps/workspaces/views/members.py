"""Who is in a space: shown, brought in, changed, sent away."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access
from parvis.apps.workspaces.forms import AddMembersForm, InviteGuestsForm, MembershipForm
from parvis.apps.workspaces.membership import (
    ended_memberships,
    get_membership,
    member_page,
    pending_requests,
)
from parvis.apps.workspaces.models import Membership, Workspace
from parvis.apps.workspaces.presenters import SpaceFrame, space_frame
from parvis.apps.workspaces.services import guests, spaces
from parvis.apps.workspaces.views.answers import UNPROCESSABLE, go, refuse_in
from parvis.kernel.actors import ROLE_CHOICES, Role
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.ui.htmx import is_dialog, is_fragment

GUEST_DAYS = 180


@require_safe
@signed_in
def members(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """Show who is in a space, searched as one types."""
    workspace = access.get_workspace(request.actor, workspace_id)
    text = request.GET.get("q", "")[:200]
    shown = member_page(workspace, text=text, number=request.GET.get("page", "1"))
    context: dict[str, object] = {
        "workspace": workspace,
        "page": shown.page,
        "rows": shown.rows,
        "text": text,
    }
    if is_fragment(request):
        context["may_manage"] = access.may(request.actor, workspace.item, "manage_members")
        return render(request, "workspaces/members.html#found", context)
    context |= space_frame(request, workspace, "members")
    frame = context["frame"]
    if isinstance(frame, SpaceFrame) and frame.abilities["manage_members"]:
        context["may_manage"] = True
        context |= {
            "requests": list(pending_requests(workspace)[:50]),
            "ended": list(ended_memberships(workspace)[:50]),
            "roles": ROLE_CHOICES,
        }
    return render(request, "workspaces/members.html", context)


def _managed(request: ActorRequest, workspace_id: UUID) -> tuple[Workspace, dict[str, object]]:
    workspace = access.get_workspace(request.actor, workspace_id)
    context = space_frame(request, workspace, "members")
    frame = context["frame"]
    if not isinstance(frame, SpaceFrame) or not frame.abilities["manage_members"]:
        if workspace.state != "active":
            raise ConflictError(access.ARCHIVED_MESSAGE)
        raise RefusedError
    return workspace, context


def _add(request: ActorRequest, workspace: Workspace, form: AddMembersForm) -> int:
    """Bring in all whom the form names; return how many, none when it is found wanting."""
    if not form.is_valid():
        return 0
    values = form.cleaned_data
    try:
        added = spaces.add_members(
            actor=request.actor,
            workspace_id=workspace.pk,
            party_ids=[party.pk for party in values["parties"]],
            role=Role(values["role"]),
            ends_on=values["ends_on"],
        )
    except (InvalidError, ConflictError) as refusal:
        refuse_in(form, refusal)
        return 0
    return len(added)


def _invite(request: ActorRequest, workspace: Workspace, form: InviteGuestsForm) -> int:
    if not form.is_valid():
        return 0
    values = form.cleaned_data
    try:
        invited = guests.invite_guests(
            actor=request.actor,
            workspace_id=workspace.pk,
            addresses=guests.read_addresses(values["emails"]),
            role=Role(values["role"]),
            ends_on=values["ends_on"],
            message=values["message"],
        )
    except (InvalidError, ConflictError) as refusal:
        refuse_in(form, refusal)
        return 0
    return len(invited)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invite(request: ActorRequest, workspace_id: UUID) -> HttpResponseBase:
    """Bring in people of the town, and outside partners by e-mail."""
    workspace, context = _managed(request, workspace_id)
    sent = request.POST.get("who") if request.method == "POST" else ""
    role = {"role": workspace.default_role}
    until = timezone.localdate() + timedelta(days=GUEST_DAYS)
    inside = AddMembersForm(
        request.POST if sent == "inside" else None,
        actor=request.actor,
        auto_id="in_%s",
        initial=role,
    )
    outside = InviteGuestsForm(
        request.POST if sent == "outside" else None,
        auto_id="out_%s",
        initial={**role, "ends_on": until},
    )
    count = 0
    if sent == "inside":
        count = _add(request, workspace, inside)
        said = ngettext("%(count)s member added.", "%(count)s members added.", count)
    elif sent == "outside":
        count = _invite(request, workspace, outside)
        said = ngettext(
            "Invitation sent to %(count)s person.", "Invitation sent to %(count)s people.", count
        )
    if count:
        return go(request, "workspaces:members", workspace_id, said=said % {"count": count})
    context |= {"inside": inside, "outside": outside}
    status = UNPROCESSABLE if inside.errors or outside.errors else 200
    return render(request, "workspaces/invite.html", context, status=status)


def _membership(workspace: Workspace, membership_id: UUID) -> Membership:
    membership = get_membership(workspace, membership_id)
    if membership is None:
        raise NotFoundError
    return membership


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: ActorRequest, workspace_id: UUID, membership_id: UUID) -> HttpResponseBase:
    """Change what a member may do, and until when."""
    workspace, context = _managed(request, workspace_id)
    membership = _membership(workspace, membership_id)
    today = timezone.localdate()
    has_ended = membership.ends_on is not None and membership.ends_on < today
    ends_on = today + timedelta(days=GUEST_DAYS) if has_ended else membership.ends_on
    form = MembershipForm(
        request.POST if request.method == "POST" else None,
        initial={"role": membership.role, "ends_on": ends_on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            spaces.add_member(
                actor=request.actor,
                workspace_id=workspace_id,
                party_id=membership.party_id,
                role=Role(form.cleaned_data["role"]),
                ends_on=form.cleaned_data["ends_on"],
            )
        except (InvalidError, ConflictError) as refusal:
            refuse_in(form, refusal)
        else:
            return go(request, "workspaces:members", workspace_id, said=_("Changed."))
    context |= {"membership": membership, "form": form, "has_ended": has_ended}
    part = "#dialog" if is_dialog(request) else "#form" if is_fragment(request) else ""
    template = f"workspaces/member.html{part}"
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@signed_in
def remove(request: ActorRequest, workspace_id: UUID, membership_id: UUID) -> HttpResponseBase:
    """End a membership at once."""
    workspace = access.get_workspace(request.actor, workspace_id)
    membership = _membership(workspace, membership_id)
    spaces.remove_member(
        actor=request.actor, workspace_id=workspace_id, party_id=membership.party_id
    )
    said = _("%(name)s is no longer in this space.") % {"name": membership.party.name}
    return go(request, "workspaces:members", workspace_id, said=said)


@require_POST
@signed_in
def resend(request: ActorRequest, workspace_id: UUID, membership_id: UUID) -> HttpResponseBase:
    """Send a partner the link again."""
    workspace = access.get_workspace(request.actor, workspace_id)
    membership = _membership(workspace, membership_id)
    guests.resend_invitation(
        actor=request.actor, workspace_id=workspace_id, party_id=membership.party_id
    )
    return go(request, "workspaces:members", workspace_id, said=_("The invitation is sent again."))
