"""Reads materials on other machines, through a scheduler of Dask's.

All machines see the materials and the cache under the same paths (a network disk), so that only
names travel, however large a video is. Each machine reads as this one does: in a worker process
of its own, within the same limits. Machines with other versions of hocvu or of an engine are
refused, because they would make other bytes.
"""

from __future__ import annotations

import contextlib
import queue
import secrets
import threading
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hocvu import __version__
from hocvu.errors import Damaged, HocvuError, Missing, ToolFailed, ToolMissing
from hocvu.lesson import Reading
from hocvu.pipeline.worker import Job, Worker
from hocvu.progress import Progress, Step
from hocvu.tools import ENGINES, EXTRAS

if TYPE_CHECKING:
    from distributed import Client, Future

_PATIENCE: Final = 10
_EXTRA: Final = "hocvu[cluster]"


class Cluster:
    """A connection to a scheduler; its `seats` take the place of worker processes.

    Args:
        address: The scheduler's, such as ``tcp://10.0.0.5:8786``.
        shared: A folder that all machines must see: the cache.

    Raises:
        ToolMissing: The library that speaks to schedulers is not installed.
        ToolFailed: The scheduler does not answer, or its machines cannot do this work.
    """

    def __init__(self, address: str, shared: Path) -> None:
        """Connect, and see that every machine would make what this one makes."""
        self._address = address
        self._client = _connected(address)
        try:
            self._check(shared)
        except BaseException:
            self.close()
            raise

    @property
    def size(self) -> int:
        """How many materials are read at once."""
        return sum(self._client.nthreads().values())

    def seat(self) -> Seat:
        """Return what reads one material after the other, somewhere."""
        return Seat(self._client, self._address)

    def close(self) -> None:
        """Leave the scheduler, which goes on without us."""
        self._client.close(timeout=_PATIENCE)

    def _check(self, shared: Path) -> None:
        with contextlib.suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        token = secrets.token_hex(16)
        mark = shared.absolute() / f"seen-{token}"
        mark.write_text(token, "ascii")
        try:
            answers = self._client.run(greet, mark)
        finally:
            mark.unlink()
        if not answers:
            raise ToolFailed("cluster.empty", address=self._address)
        ours = versions()
        for machine, (theirs, seen) in sorted(answers.items()):
            for name, version in ours.items():
                if theirs[name] != version:
                    raise ToolFailed(
                        "cluster.differs",
                        machine=machine,
                        name=name,
                        theirs=theirs[name] or "-",
                        ours=version or "-",
                    )
            if seen != token:
                raise ToolFailed("cluster.not_shared", machine=machine, folder=str(shared))


class Seat:
    """Reads one material at a time on whichever machine is free; stands where a `Worker` does."""

    def __init__(self, client: Client, address: str) -> None:
        """Ask nothing yet."""
        self._client = client
        self._address = address
        self._future: Future[Reading | HocvuError] | None = None

    def read(self, job: Job, progress: Progress, seconds: float) -> Reading:
        """Read one material within `seconds`, counted from when a machine begins.

        Raises:
            HocvuError: What the reader raised, or that a machine or the scheduler was lost.
        """
        from distributed import KilledWorker

        topic = f"hocvu-{secrets.token_hex(8)}"
        self._client.subscribe_topic(topic, lambda event: progress(Step(**event[1]["step"])))
        place = str(Path.cwd())
        try:
            self._future = self._client.submit(serve, job, seconds, place, topic, pure=False)
            answer: Reading | HocvuError = self._future.result()
        except KilledWorker as error:
            raise Damaged("source.crashed", origin=job.source.at()) from error
        except Exception as error:  # whatever is lost on the way has a name of its own there
            detail = type(error).__name__
            raise ToolFailed(
                "cluster.lost", origin=job.source.at(), address=self._address, detail=detail
            ) from error
        finally:
            with contextlib.suppress(Exception):
                self._client.unsubscribe_topic(topic)
        if isinstance(answer, HocvuError):
            raise answer
        return answer

    def close(self) -> None:
        """Give up what is being read."""
        if self._future is not None:
            with contextlib.suppress(Exception):
                self._future.cancel()


def versions() -> dict[str, str]:
    """Return what decides the bytes that this machine makes, by name."""
    engines = {name: engine.find() for name, engine in (ENGINES | EXTRAS).items()}
    found = {name: engine.version if engine else "" for name, engine in engines.items()}
    return {"hocvu": __version__, **found}


def greet(mark: Path) -> tuple[dict[str, str], str]:
    """Tell, on another machine, its versions and what it reads in `mark`."""
    try:
        seen = mark.read_text("ascii")
    except OSError:
        seen = ""
    return versions(), seen


# Worker processes that wait on this machine for the next material, by working folder.
_idle: defaultdict[str, queue.SimpleQueue[Worker]] = defaultdict(queue.SimpleQueue)


def serve(job: Job, seconds: float, place: str, topic: str) -> Reading | HocvuError:
    """Read one material on this machine, as long as who asked for it is there."""
    from distributed import get_worker

    machine = get_worker()

    def tell(step: Step) -> None:
        machine.log_event(topic, {"step": asdict(step)})

    if not (Path(place) / job.source.path).is_file():
        return Missing("cluster.unseen", origin=job.source.at(), machine=machine.address)
    try:
        worker = _idle[place].get_nowait()
    except queue.Empty:
        worker = Worker(Path(place))
    done = threading.Event()
    making = (Path(place) / job.folder).parent
    threading.Thread(target=_end_with_asker, args=(worker, making, done), daemon=True).start()
    try:
        return worker.read(job, tell, seconds)
    except HocvuError as error:
        return error
    finally:
        done.set()
        _idle[place].put(worker)


def _end_with_asker(worker: Worker, making: Path, done: threading.Event) -> None:
    """End the work when its folder is gone: whoever asked for it has left."""
    while not done.wait(1):
        if not making.exists():
            worker.close()
            return


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise ToolMissing("cluster.not_installed", extra=_EXTRA) from error
    try:
        return Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        detail = type(error).__name__
        raise ToolFailed("cluster.unreachable", address=address, detail=detail) from error
