"""Who may reach the addresses of files: what one reads, what one changes."""

from typing import Any
from uuid import uuid4

from parvis.apps.files.services.versions import add_file
from parvis.kernel.storage.blobs import write_blob
from parvis.kernel.testing.surfaces import SPACE_EDITORS, SPACE_READERS, Elsewhere, Walk


def space(town: Any) -> dict[str, Any]:
    return {"item_id": town.space.pk}


def file(town: Any) -> dict[str, Any]:
    blob = write_blob(organisation_id=town.organisation.pk, chunks=[b"Bonjour"])
    version = add_file(
        actor=town.actor("agent"), parent_id=town.space.pk, name=f"{uuid4()}.txt", blob=blob
    )
    return {"item_id": version.file_id}


def first_version(town: Any) -> dict[str, Any]:
    del town
    return {"version": 1, "number": 1}


def title(town: Any) -> dict[str, Any]:
    del town
    return {"title": f"Plans {uuid4()}"}


SURFACES: dict[str, Walk | Elsewhere] = {
    "files:folder": Walk(SPACE_READERS, space),
    "files:new_folder": Walk(SPACE_EDITORS, space, "post", title),
    "files:add": Walk(SPACE_EDITORS, space),
    "files:act": Elsewhere("test_views.py: each action on its things"),
    "files:choose": Elsewhere("test_views.py: it needs the things chosen"),
    "files:zip": Walk(SPACE_READERS, space),
    "files:new_folders": Walk(SPACE_EDITORS, space, "post"),
    "files:conflicts": Walk(SPACE_READERS, space, "post"),
    "files:file": Walk(SPACE_READERS, file),
    "files:versions": Walk(SPACE_READERS, file),
    "files:add_version": Walk(SPACE_EDITORS, file),
    "files:restore": Walk(SPACE_EDITORS, file, "post", first_version),
    "files:lock": Elsewhere("test_services.py: the dialog tells the refusal in its place"),
    "files:unlock": Walk(SPACE_EDITORS, file, "post"),
    "files:preview": Walk(SPACE_READERS, file),
    "files:download": Walk(SPACE_READERS, file),
    "files:page": Elsewhere("test_views.py: a text has no pages"),
    "files:thumbnail": Elsewhere("test_views.py: a text has no picture"),
    "files:part": Elsewhere("test_views.py: a text has no attachments"),
    "files:uploads": Elsewhere("test_tus.py walks an upload: it needs its headers"),
    "files:upload": Elsewhere("test_tus.py: one's own uploads only"),
    "files:upload_choice": Elsewhere("test_tus.py: one's own uploads only"),
}
