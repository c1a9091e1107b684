"""What callers send, read strictly: no NUL, no half of a surrogate pair, no JSON twenty deep."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from ninja.parser import Parser

from parvis.kernel.errors import UNFIT, InvalidError
from parvis.kernel.texts import is_storable

DEEPEST = 20
NOT_JSON = _("The body is not JSON in UTF-8.")


def _check(value: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise InvalidError(_("The body is nested too deeply."))
    if isinstance(value, str) and not is_storable(value):
        raise InvalidError(UNFIT)
    if isinstance(value, dict):
        for key, each in value.items():
            _check(key, depth + 1)
            _check(each, depth + 1)
    if isinstance(value, list):
        for each in value:
            _check(each, depth + 1)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class StrictParser(Parser):
    """Refuses what JSON or the databases don't hold (raises InvalidError)."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        try:
            body = json.loads(request.body.decode(), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise InvalidError(NOT_JSON) from error
        _check(body)
        if not isinstance(body, dict):
            raise InvalidError(_("The body is a JSON object."))
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        for key, values in data.lists():
            for text in (key, *values):
                if isinstance(text, str) and not is_storable(text):
                    raise InvalidError(UNFIT)
        return super().parse_querydict(data, list_fields, request)
