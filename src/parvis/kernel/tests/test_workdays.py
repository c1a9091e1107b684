"""Working days: weekends and public holidays don't count."""

from datetime import date

import pytest

from parvis.kernel.ui.phrases import hold_state
from parvis.kernel.workdays import easter, is_working_day, working_days_until


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2019, date(2019, 4, 21)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_is_known(year: int, day: date) -> None:
    assert easter(year) == day


@pytest.mark.parametrize(
    "day", [date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14)]
)
def test_public_holidays_are_not_worked(day: date) -> None:
    assert not is_working_day(day)


def test_weekend_does_not_count() -> None:
    friday = date(2026, 11, 27)
    assert working_days_until(date(2026, 12, 1), today=friday) == 2
    assert working_days_until(friday, today=friday) == 0


@pytest.mark.parametrize(
    ("due", "is_you", "state"),
    [
        (date(2026, 11, 26), True, "late"),
        (date(2026, 11, 27), False, "soon"),
        (date(2026, 12, 1), False, "soon"),
        (date(2026, 12, 1), True, "you"),
        (date(2026, 12, 2), False, "normal"),
        (None, False, "normal"),
    ],
)
def test_hold_is_soon_within_two_working_days(due: date | None, is_you: bool, state: str) -> None:
    assert hold_state(due=due, is_you=is_you, today=date(2026, 11, 27)) == state
