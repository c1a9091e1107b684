"""Links for those who share: made, looked at, changed, withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.files.access import FOLDER
from parvis.apps.files.views.folders import chosen_in
from parvis.apps.sharing import access, selectors
from parvis.apps.sharing.access import SHARE, require_on
from parvis.apps.sharing.enums import LinkKind
from parvis.apps.sharing.forms import DepositForm, LinkForm, SendForm, TermsForm, refuse_fields
from parvis.apps.sharing.models import Link
from parvis.apps.sharing.presenters import address_of
from parvis.apps.sharing.services import links
from parvis.apps.sharing.services.sending import send_files
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item
from parvis.kernel.errors import InvalidError
from parvis.kernel.ui.htmx import go_to, is_fragment


def chosen_of(request: ActorRequest) -> list[UUID]:
    """Return the ids of the things chosen in a list, none for a thing shared by itself."""
    sent = request.POST if request.method == "POST" else request.GET
    values = sent.getlist("items")
    return chosen_in(values) if values else []


def place_of(request: ActorRequest, item_id: UUID) -> tuple[Item, list[Item]]:
    """Return the thing to share, or the place with what is chosen in it; refuse at once."""
    require_on(request.actor)
    ids = chosen_of(request)
    if not ids:
        return access.shareable_item(request.actor, item_id), []
    place = items_access.get_item(request.actor, item_id)
    items_access.require(request.actor, place, SHARE)
    return place, access.shareable_among(request.actor, ids)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Make a link to a thing, or to what is chosen in a place."""
    item, parts = place_of(request, item_id)
    policy = access.policy_of(request.actor.organisation_id)
    form = LinkForm(request.POST if request.method == "POST" else None, policy=policy)
    if request.method == "POST" and form.is_valid():
        try:
            link = links.make_link(
                actor=request.actor,
                item_id=item_id,
                terms=form.terms(),
                part_ids=chosen_of(request),
            )
        except InvalidError as refusal:
            refuse_fields(form, refusal.fields, refusal.message)
        else:
            return _to(request, link)
    context = {"item": item, "parts": parts, "form": form, "chosen": chosen_of(request)}
    template = "sharing/new.html" + ("#dialog" if is_fragment(request) else "")
    return render(request, template, context, status=422 if form.errors else 200)


def _to(request: ActorRequest, link: Link) -> HttpResponse:
    url = reverse("sharing:link", args=[link.pk])
    return go_to(url) if is_fragment(request) else redirect(url)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Mail a thing, or what is chosen in a place, as a link to each recipient."""
    item, parts = place_of(request, item_id)
    policy = access.policy_of(request.actor.organisation_id)
    form = SendForm(request.POST if request.method == "POST" else None, policy=policy)
    if request.method == "POST" and form.is_valid():
        try:
            made = send_files(
                actor=request.actor,
                item_id=item_id,
                recipients=form.typed_recipients,
                terms=form.terms(),
                part_ids=chosen_of(request),
            )
        except InvalidError as refusal:
            refuse_fields(form, refusal.fields, refusal.message)
        else:
            messages.success(request, _("The mails are on their way."))
            return _to(request, made[0]) if len(made) == 1 else _to_list(request)
    context = {"item": item, "parts": parts, "form": form, "chosen": chosen_of(request)}
    template = "sharing/send.html" + ("#dialog" if is_fragment(request) else "")
    return render(request, template, context, status=422 if form.errors else 200)


def _to_list(request: ActorRequest) -> HttpResponse:
    url = reverse("sharing:mine")
    return go_to(url) if is_fragment(request) else redirect(url)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_deposit(request: ActorRequest, item_id: UUID) -> HttpResponse:
    """Open a folder to deposits from outside."""
    require_on(request.actor)
    item = access.shareable_item(request.actor, item_id, kinds=(FOLDER,))
    policy = access.policy_of(request.actor.organisation_id)
    form = DepositForm(request.POST if request.method == "POST" else None, policy=policy)
    if request.method == "POST" and form.is_valid():
        try:
            link = links.make_link(
                actor=request.actor,
                item_id=item_id,
                terms=form.terms(),
                kind=LinkKind.DEPOSIT,
            )
        except InvalidError as refusal:
            refuse_fields(form, refusal.fields, refusal.message)
        else:
            return _to(request, link)
    context = {"item": item, "form": form}
    template = "sharing/new_deposit.html" + ("#dialog" if is_fragment(request) else "")
    return render(request, template, context, status=422 if form.errors else 200)


@require_safe
@signed_in
def link(request: ActorRequest, link_id: UUID) -> HttpResponse:
    """Show a link: its address to copy, what it allows, what was done with it."""
    found = access.get_link(request.actor, link_id)
    is_own = found.author_id == request.actor.party_id
    (row,) = selectors.rows_of(request.actor, selectors.listed(Link.objects.filter(pk=found.pk)))
    context = {
        "link": row.link,
        "row": row,
        "is_own": is_own,
        "address": address_of(found) if is_own and row.is_open else "",
        "traces": selectors.traces_of(request.actor, found),
        "deposits": selectors.deposits_of(found) if row.is_deposit else [],
        "recipients": list(found.recipients.all()[:100]),
    }
    return render(request, "sharing/link.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: ActorRequest, link_id: UUID) -> HttpResponse:
    """Change what a link of one's own allows."""
    found = access.get_link(request.actor, link_id)
    access.require_own(request.actor, found)
    policy = access.policy_of(request.actor.organisation_id)
    kind: type[TermsForm] = DepositForm if found.kind == LinkKind.DEPOSIT else LinkForm
    form = kind(request.POST if request.method == "POST" else None, policy=policy, link=found)
    if request.method == "POST" and form.is_valid():
        try:
            links.change_link(actor=request.actor, link_id=link_id, terms=form.terms())
        except InvalidError as refusal:
            refuse_fields(form, refusal.fields, refusal.message)
        else:
            messages.success(request, _("The link is changed."))
            return redirect("sharing:link", link_id=link_id)
    context = {"link": found, "form": form}
    return render(request, "sharing/change.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def revoke(request: ActorRequest, link_id: UUID) -> HttpResponse:
    """Withdraw a link, and go back to where it was asked."""
    links.revoke_link(actor=request.actor, link_id=link_id)
    messages.success(request, _("The link is withdrawn: nobody opens it any more."))
    if request.POST.get("from") == "administration":
        return redirect("sharing:administration")
    if request.POST.get("from") == "list":
        return redirect("sharing:mine")
    return redirect("sharing:link", link_id=link_id)
