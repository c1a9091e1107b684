"""Run a program that may misbehave: its time, memory and output bounded, its group ended."""

import contextlib
import os
import resource
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

GIB = 1024**3


class TooSlowError(Exception):
    """The program was ended because it took too long."""


def run_limited(
    command: Sequence[str],
    *,
    folder: Path,
    seconds: int,
    memory: int,
    file_bytes: int = GIB,
    environment: dict[str, str] | None = None,
) -> int:
    """Run `command` in `folder` and return its exit code (raises TooSlowError).

    `memory` bounds the data of each of its processes, in bytes. It gets no variable but those
    named, no input, and a group of its own, which is killed at the end whatever happened.
    """
    process = subprocess.Popen(  # noqa: S603 -- no shell; every part of the command is ours
        command,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        limits = {
            resource.RLIMIT_DATA: memory,
            resource.RLIMIT_CPU: seconds,
            resource.RLIMIT_FSIZE: file_bytes,
            resource.RLIMIT_CORE: 0,
        }
        for limit, value in limits.items():
            resource.prlimit(process.pid, limit, (value, value))
        os.setpriority(os.PRIO_PROCESS, process.pid, 5)
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise TooSlowError from error
    finally:
        _end_group(process)


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
