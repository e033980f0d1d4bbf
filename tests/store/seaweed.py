"""A real S3 server for the tests: SeaweedFS on loopback, with an identity that may only read."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

KEY, SECRET = "hocvutest", "hocvutest-secret"
READER, READER_SECRET = "hocvuread", "hocvuread-secret"
_READY_SECONDS = 60


@dataclass
class Seaweed:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        # It takes many seconds to end when asked kindly, and nothing of it is kept.
        self.process.kill()
        self.process.wait(10)


def binary() -> str:
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.is_file() else shutil.which("weed") or ""


def free_port() -> int:
    """Return a port that is free together with those that the server takes beside it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        wanted = [port + step + high for step in range(4) for high in (0, 10000)]
        if max(wanted) < 65000 and all(map(_is_free, wanted)):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def start(folder: Path, port: int = 0, *, full: bool = False) -> Seaweed:
    """Start the server with its data in `folder` and wait until it stores and gives.

    A `full` one finds its disk so full that it takes nothing more, and gives what it has.
    """
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": [
        _identity("pub", KEY, SECRET, ["Admin", "Read", "Write", "List", "Tagging"]),
        _identity("ro", READER, READER_SECRET, ["Read", "List"]),
    ]}))  # fmt: skip
    arguments = [
        binary(), f"-logdir={folder}", "-alsologtostderr=false", "server",
        "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder / 'data'}",
        f"-master.port={port + 1}", "-master.telemetry=false", "-master.volumeSizeLimitMB=1024",
        "-master.electionTimeout=1s", f"-volume.port={port + 2}", "-volume.max=100",
        "-volume.preStopSeconds=0", "-filer",
        f"-volume.minFreeSpace={'900000GiB' if full else '1GiB'}",
        f"-filer.port={port + 3}", f"-filer.localSocket={_socket(port, 'filer')}",
        "-s3", f"-s3.port={port}", f"-s3.config={config}",
        f"-s3.localSocket={_socket(port, 's3')}", "-s3.port.iceberg=0", "-s3.port.lance=0",
        "-s3.autoCreateBucket=false", "-s3.allowDeleteBucketNotEmpty=false",
    ]  # fmt: skip
    with (folder / "weed.out").open("ab") as out:
        process = subprocess.Popen(
            arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    server = Seaweed(port, process)
    try:
        _wait_until_ready(server, full)
    except BaseException:
        server.stop()
        raise
    return server


def _socket(port: int, name: str) -> str:
    return f"/tmp/hocvu-weed-{os.getpid()}-{port}-{name}.sock"


def _identity(name: str, key: str, secret: str, actions: list[str]) -> dict[str, object]:
    return {
        "name": name,
        "credentials": [{"accessKey": key, "secretKey": secret}],
        "actions": actions,
    }


def client(endpoint: str, key: str = KEY, secret: str = SECRET):
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        region_name="us-east-1",
        config=Config(
            s3={"addressing_style": "path"}, retries={"max_attempts": 1}, read_timeout=10
        ),
    )


def _wait_until_ready(server: Seaweed, full: bool) -> None:
    """Wait for a written object to be read: the health page is green before volumes serve."""
    s3 = client(server.endpoint)
    end = time.monotonic() + _READY_SECONDS
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise RuntimeError("the S3 server ended at its start")
        try:
            if not full:
                if "ready" not in [b["Name"] for b in s3.list_buckets()["Buckets"]]:
                    s3.create_bucket(Bucket="ready")
                s3.put_object(Bucket="ready", Key="ready", Body=b"ready")
            if s3.get_object(Bucket="ready", Key="ready")["Body"].read() == b"ready":
                return
        except Exception:  # whatever it says while it wakes up
            time.sleep(0.1)
    raise RuntimeError("the S3 server is not ready")
