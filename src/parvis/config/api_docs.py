"""The human page of the API, made from its OpenAPI description: no script, nothing fetched."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

METHODS = ("get", "post", "put", "patch", "delete")


class ReadableDocs(DocsBase):
    """Shows every operation with its parameters, grouped by tag."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **_kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema()
        context = {
            "api": api,
            "groups": _groups(schema),
            "openapi_url": reverse("api:openapi-json"),
        }
        return render(request, "config/api_docs.html", context)


def _groups(schema: dict[str, Any]) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path, operations in schema["paths"].items():
        for method in METHODS:
            operation = operations.get(method)
            if operation:
                tag = (operation.get("tags") or ["Parvis"])[0]
                found.setdefault(tag, []).append(_operation(path, method, operation, schema))
    return [{"tag": tag, "operations": rows} for tag, rows in sorted(found.items())]


def _operation(
    path: str, method: str, operation: dict[str, Any], schema: dict[str, Any]
) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = body.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
    fields = schema["components"]["schemas"].get(name, {}) if name else {}
    required = fields.get("required", [])
    return {
        "path": path,
        "method": method.upper(),
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": operation.get("parameters", []),
        "fields": [
            {"name": key, "required": key in required, **value}
            for key, value in fields.get("properties", {}).items()
        ],
    }
