"""Runs every external engine: no shell, limits on time, memory and output, no child left behind.

An engine is started in its own session, so that its children end with it. It is waited for
without being reaped until its group has been ended, so that no signal can ever reach a
stranger that was given the same number. Children that leave the session are found by a
variable that they inherit (Linux).
"""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hocvu.errors import ToolFailed, ToolMissing, ToolTimedOut, reason_of

MIB = 1 << 20
_ERROR_TAIL = 64 * 1024
_LINE = 64 * 1024
_MARK = "HOCVU_ENGINE_RUN"
_NAMES = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "PATHEXT")
_numbers = itertools.count(1)
_KEEPER = Path(__file__).with_name("keeper.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine may use.

    Attributes:
        seconds: Wall-clock time.
        memory: Address space in bytes; 0 for no limit. Enforced on Linux.
        file_size: Size of any one file that it writes, in bytes; 0 for no limit.
            Enforced on Linux.
        output: Bytes of standard output that are kept; an engine that says more is ended.
    """

    seconds: float = 300
    memory: int = 4096 * MIB
    file_size: int = 0
    output: int = 16 * MIB


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine said: its exit status and the text of its two streams.

    `stdout` is empty when lines were asked for; `stderr` is the last 64 KiB.
    """

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
        on_line: Called in this thread with each line of standard output as it comes, for
            progress. What it raises ends the engine.
        check: Raise when the status is not 0.

    Raises:
        ToolMissing: The program is not there.
        ToolTimedOut: It took longer than `limits.seconds`; it and its children are gone.
        ToolFailed: It ended with a status other than 0, or said too much.
    """
    program = Path(arguments[0]).name
    engine = _Engine(limits, lines=on_line is not None)
    try:
        engine.start(arguments, cwd, _environment(env))
        engine.follow(on_line)
    except FileNotFoundError as error:
        if cwd is not None and not cwd.is_dir():
            raise
        raise ToolMissing("tool.missing", tool=program) from error
    except OSError as error:
        said = reason_of(error)
        raise ToolFailed("tool.failed", tool=program, status=126, said=said) from error
    except _OutOfTime as error:
        raise ToolTimedOut("tool.timed_out", tool=program, seconds=limits.seconds) from error
    except _OutOfSpace as error:
        said = f"> {limits.output} bytes of output"
        raise ToolFailed("tool.failed", tool=program, status=-9, said=said) from error
    finally:
        engine.close()
    outcome = Outcome(engine.status, engine.stdout, engine.stderr)
    if check and outcome.status != 0:
        said = " ".join(outcome.stderr.split())[-300:]
        raise ToolFailed("tool.failed", tool=program, status=outcome.status, said=said)
    return outcome


class Background:
    """An engine that works for others until `close`, or until this process is no more.

    Args:
        arguments: Program and arguments; never passed through a shell.
        limits: What it may use of memory and of files; `seconds` does not count.
        cwd: Its working folder.
        env: Variables added to a bare environment.
    """

    def __init__(
        self,
        arguments: Sequence[str | os.PathLike[str]],
        *,
        limits: Limits,
        cwd: Path,
        env: Mapping[str, str],
    ) -> None:
        """Start it."""
        self._engine = _Engine(limits, lines=False)
        command = [sys.executable, "-I", "-S", _KEEPER, *arguments]
        self._engine.start(command, cwd, _environment(env), stdin=subprocess.PIPE)

    @property
    def running(self) -> bool:
        """Whether it is still there."""
        return not self._engine.ended.is_set()

    def close(self) -> None:
        """End it with all its children."""
        self._engine.close()


class _OutOfTime(Exception):
    pass


class _OutOfSpace(Exception):
    pass


class _Engine:
    """One running engine: what it says, and how it is ended."""

    def __init__(self, limits: Limits, *, lines: bool) -> None:
        self.status = 0
        self.ended = threading.Event()
        self._limits = limits
        self._lines = lines
        self._deadline = time.monotonic() + limits.seconds
        self._mark = f"{os.getpid()}-{next(_numbers)}"
        self._process: subprocess.Popen[bytes] | None = None
        self._finished = False
        self._threads: list[threading.Thread] = []
        self._out = bytearray()
        self._err = bytearray()
        # Bounded: an engine that talks faster than its lines are used has to wait.
        self._events: queue.Queue[str | _Event] = queue.Queue(maxsize=256)

    @property
    def stdout(self) -> str:
        return self._out.decode("utf-8", "replace")

    @property
    def stderr(self) -> str:
        return self._err[-_ERROR_TAIL:].decode("utf-8", "replace")

    def start(
        self,
        arguments: Sequence[str | os.PathLike[str]],
        cwd: Path | None,
        environment: dict[str, str],
        stdin: int = subprocess.DEVNULL,
    ) -> None:
        process = self._process = subprocess.Popen(
            [os.fspath(a) for a in arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env=environment | {_MARK: self._mark},
            start_new_session=True,
        )
        _limit(process.pid, self._limits)
        assert process.stdout is not None
        assert process.stderr is not None
        hear = self._hear_lines if self._lines else self._hear
        for work, stream in ((hear, process.stdout), (self._hear_errors, process.stderr)):
            self._thread(work, stream)
        self._thread(self._wait, process)

    def follow(self, on_line: Callable[[str], None] | None) -> None:
        """Handle what comes until the engine has ended."""
        while True:
            remaining = self._deadline - time.monotonic()
            if remaining <= 0:
                raise _OutOfTime
            try:
                event = self._events.get(timeout=remaining)
            except queue.Empty:
                continue
            if isinstance(event, str):
                assert on_line is not None
                on_line(event)
            elif event == _ENDED:
                break
            else:
                raise _OutOfSpace
        self._signal()
        # What was said before the end may still be in the pipe, and someone who left the
        # session may hold it open: `close` ends them.
        quiet = 0
        while quiet < 25 and (any(t.is_alive() for t in self._threads) or self._events.qsize()):
            try:
                event = self._events.get(timeout=0.02)
            except queue.Empty:
                quiet += 1
                continue
            if isinstance(event, str) and on_line is not None:
                on_line(event)
            elif event == _OVERFLOWN:
                raise _OutOfSpace

    def close(self) -> None:
        """End what is left of the engine, reap it and give back what it held."""
        process = self._process
        self._signal()
        _end_marked(f"{_MARK}={self._mark}".encode())
        self._finished = True
        if process is not None:
            for thread in self._threads:
                thread.join(timeout=5)
            self.status = process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    stream.close()

    def _thread(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        thread.start()
        self._threads.append(thread)

    def _signal(self) -> None:
        """End the engine and its session; `close` alone reaps it, so the number is still its."""
        process = self._process
        if process is None:
            return
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            arguments = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(arguments, capture_output=True, check=False)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        if hasattr(os, "waitid"):
            with contextlib.suppress(ChildProcessError):
                os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        else:
            process.wait()
        self.ended.set()
        self._tell(_ENDED)

    def _hear(self, stream: IO[bytes]) -> None:
        while piece := os.read(stream.fileno(), _LINE):
            if len(self._out) + len(piece) > self._limits.output:
                self._tell(_OVERFLOWN)
                return
            self._out += piece

    def _hear_lines(self, stream: IO[bytes]) -> None:
        while line := stream.readline(_LINE):
            self._tell(line.decode("utf-8", "replace").rstrip("\r\n"))

    def _hear_errors(self, stream: IO[bytes]) -> None:
        while piece := os.read(stream.fileno(), _LINE):
            self._err += piece
            if len(self._err) > 2 * _ERROR_TAIL:
                del self._err[:-_ERROR_TAIL]

    def _tell(self, event: str | _Event) -> None:
        while not self._finished:
            with contextlib.suppress(queue.Full):
                self._events.put(event, timeout=0.1)
                return


class _Event:
    pass


_ENDED = _Event()
_OVERFLOWN = _Event()


def _environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _NAMES if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8"} | dict(extra or {})


def _limit(pid: int, limits: Limits) -> None:
    """Set the limits from outside: a function run between fork and exec can deadlock threads."""
    if sys.platform != "linux":
        return
    import resource  # Only on POSIX systems.

    wanted = [(resource.RLIMIT_CORE, 0)]
    if limits.memory:
        wanted.append((resource.RLIMIT_AS, limits.memory))
    if limits.file_size:
        wanted.append((resource.RLIMIT_FSIZE, limits.file_size))
    with contextlib.suppress(ProcessLookupError, PermissionError):
        for kind, value in wanted:
            hard = resource.prlimit(pid, kind)[1]
            most = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.prlimit(pid, kind, (most, most))


def _end_marked(mark: bytes) -> None:
    """End the processes that bear `mark`, also those that left the engine's session."""
    if sys.platform != "linux":
        return
    for _ in range(10):  # A few rounds, for what was started meanwhile.
        found = False
        for folder in Path("/proc").iterdir():
            if not folder.name.isdecimal():
                continue
            with contextlib.suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    os.kill(int(folder.name), signal.SIGKILL)
                    found = True
        if not found:
            return
        time.sleep(0.01)
