"""Layouts: whatever is moved, every block stands once, where it may."""

from collections import Counter
from itertools import chain

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.apps.cockpit.layouts import HIDDEN, MOVES, PLACES, Layout, laid_out, moved, placed
from parvis.kernel.ui.blocks import Column, HomeBlock, HomeProfile

AGENT, ELECTED = HomeProfile.AGENT, HomeProfile.ELECTED


def block(name: str, **values: object) -> HomeBlock:
    return HomeBlock(
        name=name,
        label=name,
        description="",
        icon="home",
        template="",
        context=lambda _request: None,
        **values,
    )


BLOCKS = [
    block("waiting"),
    block("news", column=Column.SIDE),
    block("figures", profiles=frozenset({ELECTED})),
    block("narrow", column=Column.SIDE, columns=frozenset({Column.SIDE})),
]
NAMES = [one.name for one in BLOCKS]


def names(layout: Layout) -> dict[str, list[str]]:
    return layout.names


def test_blocks_stand_as_declared_until_somebody_arranges_them() -> None:
    layout = laid_out(BLOCKS, AGENT, None, {})
    assert names(layout) == {"main": ["waiting"], "side": ["news", "narrow"], "hidden": ["figures"]}
    assert names(laid_out(BLOCKS, ELECTED))["main"] == ["waiting", "figures"]


def test_own_arrangement_comes_before_that_of_the_organisation() -> None:
    own = {"main": ["news"], "side": [], "hidden": ["waiting"]}
    town = {"main": ["figures"], "side": [], "hidden": []}
    assert names(laid_out(BLOCKS, AGENT, own, town))["main"] == ["news"]
    assert names(laid_out(BLOCKS, AGENT, None, town))["main"] == ["figures", "waiting"]


def test_what_is_kept_of_gone_or_misplaced_blocks_is_passed_over() -> None:
    kept = {"main": ["gone", "narrow", "news", "news"], "side": [], "hidden": []}
    layout = names(laid_out(BLOCKS, AGENT, kept))
    assert layout == {"main": ["news", "waiting"], "side": ["narrow"], "hidden": ["figures"]}


def test_a_block_moves_by_one_or_to_another_column_or_away() -> None:
    layout = laid_out(BLOCKS, AGENT)
    assert moved(layout, "narrow", "up").names["side"] == ["narrow", "news"]
    assert moved(layout, "waiting", "side").names["side"] == ["news", "narrow", "waiting"]
    assert moved(layout, "narrow", "main") == layout
    assert moved(layout, "news", "hide").names["hidden"] == ["figures", "news"]
    assert moved(layout, "figures", "show").names["main"] == ["waiting", "figures"]
    assert moved(layout, "waiting", "up") == layout
    assert moved(layout, "unknown", "up") == layout


MOVE = st.tuples(st.sampled_from([*NAMES, "gone"]), st.sampled_from([*MOVES, "fly"]))
DROP = st.tuples(st.sampled_from(NAMES), st.sampled_from([*PLACES, "sky"]), st.integers(-2, 9))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MOVE | DROP, max_size=12))
def test_every_block_stands_once_where_it_may(wishes: list[tuple[str, ...]]) -> None:
    layout = laid_out(BLOCKS, AGENT)
    for wish in wishes:
        layout = moved(layout, *wish) if len(wish) == 2 else placed(layout, *wish)
        assert Counter(chain(*layout.names.values())) == Counter(NAMES)
        assert "narrow" not in layout.names["main"]
        assert set(layout.names) == {"main", "side", HIDDEN}
        assert laid_out(BLOCKS, AGENT, layout.names) == layout
