"""The human page of the API, made from its OpenAPI description: no script, nothing fetched."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from parvis.kernel.api.description import METHODS, tag_names

TONES = {"get": "brand", "head": "brand", "post": "ok", "put": "soon", "patch": "soon"}
Described = dict[str, Any]


class ReadableDocs(DocsBase):
    """Shows how to call, then every operation with what it takes and answers, by tag."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **_kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema()
        problems = schema["components"]["schemas"]["Problem"]["properties"]
        context = {
            "api": api,
            "groups": _groups(schema),
            "problem": [{"name": name, **spec} for name, spec in problems.items()],
            "base_url": request.build_absolute_uri("/api/v1"),
            "openapi_url": reverse("api:openapi-json"),
        }
        return render(request, "config/api_docs.html", context)


def _groups(schema: Described) -> list[Described]:
    found: dict[str, list[Described]] = {}
    for path, operations in schema["paths"].items():
        for method in METHODS:
            operation = operations.get(method)
            if operation:
                tag = (operation.get("tags") or ["Parvis"])[0]
                found.setdefault(tag, []).append(_operation(path, method, operation, schema))
    names = tag_names()
    order = [*names, *sorted(found.keys() - names.keys())]
    return [
        {"tag": names.get(tag, tag), "id": slugify(tag), "operations": found[tag]}
        for tag in order
        if tag in found
    ]


def _operation(path: str, method: str, operation: Described, schema: Described) -> Described:
    responses = operation["responses"]
    return {
        "id": operation["operationId"],
        "path": path.removeprefix("/api/v1"),
        "method": method.upper(),
        "tone": TONES.get(method, "late"),
        "summary": operation.get("summary", ""),
        "paragraphs": _paragraphs(operation.get("description", "")),
        "parameters": [
            {**one, "type": _type(one["schema"])} for one in operation.get("parameters", [])
        ],
        "body": _body(operation, schema),
        "answers": [
            {"status": status, "words": one["description"], "type": _answer(one)}
            for status, one in responses.items()
            if status < "400"
        ],
        "refusals": [
            {"status": status, "words": one["description"]}
            for status, one in responses.items()
            if status >= "400"
        ],
    }


def _paragraphs(text: str) -> list[SafeString]:
    """Return a description as HTML: paragraphs, and what stands between backticks as code."""
    return [
        format_html_join(
            "",
            "{}",
            (
                (format_html("<code>{}</code>", piece) if place % 2 else piece,)
                for place, piece in enumerate(paragraph.split("`"))
            ),
        )
        for paragraph in text.split("\n\n")
        if paragraph.strip()
    ]


def _body(operation: Described, schema: Described) -> Described | None:
    contents = operation.get("requestBody", {}).get("content", {})
    for media_type, content in contents.items():
        shape = content["schema"]
        name = shape.get("$ref", "").rsplit("/", 1)[-1]
        shape = schema["components"]["schemas"].get(name, shape)
        required = shape.get("required", [])
        fields = [
            {
                "name": key,
                "required": key in required,
                "type": _type(value),
                "description": value.get("description", ""),
            }
            for key, value in shape.get("properties", {}).items()
        ]
        return {"media_type": media_type, "fields": fields}
    return None


def _answer(response: Described) -> str:
    for media_type, content in response.get("content", {}).items():
        return _type(content["schema"]) if media_type == "application/json" else str(media_type)
    return ""


def _type(shape: Described) -> str:
    """Return a short name for what a value is."""
    if "$ref" in shape:
        return str(shape["$ref"]).rsplit("/", 1)[-1].removesuffix("Out")
    for several in ("anyOf", "oneOf"):
        if several in shape:
            return " | ".join(_type(one) for one in shape[several])
    if "enum" in shape:
        return " | ".join(str(one) or '""' for one in shape["enum"])
    if shape.get("type") == "array":
        return f"[{_type(shape.get('items', {}))}]"
    return str(shape.get("format") or shape.get("const") or shape.get("type", ""))
