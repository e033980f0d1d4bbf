"""The commands: the only place that prints, asks or exits."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

import typer
from rich.text import Text

from hocvu import __version__
from hocvu.cli.console import err, result, tell, tell_error
from hocvu.cli.help import App
from hocvu.cli.options import Quiet, Verbose
from hocvu.cli.usage import Misused, explain
from hocvu.errors import HocvuError, PackageError, Remark, reason_of
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
        app = build(sys.argv[1:] if arguments is None else arguments)
        code = int(app(arguments, standalone_mode=False) or 0)
        if code == _INTERRUPTED:
            err.print(Text(text("cli.interrupted")))
        return code
    except HocvuError as error:
        tell_error(error)
        return error.exit_code
    except Misused as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            err.print(Text(error.format_message()))  # type: ignore[attr-defined]
            return 2
        command = getattr(getattr(error, "ctx", None), "command_path", "hocvu")
        tell(Remark("cli.usage", "error", params={"detail": explain(error), "command": command}))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        err.print(Text(text("cli.interrupted")))
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (`hocvu schema | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        reason = reason_of(error)
        tell_error(PackageError("pack.cannot_write", path=str(error.filename or ""), reason=reason))
        return PackageError.exit_code
    except Exception:
        err.print(Text(text("cli.bug"), style="bold red"))
        err.print(Text(traceback.format_exc()))
        return 1


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
    sys.exit(run())
