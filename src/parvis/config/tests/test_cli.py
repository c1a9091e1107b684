"""The `parvis` command: quick to help, plain in refusal."""

import subprocess
import sys
import tomllib
from pathlib import Path

from parvis import __version__
from parvis.config.cli import available
from parvis.config.tests.installations import SRC, Installation


def test_every_command_has_a_line_of_help() -> None:
    commands = available()
    assert {"serve", "worker", "migrate", "doctor", "backup", "restore", "verify"} <= set(commands)
    assert all(line.endswith(".") for line in commands.values())


def test_version_is_the_one_of_the_package() -> None:
    project = tomllib.loads((SRC.parent / "pyproject.toml").read_text())["project"]
    assert project["version"] == __version__


def test_help_loads_neither_django_nor_pydantic() -> None:
    script = (
        "import sys\nfrom parvis.config.cli import main\n"
        "try:\n    main(['serve', '--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'django', 'pydantic', 'granian'} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.splitlines()[-1] == "[]"


def test_wrong_configuration_ends_with_code_2_and_words(tmp_path: Path) -> None:
    answer = Installation(tmp_path / "town").parvis("serve", check=False, PORT="http")
    assert answer.returncode == 2
    assert "PORT" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_doctor_says_what_to_do(tmp_path: Path) -> None:
    answer = Installation(tmp_path / "town").parvis(
        "doctor", check=False, BASE_URL="http://parvis.ville.test"
    )
    assert answer.returncode == 1
    assert "parvis migrate" in answer.stdout
    assert "https" in answer.stdout
    assert "Traceback" not in answer.stdout + answer.stderr
