"""Folders and files as kinds of items, and the tab «Documents» of spaces."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.apps.files import presenters
from parvis.apps.files.access import FILE, FOLDER, RULES
from parvis.apps.files.models import Folder
from parvis.apps.files.services.folders import (
    clean_folder_name,
    make_template_folders,
    template_folders,
)
from parvis.apps.files.services.versions import copy_file
from parvis.apps.files.texts import text_of
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.registry import (
    ItemAction,
    ItemKind,
    TemplatePart,
    Tool,
    register_action,
    register_kind,
    register_space_initialiser,
    register_template_part,
    register_tool,
)
from parvis.kernel.actors import Actor


def _copy_folder(source: Item, copy: Item, actor: Actor) -> None:
    del source, actor
    Folder.objects.create(item=copy)


register_kind(
    ItemKind(
        name=FOLDER,
        tool="files",
        label=_("Folder"),
        icon="folder",
        url=lambda item: reverse("files:folder", args=[item.pk]),
        is_container=True,
        has_unique_titles=True,
        clean_title=clean_folder_name,
        contexts=presenters.folder_contexts,
        copy=_copy_folder,
    )
)
register_kind(
    ItemKind(
        name=FILE,
        tool="files",
        label=_("File"),
        icon="file",
        url=lambda item: reverse("files:file", args=[item.pk]),
        has_unique_titles=True,
        clean_title=clean_folder_name,
        contexts=presenters.file_contexts,
        icons=presenters.icons_of,
        rules=RULES,
        searchable_text=text_of,
        copy=copy_file,
    )
)
register_tool(
    Tool(
        name="files",
        label=_("Documents"),
        icon="folder",
        url=lambda pk: reverse("files:folder", args=[pk]),
        position=20,
    )
)
register_action(
    ItemAction(
        name="files.lock",
        label=_("Lock"),
        icon="lock",
        url=lambda item: reverse("files:lock", args=[item.pk]),
        verb="lock",
        position=40,
        is_dialog=True,
        shows_on=lambda item: item.kind == FILE,
    )
)
register_space_initialiser(make_template_folders, tool="files")
register_template_part(TemplatePart(name="folders", take=template_folders))
