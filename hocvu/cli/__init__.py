"""The commands: the only place that prints, asks or exits."""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from rich.text import Text

from hocvu import __version__
from hocvu.cli.console import err, result, tell, tell_error
from hocvu.cli.help import App
from hocvu.cli.options import Quiet, Verbose
from hocvu.cli.usage import Misused, explain
from hocvu.errors import HocvuError, Origin, PackageError, Remark, SourceError, reason_of
from hocvu.messages import text

_COMMANDS = (
    "pack",
    "new",
    "validate",
    "approve",
    "verify",
    "inspect",
    "preview",
    "publish",
    "gc",
    "select",
    "report",
    "doctor",
    "schema",
)
_GROUPS = ("releases", "keys", "catalog")

_INTERRUPTED = 130


def _version(asked: bool) -> None:
    if asked:
        result(f"hocvu {__version__}")
        raise typer.Exit


def _global(
    quiet: Quiet = False,
    verbose: Verbose = False,
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help=text("cli.opt.version")
    ),
) -> None:
    """Take what stands before the command's name."""


def build(arguments: Sequence[str]) -> typer.Typer:
    """Return the command line, with only the command that `arguments` name if they name one.

    A command's own module is loaded with it, so that one that does little begins at once.
    """
    app = App(text("cli.about"))
    app.callback()(_global)
    named = next((word for word in arguments if not word.startswith("-")), "")
    wanted = (named,) if named in (*_COMMANDS, *_GROUPS) else (*_COMMANDS, *_GROUPS)
    for name in wanted:
        module = import_module(f"hocvu.cli.{name}")
        if name in _GROUPS:
            app.add_typer(module.app, name=name, help=text(f"cli.{name}"))
        else:
            app.command(name, help=text(f"cli.{name}"))(module.command)
    return app


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    try:
        return _run(arguments)
    except (Exception, KeyboardInterrupt) as error:
        if _was_interrupted(error) or isinstance(error, typer.Abort):
            err.print(Text(text("cli.interrupted")))
            return _INTERRUPTED
        return _failed(error)


def _run(arguments: Sequence[str] | None) -> int:
    app = build(sys.argv[1:] if arguments is None else arguments)
    code = int(app(arguments, standalone_mode=False) or 0)
    if code == _INTERRUPTED:
        err.print(Text(text("cli.interrupted")))
    return code


def _failed(error: BaseException) -> int:
    """Tell what ended a command and return its exit code."""
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        error = _of_the_disk(error)
    if isinstance(error, HocvuError):
        tell_error(error)
        return error.exit_code
    if isinstance(error, Misused):
        return _misused(error)
    if isinstance(error, BrokenPipeError):
        # The reader of our output went away (`hocvu schema | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    err.print(Text(text("cli.bug"), style="bold red"))
    err.print(Text("".join(traceback.format_exception(error))))
    return 1


def _misused(error: Any) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        err.print(Text(error.format_message()))
        return 2
    command = getattr(getattr(error, "ctx", None), "command_path", "hocvu")
    tell(Remark("cli.usage", "error", params={"detail": explain(error), "command": command}))
    return 2


def _of_the_disk(error: OSError) -> HocvuError:
    """Return what is told of a file that could not be read or written."""
    path, reason = str(error.filename or ""), reason_of(error)
    denied = error.errno in (errno.EACCES, errno.EPERM)
    if denied and os.access(path, os.F_OK) and not os.access(path, os.R_OK):
        return SourceError("source.unreadable", origin=Origin(file=path), reason=reason)
    return PackageError("pack.cannot_write", path=path, reason=reason)


def _was_interrupted(error: BaseException) -> bool:
    """Tell if an interruption is behind an error: libraries turn it into errors of their own."""
    chain: BaseException | None = error
    seen: set[int] = set()
    while chain is not None and id(chain) not in seen:
        if isinstance(chain, KeyboardInterrupt):
            return True
        seen.add(id(chain))
        chain = chain.__cause__ or chain.__context__
    return False


def _terminated(*_: object) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def main() -> None:
    """Run the command line and exit."""
    signal.signal(signal.SIGTERM, _terminated)
    # A job that a script put in the background begins with interruption ignored; 130 is promised.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        # A path may hold bytes that are no text; Windows consoles may not know Vietnamese.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = run()
    except KeyboardInterrupt:  # once more, while the first was being told
        code = _INTERRUPTED
    sys.exit(code)
