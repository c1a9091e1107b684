"""The REST API: every app brings a `router` in its `api` module."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from ninja import Router

from parvis import __version__
from parvis.apps.directory.authentication import authentications
from parvis.config.api_docs import ReadableDocs
from parvis.kernel.api.description import DescribedAPI
from parvis.kernel.api.parsing import StrictParser
from parvis.kernel.api.problems import handle_problems

api = DescribedAPI(
    title="Parvis",
    version=__version__,
    urls_namespace="api",
    description=(
        "Everything that Parvis does, for programs. Make a token in “My account”, then send it as "
        "“Authorization: Bearer pvs_…”. Lists come in pages (`cursor`, `limit`); things that "
        "change bear an ETag, checked by If-Match; a POST with an Idempotency-Key is done once; "
        "errors are RFC 9457 problem documents in the language of Accept-Language."
    ),
    auth=authentications,
    parser=StrictParser(),
    docs=ReadableDocs(),
    openapi_extra={"info": {"license": {"name": "AGPL-3.0-or-later"}}},
)
handle_problems(api)


def _add_routers() -> None:
    for config in apps.get_app_configs():
        name = f"{config.name}.api"
        if not config.name.startswith("parvis.apps.") or find_spec(name) is None:
            continue
        router: Router = import_module(name).router
        api.add_router("", router)


_add_routers()
