"""Runs every external engine: no shell, a time limit, a memory limit, and no child left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hocvu.errors import ToolFailed, ToolMissing, ToolTimedOut

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine may use.

    Attributes:
        seconds: Wall-clock time.
        memory: Address space in bytes; 0 for no limit. Enforced on Linux.
        file_size: Size of any one file that it writes, in bytes; 0 for no limit.
    """

    seconds: float = 300
    memory: int = 4096 * MIB
    file_size: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine said: its exit status and the text of its two streams."""

    status: int
    stdout: str
    stderr: str


def run(
    arguments: Sequence[str | os.PathLike[str]],
    *,
    limits: Limits = Limits(),
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] | None = None,
    check: bool = True,
) -> Outcome:
    """Run an engine to its end.

    Args:
        arguments: Program and arguments; never passed through a shell.
        limits: What it may use.
        cwd: Its working folder.
        env: Variables added to a bare environment (PATH, HOME, locale C.UTF-8).
        on_line: Called with each line of standard output as it comes, for progress.
        check: Raise when the status is not 0.

    Raises:
        ToolMissing: The program is not there.
        ToolTimedOut: It took longer than `limits.seconds`; it and its children are gone.
        ToolFailed: It ended with a status other than 0.
    """
    program = Path(arguments[0]).name
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            process = subprocess.Popen(
                [os.fspath(a) for a in arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if on_line else out,
                stderr=err,
                cwd=cwd,
                env=_environment(env),
                start_new_session=True,
            )
        except FileNotFoundError as error:
            raise ToolMissing("tool.missing", tool=program) from error
        _limit(process.pid, limits)
        try:
            _wait(process, limits.seconds, on_line)
        except subprocess.TimeoutExpired as error:
            raise ToolTimedOut("tool.timed_out", tool=program, seconds=limits.seconds) from error
        finally:
            _end(process)
        outcome = Outcome(process.returncode, _text(out), _text(err))
    if check and outcome.status != 0:
        said = " ".join(outcome.stderr.split())[-300:]
        raise ToolFailed("tool.failed", tool=program, status=outcome.status, said=said)
    return outcome


def _wait(
    process: subprocess.Popen[bytes], seconds: float, on_line: Callable[[str], None] | None
) -> None:
    if on_line is None or process.stdout is None:
        process.wait(timeout=seconds)
        return
    # A timer ends the group, so that reading lines cannot outlast the limit.
    expired = threading.Event()

    def end() -> None:
        expired.set()
        _end(process)

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        for line in process.stdout:
            on_line(line.decode("utf-8", "replace").rstrip("\r\n"))
        process.wait()
    finally:
        timer.cancel()
        process.stdout.close()
    if expired.is_set():
        raise subprocess.TimeoutExpired(process.args, seconds)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the engine and everything that it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    names = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "TEMP")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8"} | dict(extra or {})


def _limit(pid: int, limits: Limits) -> None:
    """Set the limits from outside: a function run between fork and exec can deadlock threads."""
    if sys.platform != "linux":
        return
    import resource  # Only on POSIX systems.

    with contextlib.suppress(ProcessLookupError):
        if limits.memory:
            resource.prlimit(pid, resource.RLIMIT_AS, (limits.memory, limits.memory))
        if limits.file_size:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (limits.file_size, limits.file_size))
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def _text(stream: IO[bytes]) -> str:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - 64 * 1024))
    return stream.read().decode("utf-8", "replace")
