"""Where tools join: kinds of items, tools of spaces, templates of spaces."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise

from parvis.apps.directory.models import Party
from parvis.apps.workspaces.models import Item, Workspace
from parvis.kernel.actors import Actor, Role
from parvis.kernel.models import Event
from parvis.kernel.registries import declare
from parvis.kernel.ui.palette import HUE_NAMES

Text = str | Promise


def _no_contexts(_items: Iterable[Item]) -> Mapping[UUID, str]:
    return {}


def _no_text(item: Item) -> str:
    return item.description


@dataclass(frozen=True, kw_only=True)
class ItemKind:
    """What a tool says of one of its kinds.

    `url` gives the page of an item; `contexts` the one line shown below each title, for many items
    in a constant number of queries; `icons` the icon of each item where it differs from `icon`;
    `rules` maps the tool's own verbs to the space role that they need; `is_container` tells
    whether items may be put in it; `searchable_text` gives the text that search reads;
    `copy` makes a copy of the tool's row for a new item, `on_trash` and `on_purge` do what else
    must be done. With `has_unique_titles` no two things of such kinds bear one name in one place;
    `clean_title` makes of what was typed a title that suits the kind (raises InvalidError).
    Without `is_document` such things stand in their tool's own tab, not among documents. `tool`
    names the tool that the kind belongs to: where it is off, such things are kept out of sight.
    """

    name: str
    label: Text
    icon: str
    url: Callable[[Item], str]
    is_container: bool = False
    has_unique_titles: bool = False
    is_document: bool = True
    tool: str = ""
    contexts: Callable[[Iterable[Item]], Mapping[UUID, str]] = _no_contexts
    icons: Callable[[Iterable[Item]], Mapping[UUID, str]] = _no_contexts
    searchable_text: Callable[[Item], str] = _no_text
    rules: Mapping[str, Role] = field(default_factory=dict)
    copy: Callable[[Item, Item, Actor], None] | None = None
    on_trash: Callable[[Item, Actor], None] | None = None
    on_purge: Callable[[Item, Actor], None] | None = None
    clean_title: Callable[[str], str] | None = None


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A tab of a space: `url` gives its page for a workspace id."""

    name: str
    label: Text
    icon: str
    url: Callable[[UUID], str]
    position: int = 50
    is_always_on: bool = False


@dataclass(frozen=True, kw_only=True)
class SettingsPage:
    """A page of the settings of a space: `url` gives it for a workspace id."""

    name: str
    label: Text
    icon: str
    url: Callable[[UUID], str]
    position: int = 50


@dataclass(frozen=True, kw_only=True)
class WorkspaceTemplate:
    """What a new space starts with; `folders` are paths with "/" between names.

    `tabs` are kept as in `Workspace.tabs`; `parts` is what tools took of a space for it.
    """

    name: str
    label: Text
    description: Text
    icon: str
    colour: str = HUE_NAMES[0]
    tools: tuple[str, ...] = ("timeline", "posts", "files", "waiting", "members")
    folders: tuple[Text, ...] = ()
    openness: str = "closed"
    default_role: Role = Role.EDITOR
    tabs: tuple[Mapping[str, str], ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TemplatePart:
    """What a tool takes of a space for a template, as JSON, as far as the actor sees it.

    It is found again in `WorkspaceTemplate.parts` by the tool's initialiser of new spaces.
    """

    name: str
    take: Callable[[Actor, Workspace], Any]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of every item's page: `context` feeds `template`, and is asked only where it shows.

    It stands in the side column, or below the thing itself (`is_main`). The page shows first, then
    fetches the panels of each column at once; what is read less often `is_lazy`: it is fetched
    when it comes into view.
    """

    name: str
    label: Text
    icon: str
    template: str
    context: Callable[[HttpRequest, Item], Mapping[str, object]]
    position: int = 50
    is_main: bool = False
    is_lazy: bool = False
    shows_on: Callable[[Item], bool] = lambda item: item.parent_id is not None


@dataclass(frozen=True, kw_only=True)
class ItemAction:
    """An entry of the menu of an item, for those who may `verb` it where `shows_on` says so.

    `url` leads to its page; with `is_dialog` it opens as a dialog; with `is_post` it is done at
    once, after `confirm` was answered if it asks something.
    """

    name: str
    label: Text
    icon: str
    url: Callable[[Item], str]
    verb: str = "view"
    position: int = 50
    is_dialog: bool = False
    is_post: bool = False
    is_danger: bool = False
    confirm: Text = ""
    confirm_detail: Text = ""
    shows_on: Callable[[Item], bool] = lambda item: item.parent_id is not None


@dataclass(frozen=True, kw_only=True)
class Verb:
    """What an app lets one do to items of any kind: the role for it, higher on a restricted one."""

    name: str
    role: Role
    restricted_role: Role
    is_for_guests: bool = True

    def rule(self, actor: Actor, item: Item) -> Role | None:
        """Return the role that the actor needs for it on an item, None when nothing allows it."""
        if actor.is_guest and not self.is_for_guests:
            return None
        return self.role if item.access_root_id is None else self.restricted_role


@dataclass(frozen=True, kw_only=True)
class SelectionAction:
    """What may be done to several documents chosen in a place, for those who may `verb` there.

    `url` gives its page for the place; the chosen ids come as `items`.
    """

    name: str
    label: Text
    icon: str
    url: Callable[[UUID], str]
    verb: str


@dataclass(frozen=True, kw_only=True)
class ItemText:
    """A text said about an item, found by itself: a comment, a message."""

    id: UUID
    item_id: UUID
    text: str
    author_id: UUID | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TextSource:
    """What else than items search reads: `texts` gives all that is said about items, in clear.

    `anchor` is where a text stands on the page of its item.
    """

    name: str
    label: Text
    icon: str
    texts: Callable[[Collection[UUID]], Iterable[ItemText]]
    anchor: Callable[[UUID], str] = lambda _pk: ""


def _as_kept(text: str, _parties: Mapping[UUID, Party]) -> str:
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said, as it is kept; `told` writes it once the parties it `names` are read."""

    text: str
    names: Collection[UUID] = ()
    told: Callable[[str, Mapping[UUID, Party]], str] = _as_kept


Words = Callable[[Sequence[Event]], Mapping[UUID, Said]]
SpaceInitialiser = Callable[[Actor, Workspace, WorkspaceTemplate], None]

_panels: dict[str, Panel] = {}
_words: dict[str, Words] = {}
_initialisers: dict[SpaceInitialiser, str] = {}
_settings_pages: dict[str, SettingsPage] = {}
_template_parts: dict[str, TemplatePart] = {}
_actions: dict[str, ItemAction] = {}
_selection_actions: dict[str, SelectionAction] = {}
_verbs: dict[str, Verb] = {}
_kinds: dict[str, ItemKind] = {}
_tools: dict[str, Tool] = {}
_templates: dict[str, WorkspaceTemplate] = {}
_text_sources: dict[str, TextSource] = {}


def register_kind(kind: ItemKind) -> ItemKind:
    """Declare a kind of item, once."""
    return declare(_kinds, kind.name, kind)


def register_tool(tool: Tool) -> Tool:
    """Declare a tool of spaces, once."""
    return declare(_tools, tool.name, tool)


def register_template(template: WorkspaceTemplate) -> WorkspaceTemplate:
    """Declare a template of spaces, once."""
    return declare(_templates, template.name, template)


def register_text_source(source: TextSource) -> TextSource:
    """Declare texts about items that search reads, once."""
    return declare(_text_sources, source.name, source)


def text_sources() -> dict[str, TextSource]:
    """Return every source of texts by name."""
    return dict(_text_sources)


def register_panel(panel: Panel) -> Panel:
    """Declare a part of the pages of items, once."""
    return declare(_panels, panel.name, panel)


def register_words(*event_types: str, words: Words) -> Words:
    """Declare how to read, in one query, what people said in the events of these types.

    Events hold ids alone; the words stay where they can be edited and deleted.
    """
    for event_type in event_types:
        declare(_words, event_type, words)
    return words


def words_said(events: Iterable[Event]) -> dict[UUID, Said]:
    """Return what was said in each event that has words, a query for each kind of words."""
    asked: dict[Words, list[Event]] = {}
    for event in events:
        if words := _words.get(event.type):
            asked.setdefault(words, []).append(event)
    said: dict[UUID, Said] = {}
    for words, those in asked.items():
        said.update(words(those))
    return said


def register_space_initialiser(initialise: SpaceInitialiser, *, tool: str = "") -> SpaceInitialiser:
    """Declare what a tool puts into each new space where it is on, as the space is made."""
    _initialisers.setdefault(initialise, tool)
    return initialise


def initialise_space(actor: Actor, workspace: Workspace, template: WorkspaceTemplate) -> None:
    """Let every tool that is on put its part into a new space."""
    off = actor.tools_off
    for initialise, tool in _initialisers.items():
        if not tool or (tool in workspace.tools and tool not in off):
            initialise(actor, workspace, template)


def register_settings_page(page: SettingsPage) -> SettingsPage:
    """Declare a page of the settings of spaces, once."""
    return declare(_settings_pages, page.name, page)


def register_template_part(part: TemplatePart) -> TemplatePart:
    """Declare what a tool takes of a space for a template, once."""
    return declare(_template_parts, part.name, part)


def template_parts() -> list[TemplatePart]:
    """Return what tools take of a space for a template."""
    return list(_template_parts.values())


def settings_pages() -> list[SettingsPage]:
    """Return the pages of the settings of spaces, in order."""
    return sorted(_settings_pages.values(), key=lambda page: page.position)


def register_action(action: ItemAction) -> ItemAction:
    """Declare an entry of the menu of items, once."""
    return declare(_actions, action.name, action)


def register_selection_action(action: SelectionAction) -> SelectionAction:
    """Declare what may be done to the documents chosen in a list, once."""
    return declare(_selection_actions, action.name, action)


def selection_actions() -> dict[str, SelectionAction]:
    """Return what apps let one do to chosen documents, by name."""
    return dict(_selection_actions)


def register_verb(verb: Verb) -> Verb:
    """Declare what an app lets one do to items of any kind, once."""
    return declare(_verbs, verb.name, verb)


def verbs() -> dict[str, Verb]:
    """Return the verbs that apps declare for items of any kind, by name."""
    return dict(_verbs)


def rule_on(actor: Actor, item: Item, verb: str) -> Role | None:
    """Return the role that an app's verb, or the kind of the item, asks for; None: neither says."""
    if declared := _verbs.get(verb):
        return declared.rule(actor, item)
    kind = _kinds.get(item.kind)
    return kind.rules.get(verb) if kind else None


def actions(item: Item) -> list[ItemAction]:
    """Return the entries that an item's menu may have, in order."""
    shown = (action for action in _actions.values() if action.shows_on(item))
    return sorted(shown, key=lambda action: action.position)


def panels(item: Item) -> list[Panel]:
    """Return the parts of an item's page, in order."""
    shown = (panel for panel in _panels.values() if panel.shows_on(item))
    return sorted(shown, key=lambda panel: panel.position)


def kind_of(item: Item) -> ItemKind:
    """Return the kind of an item (raises KeyError for a kind that no tool declares)."""
    return _kinds[item.kind]


def kinds() -> dict[str, ItemKind]:
    """Return every kind by name."""
    return dict(_kinds)


def tools() -> list[Tool]:
    """Return every tool in the order of tabs."""
    return sorted(_tools.values(), key=lambda tool: tool.position)


def kinds_of_tools(names: Collection[str]) -> list[str]:
    """Return the kinds of things that belong to tools."""
    return [kind.name for kind in _kinds.values() if kind.tool and kind.tool in names]


def templates() -> dict[str, WorkspaceTemplate]:
    """Return every template by name."""
    return dict(_templates)
