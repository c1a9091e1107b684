"""The first visit: choose the town, say who administers it, or look at the demonstration."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from parvis.apps.accounts.flows import open_session
from parvis.apps.accounts.models import User
from parvis.apps.directory import setup_token
from parvis.apps.directory.communes import commune_by_code, search_communes
from parvis.apps.directory.demonstration import Making, maker
from parvis.apps.directory.selectors import has_organisations
from parvis.apps.directory.services.setup import DONE, set_up
from parvis.apps.directory.setup_forms import SetUpForm
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from parvis.kernel.ui.htmx import go_to, is_fragment

SIGN_IN = "/compte/connexion/"
TOKEN_KEY = "setup_token"  # noqa: S105 -- the name of a field
WRONG_TOKEN = _(
    "This server can be reached from elsewhere: open the address that the terminal printed when "
    "Parvis started, it holds the word that is asked for."
)


def _require_first_visit() -> None:
    if has_organisations():
        raise ConflictError(DONE)


def _require_token(request: HttpRequest) -> None:
    given = request.session.get(TOKEN_KEY, "")
    if not setup_token.opens(given):
        raise RefusedError(WRONG_TOKEN)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def installation(request: HttpRequest) -> HttpResponse:
    """Show the form of the first visit, and do what it says; closed for good afterwards."""
    if has_organisations() and request.method != "POST":
        return HttpResponseRedirect("/")
    if request.method != "POST" and maker().progress().is_under_way:
        return HttpResponseRedirect(reverse("directory:setup-demonstration"))
    _require_first_visit()
    if "jeton" in request.GET:
        request.session[TOKEN_KEY] = request.GET["jeton"]
        return HttpResponseRedirect(request.path)
    _require_token(request)
    form = SetUpForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        response = _open(request, form)
        if response is not None:
            return response
    if form.is_bound:
        form.ask_again()
    return _page(request, form)


def _open(request: HttpRequest, form: SetUpForm) -> HttpResponse | None:
    try:
        person = set_up(organisation=form.organisation(), administrator=form.administrator())
    except InvalidError as error:
        for field, texts in (error.fields or {"logo": [error.message]}).items():
            form.add_error(field if field in form.fields else None, [str(one) for one in texts])
        return None
    setup_token.forget()
    request.session.pop(TOKEN_KEY, None)
    user = User.objects.get(persons=person)
    return open_session(request, user, next_path="/")


def _page(request: HttpRequest, form: SetUpForm) -> HttpResponse:
    chosen = commune_by_code(form["commune"].value() or "") if form.is_bound else None
    context = {
        "form": form,
        "chosen": [{"value": chosen.code, "label": chosen.name}] if chosen else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "directory/setup.html", context, status=status)


@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """Answer the search of the form: communes by name, postcode or INSEE code."""
    if has_organisations():
        raise NotFoundError
    found = search_communes(request.GET.get("q", "")[:80])
    return render(request, "directory/setup.html#communes", {"communes": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demonstration(request: HttpRequest) -> HttpResponse:
    """Have the demonstration town made, and show how far it is, on a page that may be left.

    Then the sign-in page offers its people.
    """
    if request.method == "POST":
        _require_first_visit()
        _require_token(request)
        maker().start()
        return HttpResponseRedirect(request.path)
    progress = maker().progress()
    if has_organisations() and not progress.is_under_way:
        return go_to(SIGN_IN) if is_fragment(request) else HttpResponseRedirect(SIGN_IN)
    if progress.making == Making.NOT_ASKED:
        return HttpResponseRedirect(reverse("directory:setup"))
    part = "#state" if is_fragment(request) else ""
    return render(request, f"directory/setup_demonstration.html{part}", {"progress": progress})
