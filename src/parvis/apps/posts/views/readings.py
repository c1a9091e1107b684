"""Who read a post, and who says so when asked."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.posts import access, selectors
from parvis.apps.posts.forms import AskReadersForm
from parvis.apps.posts.services import readings
from parvis.apps.workspaces.presenters import item_frame
from parvis.kernel.errors import ParvisError
from parvis.kernel.ui.htmx import go_to, is_fragment

SIZE = 50


@require_safe
@signed_in
def readers(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """List who read a post and who acknowledged it, for its authors."""
    post = access.get_writable(request.actor, post_id)
    asked = selectors.acknowledgements(post)
    page = Paginator(selectors.readers_of(post), SIZE).get_page(request.GET.get("page", "1"))
    context = {
        **item_frame(request, post.item),
        "post": post,
        "asked": asked,
        "done_count": sum(one.done_at is not None for one in asked),
        "page": page,
    }
    return render(request, "posts/readers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Ask readers to say that they have read, in a dialog or on a page."""
    post = access.get_writable(request.actor, post_id)
    is_sent = request.method == "POST"
    form = AskReadersForm(
        request.POST if is_sent else None,
        actor=request.actor,
        auto_id="ask_readers_%s",
        initial={"who": "everybody"},
    )
    if is_sent and form.is_valid():
        values = form.cleaned_data
        try:
            count = readings.ask_to_acknowledge(
                actor=request.actor,
                post_id=post_id,
                party_ids=[party.pk for party in values["party"] or ()],
                everybody=values["who"] == "everybody",
                message=values["message"],
                due_on=values["due_on"],
            )
        except ParvisError as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _asked_phrase(count))
            url = reverse("posts:readers", args=[post_id])
            return go_to(url) if is_fragment(request) else redirect(url)
    context = {"post": post, "item": post.item, "form": form}
    template = "posts/ask.html" + ("#dialog" if is_fragment(request) else "")
    return render(request, template, context, status=422 if form.errors else 200)


def _tell(form: AskReadersForm, refusal: ParvisError) -> None:
    for name, texts in refusal.fields.items():
        form.add_error(name if name in form.fields else None, [str(text) for text in texts])
    if not refusal.fields:
        form.add_error(None, str(refusal.message))


def _asked_phrase(count: int) -> str:
    if not count:
        return _("Everybody was asked already.")
    said = ngettext("%(count)s person is asked.", "%(count)s persons are asked.", count)
    return said % {"count": count}


@require_POST
@signed_in
def acknowledge(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Say that one has read."""
    readings.acknowledge(actor=request.actor, post_id=post_id)
    messages.success(request, _("Thank you: it is noted that you have read this."))
    url = reverse("posts:post", args=[post_id])
    return go_to(url) if is_fragment(request) else redirect(url)
