"""What views answer with: a form's errors, a way back, a done deed."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from parvis.apps.directory.requests import ActorRequest
from parvis.kernel.errors import ParvisError
from parvis.kernel.ui.htmx import go_to, is_fragment

UNPROCESSABLE = 422


def refuse_in(form: forms.Form, refusal: ParvisError) -> None:
    """Put what a service refused beside the fields of the form that it is about."""
    for name, texts in refusal.fields.items():
        form.add_error(name if name in form.fields else None, [str(text) for text in texts])
    if not refusal.fields:
        form.add_error(None, str(refusal))


def reasons(refusal: ParvisError) -> str:
    """Return why a service refused, in one line."""
    texts = [str(text) for each in refusal.fields.values() for text in each]
    return " ".join(texts) or str(refusal)


def way_back(request: ActorRequest, otherwise: str) -> str:
    """Return the page that the form named as `next`, if it is one of ours."""
    address = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if address and is_ours else otherwise


def go(request: ActorRequest, to: str, *args: object, said: str = "") -> HttpResponseBase:
    """Say what was done, then lead to a page (a URL name or a path), with htmx or without."""
    if said:
        messages.success(request, said)
    url = resolve_url(to, *args)
    return go_to(url) if is_fragment(request) else redirect(url)
