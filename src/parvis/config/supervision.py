"""Keep the processes of embedded mode alive, and end them together.

Nothing heavy is imported here: the supervisor only starts, watches and stops.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from queue import Empty, SimpleQueue
from types import FrameType

EXIT_CONFIGURATION = 2
EXIT_CANNOT_START = 3
FINAL = frozenset({EXIT_CONFIGURATION, EXIT_CANNOT_START})
GRACE_SECONDS = 12
CALM_SECONDS = 60
LONGEST_PAUSE = 30


def add_supervised(parser: argparse.ArgumentParser) -> None:
    """Let a command be run as a child of the supervisor."""
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def end_with_parent() -> None:
    """End this process when the supervisor is gone, whatever became of it.

    Standard input is a pipe that only the supervisor holds: it closes when the supervisor ends.
    """

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def say(message: str) -> None:
    sys.stderr.write(f"parvis : {message}\n")
    sys.stderr.flush()


class Child:
    """One process that must always run; it is started again after a pause that grows."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.failures = 0
        self.start()

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.restart_at: float | None = None
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE)  # noqa: S603 -- our own program

    def note_end(self, code: int) -> None:
        if time.monotonic() - self.started_at > CALM_SECONDS:
            self.failures = 0
        pause = min(LONGEST_PAUSE, 2**self.failures - 1)
        self.failures += 1
        self.restart_at = time.monotonic() + pause
        reason = f"signal {-code}" if code < 0 else f"code {code}"
        say(f"le processus « {self.name} » s’est arrêté ({reason}), il est relancé dans {pause} s.")


def supervise(children: dict[str, list[str]]) -> int:
    """Keep `children` running until SIGTERM or SIGINT; return an exit code."""
    wishes: SimpleQueue[int] = SimpleQueue()

    def note(number: int, frame: FrameType | None) -> None:
        del frame
        wishes.put(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, note)
    running = [Child(name, command) for name, command in children.items()]
    code = _watch(running, wishes)
    _stop(running)
    return code


def _watch(running: list[Child], wishes: "SimpleQueue[int]") -> int:
    """Start again whatever ends, until a signal asks to stop or a child says that it can't run."""
    while True:
        for child in running:
            ended = child.process.poll()
            if ended is not None and child.restart_at is None:
                if ended in FINAL:
                    return ended
                child.note_end(ended)
            if child.restart_at is not None and time.monotonic() >= child.restart_at:
                child.start()
        due = [child.restart_at for child in running if child.restart_at is not None]
        try:
            wish = wishes.get(timeout=max(0.0, min(due) - time.monotonic()) if due else 60)
        except Empty:
            continue
        if wish != signal.SIGCHLD:
            return 0


def _stop(running: list[Child]) -> None:
    """Ask each child to end, and end by force those that don't within the grace."""
    alive = [child.process for child in running if child.process.poll() is None]
    for process in alive:
        process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in alive:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
