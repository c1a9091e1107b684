"""What one does with the ball: ask, answer, pass on, take back, close, remind."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.workspaces import access
from parvis.apps.workspaces.asking import AskForm, PassForm
from parvis.apps.workspaces.balls import balls_of, reply_named, words_for
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.panels import waiting_context
from parvis.apps.workspaces.selectors import get_hold, waiting_counts
from parvis.apps.workspaces.services import waiting as services
from parvis.kernel.errors import InvalidError
from parvis.kernel.ui.htmx import close_dialog, is_dialog, is_fragment, toast

UNPROCESSABLE = 422
PANEL = "workspaces/balls/panel.html"


def _back(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Go back to the page that the form named, else to the item."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return redirect(address)
    return redirect("workspaces:item", item_id)


def _row(request: ActorRequest, hold: Waiting, error: str = "") -> HttpResponse:
    """Show a hold again as a row, with how many things are left."""
    (ball,) = balls_of(request.actor, [hold])
    counts = waiting_counts(request.actor)
    context = {
        "ball": ball,
        "error": error,
        "is_changed": not error,
        "counts": counts,
        "left": words_for(counts.mine, counts.late),
        "next": request.POST.get("next", ""),
        "is_card": request.POST.get("view") == "card",
    }
    status = UNPROCESSABLE if error else 200
    return render(request, "workspaces/balls/changed.html", context, status=status)


def _done(
    request: ActorRequest, waiting_id: UUID, act: Callable[[], Waiting], words: str
) -> HttpResponseBase:
    """Act on a hold, then show it again where it was, with a word on what was done."""
    before = get_hold(request.actor, waiting_id)
    view = request.POST.get("view", "")
    try:
        after = act()
    except InvalidError as refusal:
        if not is_fragment(request) or view not in {"row", "card"}:
            raise
        error = " ".join(str(text) for texts in refusal.fields.values() for text in texts)
        return _row(request, before, error or str(refusal))
    if not is_fragment(request):
        messages.success(request, words)
        return _back(request, before.item_id)
    if view in {"row", "card"}:
        return toast(_row(request, get_hold(request.actor, after.pk)), words)
    return toast(_panel(request, before.item_id, is_changed=True), words)


def _panel(
    request: ActorRequest,
    item_id: UUID,
    form: AskForm | None = None,
    *,
    is_changed: bool = False,
) -> HttpResponse:
    item = access.get_item(request.actor, item_id)
    context = {**waiting_context(request, item, form)}
    if is_changed:
        counts = waiting_counts(request.actor)
        context |= {"counts": counts, "left": words_for(counts.mine, counts.late)}
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return render(request, f"{PANEL}#panel", context, status=status)


@require_safe
@signed_in
def panel(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Show who has the ball about an item."""
    return _panel(request, item_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: ActorRequest, item_id: UUID) -> HttpResponseBase:
    """Pass the ball about an item to somebody."""
    item = access.get_item(request.actor, item_id)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        actor=request.actor,
        workspace_id=item.workspace_id,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.ask(
                actor=request.actor,
                item_id=item.pk,
                party_id=form.cleaned_data["party"].pk,
                action=form.cleaned_data["action"],
                message=form.cleaned_data["message"],
                due_on=form.cleaned_data["due_on"],
            )
        except InvalidError as refusal:
            _tell(form, refusal)
        else:
            words = _("The ball is with %(who)s.") % {"who": form.cleaned_data["party"].name}
            if not is_fragment(request):
                messages.success(request, words)
                return _back(request, item.pk)
            return toast(_panel(request, item.pk, is_changed=True), words)
    if is_fragment(request):
        return _panel(request, item.pk, form)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "workspaces/balls/ask.html", {"item": item, "form": form}, status=status)


def _tell(form: AskForm | PassForm, refusal: InvalidError) -> None:
    """Put the reasons of a refusal beside the fields that they speak of."""
    for name, texts in refusal.fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, str(text))
    if not refusal.fields:
        form.add_error(None, str(refusal))


@require_POST
@signed_in
def answer(request: ActorRequest, waiting_id: UUID) -> HttpResponseBase:
    """Answer in words, or in one tap."""
    hold = get_hold(request.actor, waiting_id)
    reply = reply_named(hold.action, request.POST.get("reply", ""))
    text = request.POST.get("text", "").strip()
    if reply is not None and not reply.words and not text:
        return _done(
            request,
            waiting_id,
            lambda: services.close(actor=request.actor, waiting_id=waiting_id),
            _("Done: %(who)s is told.") % {"who": _asker(hold)},
        )
    words = " ".join(part for part in (str(reply.words) if reply else "", text) if part)
    return _done(
        request,
        waiting_id,
        lambda: services.answer(actor=request.actor, waiting_id=waiting_id, text=words),
        _("Your answer is sent to %(who)s.") % {"who": _asker(hold)},
    )


def _asker(hold: Waiting) -> str:
    return hold.asked_by.name if hold.asked_by else _("the space")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def pass_on(request: ActorRequest, waiting_id: UUID) -> HttpResponseBase:
    """Pass the ball on: a form, in a dialog or on a page."""
    hold = get_hold(request.actor, waiting_id)
    form = PassForm(
        request.POST if request.method == "POST" else None,
        actor=request.actor,
        workspace_id=hold.workspace_id,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.pass_on(
                actor=request.actor,
                waiting_id=hold.pk,
                party_id=form.cleaned_data["party"].pk,
                message=form.cleaned_data["message"],
            )
        except InvalidError as refusal:
            _tell(form, refusal)
        else:
            words = _("The ball is with %(who)s.") % {"who": form.cleaned_data["party"].name}
            if is_fragment(request):
                return close_dialog(toast(_passed(request, hold), words))
            messages.success(request, words)
            return _back(request, hold.item_id)
    context = {
        "hold": hold,
        "form": form,
        "next": _sent(request, "next"),
        "view": _sent(request, "view"),
        "inner": is_dialog(request),
    }
    template = "workspaces/balls/pass.html" + ("#form" if is_fragment(request) else "")
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)


def _passed(request: ActorRequest, hold: Waiting) -> HttpResponse:
    """Show again, where it stood behind the dialog, what was passed on from there."""
    if request.POST.get("view") in {"row", "card"}:
        response, place = _row(request, get_hold(request.actor, hold.pk)), f"#ball-{hold.pk}"
    else:
        response, place = _panel(request, hold.item_id, is_changed=True), "#waiting"
    response.headers["HX-Retarget"] = place
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _sent(request: ActorRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name, "")


@require_POST
@signed_in
def take_back(request: ActorRequest, waiting_id: UUID) -> HttpResponseBase:
    """Take back what one asked."""
    return _done(
        request,
        waiting_id,
        lambda: services.take_back(actor=request.actor, waiting_id=waiting_id),
        _("You took the ball back."),
    )


@require_POST
@signed_in
def close(request: ActorRequest, waiting_id: UUID) -> HttpResponseBase:
    """Close without an answer."""
    return _done(
        request,
        waiting_id,
        lambda: services.close(actor=request.actor, waiting_id=waiting_id),
        _("Closed."),
    )


@require_POST
@signed_in
def remind(request: ActorRequest, waiting_id: UUID) -> HttpResponseBase:
    """Remind the holder, at most once a day."""
    hold = get_hold(request.actor, waiting_id)
    return _done(
        request,
        waiting_id,
        lambda: services.remind(actor=request.actor, waiting_id=waiting_id),
        _("%(who)s is reminded.") % {"who": hold.party.name},
    )
