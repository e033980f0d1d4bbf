"""A process that reads materials, one after the other, for the process that started it.

Materials are foreign bytes: a reader that crashes, hangs or eats memory must not take the
whole run with it. Parent and worker talk in pickles over the worker's standard streams. The
parent side is a class because the process is kept for the next material.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from hocvu.errors import Damaged, HocvuError, Origin, PackageError, TooLarge, reason_of
from hocvu.lesson import Reading
from hocvu.progress import Progress, Step
from hocvu.sources import READERS
from hocvu.sources.base import Source, Workspace
from hocvu.tools import libreoffice

MEMORY = 6 << 30
_GRACE = 30.0
"""Seconds to end an engine and to tidy up: one that dies slowly takes up to twenty."""


@dataclass(frozen=True, slots=True)
class Job:
    """One material to read: with which reader, options and parts, into which folder."""

    reader: str
    source: Source
    options: Any
    folder: Path
    known: dict[Path, tuple[str, int]]
    parts: dict[str, Reading | HocvuError] = field(default_factory=dict)


class Worker:
    """A worker process, started at its first job and kept until `close`.

    Args:
        place: The folder that it works in, from which relative paths go; this process's own
            when there is none.
    """

    def __init__(self, place: Path | None = None) -> None:
        """Start nothing yet."""
        self._place = place
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, job: Job, progress: Progress, seconds: float) -> Reading:
        """Read one material within `seconds`.

        Raises:
            HocvuError: What the reader raised, or that it crashed or took too long.
        """
        process = self._started()
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self.close()

        timer = threading.Timer(seconds, expire)
        timer.start()
        try:
            return self._converse(process, job, progress)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.close()
            if expired.is_set():
                raise TooLarge(
                    "source.timed_out", origin=job.source.at(), seconds=seconds
                ) from error
            raise Damaged("source.crashed", origin=job.source.at()) from error
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the process; its engines end with it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=self._place,
                # Ctrl-C reaches the parent alone, which then ends its workers in order.
                start_new_session=True,
            )
        return self._process

    def _converse(self, process: subprocess.Popen[bytes], job: Job, progress: Progress) -> Reading:
        assert process.stdin
        assert process.stdout
        pickle.dump(job, process.stdin)
        process.stdin.flush()
        while True:
            answer = pickle.load(process.stdout)  # noqa: S301 - our own process
            match answer:
                case Step():
                    progress(answer)
                case Reading():
                    return answer
                case _:
                    raise answer


def main() -> None:
    """Serve jobs from standard input until it closes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    requests = sys.stdin.buffer
    # Libraries that print must not break the conversation.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory()
    with libreoffice.kept():
        while True:
            try:
                job = pickle.load(requests)  # noqa: S301 - our own parent
            except EOFError:
                return
            _send(answers, _answer(job, answers))


def _end_with_parent(parent: int) -> None:
    """End this process, and so its engine, when the parent is gone without a word."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _answer(job: Job, answers: IO[bytes]) -> Reading | HocvuError:
    def report(step: Step) -> None:
        _send(answers, step)

    try:
        workspace = Workspace(job.folder, report, job.known, job.parts)
        return READERS[job.reader].read(job.source, workspace, job.options)
    except HocvuError as error:
        if error.origin.file is None:
            return type(error)(error.code, origin=_within(job, error), **error.remark.params)
        return error
    except OSError as error:
        reason = reason_of(error)
        if error.errno in (errno.ENOSPC, errno.EROFS):
            return PackageError("pack.cannot_write", path=str(job.folder), reason=reason)
        return Damaged("source.unreadable", origin=job.source.at(), reason=reason)
    except (MemoryError, RecursionError):
        return TooLarge("source.out_of_memory", origin=job.source.at())
    except Exception as error:  # A bug of ours; the other materials are read all the same.
        detail = f"{type(error).__name__}: {error}"[:300]
        trace = traceback.format_exc()
        return HocvuError("source.bug", origin=job.source.at(), detail=detail, trace=trace)


def _within(job: Job, error: HocvuError) -> Origin:
    """Place an error that an engine raised, which does not know the user's file."""
    return dataclasses.replace(error.origin, file=job.source.name)


def _send(answers: IO[bytes], answer: object) -> None:
    pickle.dump(answer, answers)
    answers.flush()


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    # Run under the module's own name, so that what is pickled is found on both sides.
    import_module("hocvu.pipeline.worker").main()
