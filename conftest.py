"""What every test shares: its own data folder, and which tests run where."""

import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings

pytest_plugins = ["tests.town"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser's journeys together on one process; skip what needs PostgreSQL elsewhere."""
    engine = django_settings.DATABASES["default"]["ENGINE"]
    for item in items:
        if item.get_closest_marker("e2e"):
            item.add_marker(pytest.mark.xdist_group("e2e"))
        if item.get_closest_marker("postgresql") and "postgresql" not in engine:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))


@pytest.fixture(autouse=True)
def data_dir(settings: object, tmp_path: Path) -> Path:
    """Give each test a data folder of its own."""
    settings.DATA_DIR = tmp_path
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path


@pytest.fixture
def redis_url() -> str:
    """Return the address of a Redis for tests; `make test` starts one."""
    url = os.environ.get("TEST_REDIS_URL", "")
    if not url:
        pytest.skip("needs Redis: run `make test`, or set TEST_REDIS_URL")
    return url
