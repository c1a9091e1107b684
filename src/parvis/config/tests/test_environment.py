"""A wrong variable is said in words, before anything starts."""

import base64

import pytest

from parvis.config.environment import ConfigurationError, Environment, read

KEY = base64.b64encode(bytes(32)).decode()


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_read_is_content_with_nothing() -> None:
    env = read({})
    assert (env.host, env.port, env.database_url) == ("127.0.0.1", 8000, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://parvis:secret@localhost/parvis"),
        ("REDIS_URL", "redis://localhost:6379/0"),
        ("STORAGE_URL", "s3://key:secret@s3.example.org/parvis"),
        ("EMAIL_URL", "smtp+tls://parvis:secret@smtp.example.org:587"),
        ("BASE_URL", "https://parvis.ville.fr"),
        ("CLAMAV_URL", "unix:///run/clamav/clamd.ctl"),
        ("MASTER_KEY", KEY),
        ("MASTER_KEY", KEY.rstrip("=")),
        ("MASTER_KEY_PREVIOUS", f"{KEY}, {KEY}"),
        ("SECRET_KEY", "x" * 32),
        ("PORT", "8080"),
    ],
)
def test_read_accepts_what_is_right(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert str(getattr(read({}), name.lower())) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/parvis"),
        ("DATABASE_URL", "localhost"),
        ("REDIS_URL", "localhost:6379"),
        ("STORAGE_URL", "/srv/files"),
        ("EMAIL_URL", "mail.ville.fr"),
        ("BASE_URL", "parvis.ville.fr"),
        ("BASE_URL", "https://parvis.ville.fr/parvis"),
        ("BASE_URL", "https://[oups"),
        ("CLAMAV_URL", "clamd"),
        ("MASTER_KEY", "court"),
        ("MASTER_KEY", "é" * 44),
        ("SECRET_KEY", "court"),
        ("PORT", "http"),
        ("PORT", "70000"),
        ("DEBUG", "peut-être"),
    ],
)
def test_read_says_which_variable_is_wrong(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        read({})
    assert [line.split(" : ")[0] for line in caught.value.lines] == [name]
    assert " / " in caught.value.lines[0] or "(" in caught.value.lines[0]


def test_read_refuses_a_name_of_ours_that_is_mistyped() -> None:
    with pytest.raises(ConfigurationError, match="PARVIS_DATADIR"):
        read({"PARVIS_DATADIR": "/srv"})
