"""The tabs of a space: its tools and its links elsewhere, under the names and in the order chosen.

`Workspace.tools` says which tools are on; `Workspace.tabs` is a list of `{"key", "label", "url"}`
in the order of the tabs: `key` is the name of a tool, or that of a link, which has a `url`. What
stands in neither comes after, in the order that tools declare.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from parvis.apps.workspaces.models import Workspace
from parvis.apps.workspaces.registry import Tool, tools

MAX_LINKS = 12
MAX_LABEL = 40
LINK = "link-"


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab as the pages of a space show it."""

    name: str
    label: str
    url: str
    icon: str
    is_current: bool = False
    is_external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TabChoice:
    """A tab as the managers of a space arrange it: a tool, on or off, or a link (`url`).

    `label` is what they call it, empty for the tool's own name.
    """

    key: str
    label: str = ""
    url: str = ""
    is_on: bool = True

    @property
    def is_link(self) -> bool:
        return self.key.startswith(LINK)

    @property
    def tool(self) -> Tool | None:
        return next((tool for tool in tools() if tool.name == self.key), None)


def tab_choices(workspace: Workspace) -> list[TabChoice]:
    """Return every tab that a space may have, in its order: the town's tools, and its links."""
    off = set(workspace.organisation.tools_off)
    known = {tool.name: tool for tool in tools() if tool.is_always_on or tool.name not in off}
    place = {name: number for number, name in enumerate(workspace.tools)}
    rest = sorted(known.values(), key=lambda tool: (place.get(tool.name, 99), tool.position))
    said = {one.key: one for one in kept_tabs(workspace) if one.is_link or one.key in known}
    choices = list(said.values())
    choices += [TabChoice(key=tool.name) for tool in rest if tool.name not in said]
    return [
        TabChoice(
            key=one.key,
            label=one.label,
            url=one.url,
            is_on=one.is_link or known[one.key].is_always_on or one.key in place,
        )
        for one in choices
    ]


def space_tabs(workspace: Workspace, current_tool: str) -> list[Tab]:
    """Return the tabs of a space: its links, and the tools that are on, here and in the town."""
    return [_shown(one, workspace, current_tool) for one in tab_choices(workspace) if one.is_on]


def _shown(choice: TabChoice, workspace: Workspace, current_tool: str) -> Tab:
    tool = choice.tool
    if tool is None:
        return Tab(choice.key, choice.label, choice.url, "external", is_external=True)
    label = choice.label or str(tool.label)
    is_current = tool.name == current_tool
    return Tab(tool.name, label, tool.url(workspace.pk), tool.icon, is_current=is_current)


def kept_tabs(workspace: Workspace) -> list[TabChoice]:
    """Return what the managers of a space said of its tabs, as it is kept."""
    names = {tool.name for tool in tools()}
    found = [
        TabChoice(key=row["key"], label=row.get("label", ""), url=row.get("url", ""))
        for row in workspace.tabs
    ]
    return [one for one in found if one.is_link or one.key in names]


def as_rows(choices: Iterable[TabChoice]) -> list[dict[str, str]]:
    """Return tabs as a space keeps them."""
    rows = []
    for choice in choices:
        row = asdict(choice)
        del row["is_on"]
        rows.append(row)
    return rows


def in_tool_order(choices: Sequence[TabChoice], names: Sequence[str]) -> list[TabChoice]:
    """Put the tools of some tabs in the order of `names`; links keep their places."""
    place = {name: number for number, name in enumerate(names)}
    movable = sorted(
        (one for one in choices if not one.is_link),
        key=lambda one: place.get(one.key, len(place)),
    )
    waiting = iter(movable)
    return [one if one.is_link else next(waiting) for one in choices]
