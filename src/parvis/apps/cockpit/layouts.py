"""Which blocks stand where on a home page: pure functions, without a database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from parvis.kernel.ui.blocks import Column, HomeBlock, HomeProfile

HIDDEN = "hidden"
PLACES = (*(str(column) for column in Column), HIDDEN)


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of each column in their order, and those that are put away."""

    main: list[HomeBlock] = field(default_factory=list)
    side: list[HomeBlock] = field(default_factory=list)
    hidden: list[HomeBlock] = field(default_factory=list)

    @property
    def places(self) -> dict[str, list[HomeBlock]]:
        return {Column.MAIN: self.main, Column.SIDE: self.side, HIDDEN: self.hidden}

    @property
    def names(self) -> dict[str, list[str]]:
        """Return the layout as it is kept."""
        return {
            str(place): [block.name for block in blocks] for place, blocks in self.places.items()
        }

    @property
    def shown(self) -> list[HomeBlock]:
        return [*self.main, *self.side]

    def place_of(self, name: str) -> tuple[str, int] | None:
        """Return where a block stands, None when there is no such block."""
        for place, blocks in self.places.items():
            for index, block in enumerate(blocks):
                if block.name == name:
                    return str(place), index
        return None


def laid_out(
    blocks: Sequence[HomeBlock], profile: HomeProfile, *kept: Mapping[str, Sequence[str]] | None
) -> Layout:
    """Lay out the blocks as the first of `kept` says; what it doesn't know stands as declared.

    What was kept of blocks that are no more, or no longer for this person, is passed over; so is
    a column that a block doesn't suit.
    """
    chosen = next((each for each in kept if each), {})
    known = {block.name: block for block in blocks}
    layout = Layout()
    for place in PLACES:
        for name in chosen.get(place, ()):
            block = known.get(name)
            if block and place in {HIDDEN, *block.columns}:
                layout.places[place].append(known.pop(name))
    for block in blocks:
        if block.name in known:
            layout.places[_declared(block, profile)].append(block)
    return layout


def _declared(block: HomeBlock, profile: HomeProfile) -> str:
    return block.column if profile in block.profiles else HIDDEN


def _swapped(layout: Layout, name: str, by: int) -> Layout:
    place, index = layout.place_of(name) or (HIDDEN, 0)
    return placed(layout, name, place, index + by)


def _shown(layout: Layout, name: str) -> Layout:
    block = next(block for block in layout.hidden if block.name == name)
    return placed(layout, name, block.column, len(layout.places[block.column]))


Move = Callable[[Layout, str], Layout]
MOVES: Mapping[str, Move] = {
    "up": lambda layout, name: _swapped(layout, name, -1),
    "down": lambda layout, name: _swapped(layout, name, 1),
    "main": lambda layout, name: placed(layout, name, Column.MAIN, len(layout.main)),
    "side": lambda layout, name: placed(layout, name, Column.SIDE, len(layout.side)),
    "hide": lambda layout, name: placed(layout, name, HIDDEN, len(layout.hidden)),
    "show": _shown,
}


def placed(layout: Layout, name: str, place: str, index: int) -> Layout:
    """Put a block at a place; a place that it doesn't suit changes nothing."""
    at = layout.place_of(name)
    if at is None:
        return layout
    places = {key: list(blocks) for key, blocks in layout.places.items()}
    block = places[at[0]].pop(at[1])
    if place not in {HIDDEN, *block.columns}:
        return layout
    places[place].insert(max(0, min(index, len(places[place]))), block)
    return Layout(*places.values())


def moved(layout: Layout, name: str, move: str) -> Layout:
    """Move a block by one of `MOVES`; a move that makes no sense for it changes nothing."""
    at = layout.place_of(name)
    if at is None or move not in MOVES or (move == "show") != (at[0] == HIDDEN):
        return layout
    return MOVES[move](layout, name)
