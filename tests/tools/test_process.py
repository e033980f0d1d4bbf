"""The runner of engines: limits hold, nothing is left behind, threads do not disturb each other."""

import itertools
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocvu.errors import ToolFailed, ToolMissing, ToolTimedOut
from hocvu.tools.process import Limits, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

_numbers = itertools.count(os.getpid() * 1000)
SHORT = Limits(seconds=0.5)


def mark() -> str:
    """Return a length of sleep that no other process has."""
    return f"86399.{next(_numbers)}"


def alive(mark: str) -> list[int]:
    """Return the processes that have `mark` on their command line and are no zombies."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            try:
                arguments = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if mark.encode() in arguments:
                found.append(int(folder.name))
    return found


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def test_gives_status_and_both_streams() -> None:
    outcome = run(["sh", "-c", "echo tiếng; echo Việt >&2; exit 3"], check=False)
    assert (outcome.status, outcome.stdout, outcome.stderr) == (3, "tiếng\n", "Việt\n")


def test_status_is_checked_and_says_why() -> None:
    with pytest.raises(ToolFailed) as caught:
        run(["sh", "-c", "echo thế này >&2; exit 3"])
    assert caught.value.remark.params == {"tool": "sh", "status": 3, "said": "thế này"}


def test_death_by_a_signal_is_a_failure() -> None:
    with pytest.raises(ToolFailed) as caught:
        run(["sh", "-c", "kill -SEGV $$"])
    assert caught.value.remark.params["status"] == -signal.SIGSEGV


def test_missing_program() -> None:
    with pytest.raises(ToolMissing):
        run(["no-such-program-anywhere"])


def test_program_that_cannot_run(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text("not a program")
    with pytest.raises(ToolFailed):
        run([plain])
    plain.chmod(0o755)
    with pytest.raises(ToolFailed):
        run([plain])


def test_missing_folder_is_not_a_missing_program(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run(["true"], cwd=tmp_path / "none")


def test_environment_is_bare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_USER", "x")
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    said = run(["env"], env={"GIVEN": "y"}).stdout.splitlines()
    assert "LC_ALL=C.UTF-8" in said
    assert "GIVEN=y" in said
    assert not [line for line in said if line.startswith("SECRET_OF_THE_USER")]


def test_nothing_can_be_asked_of_the_user() -> None:
    assert run(["cat"], limits=Limits(seconds=5)).stdout == ""


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), max_size=4))
def test_arguments_reach_the_program_as_they_are(arguments: list[str]) -> None:
    said = run(["sh", "-c", 'for a; do printf "%s\\0" "$a"; done', "sh", *arguments]).stdout
    assert said == "".join(f"{argument}\0" for argument in arguments)


@pytest.mark.parametrize(
    "script",
    [
        "sleep {}",
        "sleep {} & sleep {}",
        "trap '' TERM INT HUP; sleep {}; sleep {}",
        "exec >&- 2>&-; sleep {}",
        "setsid sleep {} & sleep {}",
        "setsid sh -c 'setsid sleep {} & sleep {}' & sleep {}",
    ],
)
@pytest.mark.parametrize("lines", [False, True])
def test_hung_engine_ends_with_its_children(script: str, lines: bool) -> None:
    own = mark()
    began = time.monotonic()
    with pytest.raises(ToolTimedOut) as caught:
        run(
            ["sh", "-c", script.replace("{}", own)],
            limits=SHORT,
            on_line=(lambda _: None) if lines else None,
        )
    assert time.monotonic() - began < 4
    assert caught.value.remark.params["seconds"] == SHORT.seconds
    wait_for(lambda: not alive(own), 2)


@pytest.mark.parametrize("lines", [False, True])
def test_engine_that_never_stops_talking_is_ended_in_time(lines: bool) -> None:
    began = time.monotonic()
    if lines:
        with pytest.raises(ToolTimedOut):
            run(["yes"], limits=SHORT, on_line=lambda _: None)
    else:
        with pytest.raises(ToolFailed):
            run(["yes"], limits=Limits(seconds=60, output=1 << 20))
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    "script", ["sleep {} & exit 0", "setsid sleep {} & exit 0", "setsid sleep {} >&- 2>&- & exit 0"]
)
def test_children_do_not_outlive_an_engine_that_ended(script: str) -> None:
    own = mark()
    began = time.monotonic()
    outcome = run(["sh", "-c", script.replace("{}", own)], limits=Limits(seconds=60))
    assert outcome.status == 0
    assert time.monotonic() - began < 5
    wait_for(lambda: not alive(own), 2)


def test_all_output_up_to_the_cap_is_given() -> None:
    numbers = "".join(f"{n}\n" for n in range(1, 200_001))
    assert run(["seq", "200000"]).stdout == numbers


def test_end_of_a_long_error_is_kept() -> None:
    script = "seq 1 200000 >&2; echo last >&2"
    said = run(["sh", "-c", script]).stderr
    assert said.endswith("200000\nlast\n")
    assert len(said) <= 64 * 1024


def test_lines_come_while_the_engine_works_and_none_is_lost() -> None:
    heard: list[tuple[float, str]] = []
    began = time.monotonic()
    script = "echo một; sleep 0.6; seq 1 5000; printf 'no end'"
    outcome = run(
        ["sh", "-c", script], on_line=lambda line: heard.append((time.monotonic() - began, line))
    )
    assert [line for _, line in heard] == ["một", *map(str, range(1, 5001)), "no end"]
    assert heard[0][0] < 0.5
    assert outcome.stdout == ""


def test_slow_listener_hears_everything() -> None:
    heard = []

    def listen(line: str) -> None:
        heard.append(line)
        time.sleep(0.001)

    run(["seq", "1000"], on_line=listen)
    assert heard == [str(n) for n in range(1, 1001)]


def test_endless_line_does_not_fill_the_memory() -> None:
    lengths = []
    script = "head -c 3000000 /dev/zero | tr '\\0' x"
    run(["sh", "-c", script], on_line=lambda line: lengths.append(len(line)))
    assert sum(lengths) == 3_000_000
    assert max(lengths) <= 64 * 1024


def test_what_a_listener_raises_ends_the_engine() -> None:
    own = mark()

    def refuse(line: str) -> None:
        raise KeyError(line)

    with pytest.raises(KeyError):
        run(["sh", "-c", f"echo x; sleep {own}"], on_line=refuse)
    wait_for(lambda: not alive(own), 2)


def test_memory_is_limited() -> None:
    script = "b = bytearray(1 << 30); print(len(b))"
    # The limit is set just after the start, so the engine waits a moment.
    arguments = ["python3", "-c", f"import time; time.sleep(0.2); {script}"]
    assert run(arguments).stdout.strip() == str(1 << 30)
    with pytest.raises(ToolFailed):
        run(arguments, limits=Limits(memory=512 << 20))


def test_size_of_files_is_limited(tmp_path: Path) -> None:
    script = "sleep 0.2; head -c 3000000 /dev/zero > out"
    with pytest.raises(ToolFailed):
        run(["sh", "-c", script], cwd=tmp_path, limits=Limits(file_size=1_000_000))
    assert (tmp_path / "out").stat().st_size <= 1_000_000


def test_many_threads_run_engines_at_once() -> None:
    def one(number: int) -> tuple[str, str]:
        outcome = run(["sh", "-c", f"echo {number}; sleep 0.05; echo {number} >&2"])
        return outcome.stdout.strip(), outcome.stderr.strip()

    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(one, range(64)))
    assert results == [(str(n), str(n)) for n in range(64)]


def test_nothing_is_held_afterwards() -> None:
    run(["true"])
    handles = len(list(Path("/proc/self/fd").iterdir()))
    threads = threading.active_count()
    for _ in range(20):
        run(["sh", "-c", "echo x; echo y >&2"])
        with pytest.raises(ToolTimedOut):
            run(["sleep", "5"], limits=Limits(seconds=0.01))
    assert len(list(Path("/proc/self/fd").iterdir())) <= handles
    assert threading.active_count() <= threads
    own = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
    states = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] for pid in own]
    assert "Z" not in states


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"]
)
def test_signal_to_hocvu_ends_the_engine(number: signal.Signals, status: int, root: Path) -> None:
    own = mark()
    script = textwrap.dedent(f"""
        import signal, sys
        from hocvu.tools.process import run
        def stop(number, frame):
            raise SystemExit(128 + number)
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            run(["sh", "-c", "setsid sleep {own} & sleep {own}"])
        except KeyboardInterrupt:
            sys.exit(130)
    """)
    worker = subprocess.Popen([sys.executable, "-c", script], cwd=root)
    try:
        # The script's own command line bears the mark, too.
        wait_for(lambda: len(alive(own)) >= 4)
        worker.send_signal(number)
        assert worker.wait(timeout=10) == status
        wait_for(lambda: not alive(own), 2)
    finally:
        worker.kill()
        worker.wait()
