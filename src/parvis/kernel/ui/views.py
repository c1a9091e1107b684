"""Pages of the interface itself: its appearance, and the style guide."""

from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parvis.kernel.actors import ANONYMOUS
from parvis.kernel.ui import samples
from parvis.kernel.ui.display import make_display, write_display
from parvis.kernel.ui.htmx import is_dialog
from parvis.kernel.ui.shell import Shell


def _next(request: HttpRequest) -> str:
    """Return the page to come back to, when it is one of ours."""
    address = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if is_ours else "/"


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Send the browsers that ask at the old address to the icon."""
    return HttpResponseRedirect(static("parvis/icon.svg"))


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Choose theme, text size and contrast; kept on the device, so that it works signed out too."""
    if request.method == "POST":
        chosen = make_display(
            theme=request.POST.get("theme", ""),
            text=request.POST.get("text", ""),
            contrast=request.POST.get("contrast", ""),
        )
        response = HttpResponseRedirect(_next(request))
        write_display(response, chosen, is_https=request.is_secure())
        return response
    template = "ui/display.html#form" if is_dialog(request) else "ui/display.html"
    context = {
        "chosen": Shell(request).display,
        "next": _next(request),
        "inner": is_dialog(request),
    }
    return render(request, template, context)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say plainly what is wrong with a request that the framework refuses to read.

    It may have been refused before anybody knew who sent it.
    """
    if not hasattr(request, "actor"):
        vars(request)["actor"] = ANONYMOUS
    status, title = 400, _("This request can’t be read")
    match exception:
        case DisallowedHost():
            title = _("Parvis doesn’t answer at this address")
            detail = _("Use the address that you were given. Whoever runs Parvis sets BASE_URL.")
        case RequestDataTooBig() | TooManyFieldsSent() | TooManyFilesSent():
            status, title = 413, _("Too much was sent at once")
            detail = _("Nothing was changed. Send less at once: shorter texts, fewer files.")
        case _:
            detail = _(
                "Nothing was changed. Go back to the previous page and try again; a file with a "
                "very long name needs a shorter one."
            )
    context = {"code": status, "title": title, "detail": detail}
    return render(request, "errors/error.html", context, status=status)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in its states."""
    return render(request, "ui/styleguide.html", samples.guide())


@require_safe
def sample_home(request: HttpRequest) -> HttpResponse:
    """Show a home page made of the components."""
    return render(request, "ui/sample_home.html", samples.home())


@require_safe
def sample_plain(request: HttpRequest) -> HttpResponse:
    """Show a page of the signed-out."""
    return render(request, "ui/sample_plain.html")


@require_safe
def sample_error(request: HttpRequest) -> HttpResponse:
    """Show an error page."""
    return render(request, "errors/error.html", samples.error(), status=404)


@require_safe
def sample_picker(request: HttpRequest) -> HttpResponse:
    """Answer the picker of the style guide."""
    return render(request, "ui/sample_picker.html", samples.people(request.GET.get("q", "")))
