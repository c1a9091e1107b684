"""The OpenAPI 3.1 description: problems, preconditions and idempotency, told at every operation."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from parvis.kernel.api.idempotency import HEADER, LONGEST_KEY
from parvis.kernel.api.problems import MEDIA_TYPE, Problem
from parvis.kernel.api.translating import translated

METHODS = ("get", "head", "post", "put", "patch", "delete")
CHANGES = frozenset({"post", "put", "patch", "delete"})
WORDS = {
    400: "What was sent can't be read",
    401: "No valid token: sign in, or send one",
    403: "Seen, but refused: a role, a scope or a second check is missing",
    404: "It doesn't exist, or you may not know of it",
    409: "Its present state doesn't allow this",
    412: "It has changed since the version of If-Match",
    413: "Too large",
    415: "Another media type is expected",
    422: "Some values need correcting: see `errors`",
    423: "Somebody has locked it",
    460: "The piece was damaged on its way",
    507: "No room left",
}
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_ETAG = {"description": "version, for If-Match", "schema": {"type": "string"}}
_KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "a text of your own: the same call sent again with it is done once",
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
}
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "the ETag that you read: refused (412) when it has changed since",
    "schema": {"type": "string", "examples": ['"3"']},
}


def tag_names() -> dict[str, str]:
    """Return the groups of operations in the order of the page."""
    return {
        "Directory": _("Directory"),
        "Spaces": _("Spaces"),
        "Items": _("Items"),
        "Files": _("Documents"),
        "Uploads": _("Large documents"),
        "Who has the ball": _("Who has the ball"),
        "Conversations": _("Conversations"),
        "Activity": _("What happened"),
        "Notifications": _("Notifications"),
        "My account": _("My account"),
        "Journal": _("Journal"),
    }


class DescribedAPI(NinjaAPI):
    """An API whose description tells what all its operations share."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description in the active language, with what ninja leaves out."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"]["schemas"]["Problem"] = Problem.model_json_schema(mode="serialization")
        for path, operations in schema["paths"].items():
            for method in METHODS:
                if method in operations:
                    _complete(path, method, operations[method])
        schema.update(translated(dict(schema)))
        return schema


def _usual(path: str, method: str, operation: dict[str, Any]) -> set[int]:
    """Return the refusals that any operation of this form may answer."""
    usual = {401, 403}
    if "requestBody" in operation:
        usual |= {400, 413, 415, 422}
    if operation["parameters"]:
        usual.add(422)
    if "{" in path:
        usual.add(404)
    if method in CHANGES:
        usual |= {404, 409, 422}
    return usual | ({413} if method == "post" else set())


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    responses: dict[int, dict[str, Any]] = operation["responses"]
    if method == "post":
        operation["parameters"].append(_KEY)
    for status in _usual(path, method, operation) - responses.keys():
        responses[status] = {}
    for status, response in responses.items():
        if status >= 400:
            response["description"] = WORDS.get(status) or HTTPStatus(status).phrase
            response["content"] = _PROBLEM
    responses[401]["headers"] = {
        "WWW-Authenticate": {"description": "the challenge", "schema": {"type": "string"}}
    }
    if 412 in responses:
        _tell_versions(operation, responses)
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}


def _tell_versions(operation: dict[str, Any], responses: dict[int, dict[str, Any]]) -> None:
    if "If-Match" not in {one["name"] for one in operation["parameters"]}:
        operation["parameters"].append(_IF_MATCH)
    for status in responses.keys() & {200, 201}:
        responses[status]["headers"] = {"ETag": _ETAG}
