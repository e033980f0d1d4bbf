"""Proposes a manifest for a folder of materials, from what can be read in them."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hocvu.identifiers import nfc
from hocvu.lesson import Reading
from hocvu.lesson.record import Citation, Organisation
from hocvu.manifest import WrittenLesson, WrittenSection, write
from hocvu.messages import text
from hocvu.pipeline.draft import plan_file, plan_folder
from hocvu.pipeline.from_package import described, unfold
from hocvu.pipeline.letterhead import Letterhead, letterhead_of
from hocvu.pipeline.plan import Plan
from hocvu.pipeline.reading import Outcome, ReadingRoom

_WORDS_A_MINUTE = 180
_SECONDS_A_SLIDE = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """A manifest that was written: where, and what became of each material."""

    path: Path
    plan: Plan
    outcomes: tuple[Outcome, ...]


def propose(given: str, path: Path, room: ReadingRoom) -> Proposal:
    """Read the materials of a folder, or the items of a package, and write a manifest to `path`.

    A material that cannot be read stands in the manifest all the same, so that its author sees it.

    Raises:
        ManifestError: There is a file at `path` already.
        SourceError: There is nothing that can be read.
    """
    place = Path(given)
    if place.is_dir():
        plan = described(plan_folder(place, given))
    else:
        plan = unfold(plan_file(place, given), identified=True)
    outcomes = tuple(room.read(plan.lessons))
    readings = [outcome.reading for outcome in outcomes if outcome.reading]
    told = plan.record.model_fields_set
    suggested = {"version": "1.0.0", "duration": _duration(readings), **_suggested(readings)}
    # What a package says of itself goes before what is only found in its text.
    update = {name: value for name, value in suggested.items() if name not in told}
    update["id"] = plan.record.id.replace("urn:hocvu:draft:", "urn:hocvu:")
    record = plan.record.model_copy(update=update)
    notes = {
        name: text(f"new.note.{name}", lang="vi")
        for name in ("id", "duration", "publisher", "legal_basis")
        if name in {"id", "duration"} or getattr(record, name)
    }
    write(path, record, _parts(plan, outcomes, path.parent), notes)
    return Proposal(path, plan, outcomes)


def _suggested(readings: Sequence[Reading]) -> dict[str, object]:
    """Return what the documents' own letterheads suggest: who issued them, and their numbers."""
    heads = [letterhead_of(reading) for reading in readings]
    issuers = Counter(head.issuer for head in heads if head.issuer)
    numbered = {head.number: head for head in heads if head.number}
    found: dict[str, object] = {}
    if issuers:
        found["publisher"] = Organisation(name=issuers.most_common(1)[0][0])
    if numbered:
        found["legal_basis"] = tuple(
            Citation(text=_cited(head), number=number, date=head.date)
            for number, head in sorted(numbered.items())
        )
    return found


def _cited(head: Letterhead) -> str:
    dated = f" ngày {head.date.day}/{head.date.month}/{head.date.year}" if head.date else ""
    return f"{head.number}{dated}"


def _parts(
    plan: Plan, outcomes: Sequence[Outcome], folder: Path
) -> list[WrittenLesson | WrittenSection]:
    lessons = [_lesson(n, outcome, folder) for n, outcome in enumerate(outcomes, 1)]
    parts: list[WrittenLesson | WrittenSection] = []
    for section in plan.sections:
        inside, lessons = lessons[: len(section.lessons)], lessons[len(section.lessons) :]
        if section.title:
            number = sum(isinstance(part, WrittenSection) for part in parts) + 1
            parts.append(
                WrittenSection(id=f"phan-{number}", title=section.title, parts=tuple(inside))
            )
        else:
            parts += inside
    return parts


def _lesson(number: int, outcome: Outcome, folder: Path) -> WrittenLesson:
    source = outcome.lesson.source
    title = outcome.reading.title if outcome.reading else ""
    return WrittenLesson(
        id=f"bai-{number}",
        title=title or outcome.lesson.title or nfc(source.path.stem),
        source=relative(source.path, folder),
        captions=tuple(relative(path, folder) for path in source.companions),
        options=dict(outcome.lesson.options),
    )


def relative(path: Path, folder: Path) -> str:
    """Return `path` as a manifest in `folder` names it."""
    return nfc(Path(os.path.relpath(path, folder)).as_posix())


def _duration(readings: Sequence[Reading]) -> str:
    """Estimate the time of learning: reading speed, a minute a slide, media as long as they are."""
    seconds = 0.0
    for reading in readings:
        kept = reading.kept
        if reading.body.kind == "document":
            seconds += 60 * kept.words / _WORDS_A_MINUTE
        seconds += _SECONDS_A_SLIDE * kept.slides + kept.seconds
    minutes = max(5, 5 * math.ceil(seconds / 300))
    hours, minutes = divmod(minutes, 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}"
