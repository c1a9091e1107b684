"""All that is shared outside: mine, a space's, and the organisation's for its administrators."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from parvis.apps.directory.requests import ActorRequest, for_administrators, signed_in
from parvis.apps.sharing import access, selectors
from parvis.apps.sharing.enums import LinkKind, LinkState
from parvis.apps.sharing.forms import refuse_fields
from parvis.apps.sharing.models import Link
from parvis.apps.sharing.services.policies import LONGEST_DAYS, change_policy
from parvis.apps.workspaces import access as items_access
from parvis.kernel.actors import OrganisationRole
from parvis.kernel.errors import InvalidError
from parvis.kernel.ui.htmx import is_fragment

PAGE = 50
STATES = [("", gettext_lazy("All states")), *LinkState.choices]
KINDS = [("", gettext_lazy("All links")), *LinkKind.choices]


def _listing(
    request: ActorRequest, links: QuerySet[Link], *, knows_spaces: bool = False
) -> dict[str, object]:
    state = request.GET.get("etat", LinkState.OPEN)
    kind, text = request.GET.get("sorte", ""), request.GET.get("q", "")[:100]
    found = selectors.listed(selectors.filtered(links, state=state, kind=kind, text=text))
    page = Paginator(found, PAGE).get_page(request.GET.get("page", "1"))
    asked = {"etat": state, "sorte": kind, "q": text}
    return {
        "rows": selectors.rows_of(request.actor, page, knows_spaces=knows_spaces),
        "page": page,
        "keep": urlencode(asked) + "&",
        "asked": asked,
        "states": STATES,
        "kinds": KINDS,
        "is_narrowed": state != LinkState.OPEN or bool(kind or text),
    }


def _template(request: ActorRequest, name: str) -> str:
    return name + ("#list" if is_fragment(request) else "")


@require_safe
@signed_in
def mine(request: ActorRequest) -> HttpResponse:
    """List the links that I made."""
    own = Link.objects.filter(
        organisation_id=request.actor.organisation_id, author_id=request.actor.party_id
    )
    context = {**_listing(request, own), "is_mine": True}
    return render(request, _template(request, "sharing/list.html"), context)


@require_safe
@signed_in
def space(request: ActorRequest, workspace_id: UUID) -> HttpResponse:
    """List the links to what is in a space: all for its managers, one's own for the others."""
    workspace = items_access.get_workspace(request.actor, workspace_id)
    links = access.visible_links(request.actor).filter(item__workspace_id=workspace_id)
    context = {**_listing(request, links), "workspace": workspace}
    return render(request, _template(request, "sharing/list.html"), context)


class PolicyForm(forms.Form):
    """The rules of sharing of an organisation."""

    is_on = forms.BooleanField(required=False)
    requires_password = forms.BooleanField(required=False)
    default_days = forms.IntegerField(
        label=gettext_lazy("Days a link lasts, unless its author says otherwise"),
        min_value=1,
        max_value=LONGEST_DAYS,
    )
    max_days = forms.IntegerField(
        label=gettext_lazy("Days a link lasts at most"), min_value=1, max_value=LONGEST_DAYS
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def administration(request: ActorRequest) -> HttpResponse:
    """List all that is shared outside, and set its rules."""
    policy = access.policy_of(request.actor.organisation_id)
    names = PolicyForm.base_fields
    initial = {name: getattr(policy, name) for name in names}
    is_sent = request.method == "POST"
    form = PolicyForm(request.POST if is_sent else None, initial=initial, auto_id="policy_%s")
    if is_sent and form.is_valid():
        try:
            change_policy(actor=request.actor, **form.cleaned_data)
        except InvalidError as refusal:
            refuse_fields(form, refusal.fields, refusal.message)
        else:
            messages.success(request, _("The rules are set."))
            return redirect("sharing:administration")
    links = access.organisation_links(request.actor)
    is_administrator = request.actor.has_role(OrganisationRole.ADMINISTRATOR)
    context = {
        **_listing(request, links, knows_spaces=is_administrator),
        "form": form,
        "policy": policy,
    }
    template = _template(request, "sharing/administration.html")
    return render(request, template, context, status=422 if form.errors else 200)
