"""Who sees an item: shown, restricted, opened again."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.apps.directory.choosing import as_uuid
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access
from parvis.apps.workspaces.forms import GrantForm
from parvis.apps.workspaces.presenters import item_url
from parvis.apps.workspaces.seeing import sight_of
from parvis.apps.workspaces.selectors import breadcrumbs
from parvis.apps.workspaces.services import restrictions
from parvis.apps.workspaces.views.answers import UNPROCESSABLE, go, reasons, refuse_in
from parvis.kernel.actors import ROLE_CHOICES, Role
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError


def _page(
    request: ActorRequest, item_id: UUID, form: GrantForm | None = None, error: str = ""
) -> HttpResponse:
    item = access.get_item(request.actor, item_id)
    if item.parent_id is None:
        raise NotFoundError
    sight = sight_of(request.actor, item)
    if form is None and sight.is_own and sight.may_manage:
        form = GrantForm(actor=request.actor, workspace_id=item.workspace_id)
    steps = [(one.title, item_url(one)) for one in breadcrumbs(request.actor, item)]
    context = {
        "item": item,
        "sight": sight,
        "form": form,
        "roles": ROLE_CHOICES,
        "crumbs": [*steps, (item.title, item_url(item)), (_("Access"), "")],
        "error": error,
        "space_url": reverse("workspaces:space", args=[item.workspace_id]),
    }
    is_wrong = bool(error or (form is not None and form.errors))
    status = UNPROCESSABLE if is_wrong else 200
    return render(request, "workspaces/access.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Show who sees an item; bring members of the space to a restricted one."""
    if request.method != "POST":
        return _page(request, item_id)
    item = access.get_item(request.actor, item_id)
    form = GrantForm(request.POST, actor=request.actor, workspace_id=item.workspace_id)
    if not form.is_valid():
        return _page(request, item_id, form)
    try:
        restrictions.grant_several(
            actor=request.actor,
            item_id=item_id,
            party_ids=[party.pk for party in form.cleaned_data["parties"]],
            role=Role(form.cleaned_data["role"]),
        )
    except (InvalidError, NotFoundError, ConflictError) as refusal:
        refuse_in(form, refusal)
        return _page(request, item_id, form)
    return go(request, "workspaces:access", item_id, said=_("They have access now."))


@require_POST
@signed_in
def restrict(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Close an item to all but oneself, to begin with."""
    restrictions.restrict_item(actor=request.actor, item_id=item_id)
    said = _("Only you see it now. Add those who need it.")
    return go(request, "workspaces:access", item_id, said=said)


@require_POST
@signed_in
def unrestrict(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Open an item to all who see the place where it lies."""
    restrictions.unrestrict_item(actor=request.actor, item_id=item_id)
    said = _("All who see the place where it lies see it now.")
    return go(request, "workspaces:access", item_id, said=said)


def _role(request: ActorRequest) -> Role:
    given = request.POST.get("role", "")
    if given not in {str(int(one)) for one in Role}:
        raise InvalidError(_("Choose a role."))
    return Role(int(given))


@require_POST
@signed_in
def change(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Change the role of a party on a restricted item, or take its access away."""
    party_id = as_uuid(request.POST.get("party", ""))
    if party_id is None:
        raise NotFoundError
    try:
        if request.POST.get("act") == "withdraw":
            restrictions.withdraw_access(actor=request.actor, item_id=item_id, party_id=party_id)
            if not access.visible_items(request.actor).filter(pk=item_id).exists():
                return go(request, "workspaces:index", said=_("You have no access to it any more."))
        else:
            role = _role(request)
            restrictions.grant_access(
                actor=request.actor, item_id=item_id, party_id=party_id, role=role
            )
    except (InvalidError, ConflictError) as refusal:
        return _page(request, item_id, error=reasons(refusal))
    return go(request, "workspaces:access", item_id, said=_("Changed."))
