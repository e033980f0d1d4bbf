"""Progress bars on standard error; nothing at all when that is not a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from hocvu import messages
from hocvu.cli.console import Volume, err
from hocvu.progress import Progress, Step, silent


@contextmanager
def bars() -> Iterator[Progress]:
    """Give a progress callback that draws a bar for each item at work."""
    if not err.is_terminal or Volume.level < 0:
        yield silent
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=err, transient=True) as drawn:
        tasks: dict[tuple[str, str], object] = {}

        def show(step: Step) -> None:
            key = (step.stage, step.item)
            label = f"{messages.text(f'cli.stage.{step.stage}')} {step.item}"
            if key not in tasks:
                tasks[key] = drawn.add_task(label, total=step.total or None)
            drawn.update(
                tasks[key],  # type: ignore[arg-type]
                total=step.total or None,
                completed=step.done,
                visible=not (step.total and step.done >= step.total),
            )

        yield show
