"""What Open edX keeps beside the content of a course: policies and the pages about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from hocvu import messages
from hocvu.lesson import Asset, Course, SlidesBody, VideoBody
from hocvu.packages.imscp import plain, title
from hocvu.packages.olx.keys import RUN
from hocvu.render.course import language
from hocvu.render.markup import Markup, join, tag

_START: Final = "2020-01-01T00:00:00Z"
"""In the past: what has not begun is hidden from learners, and no start means the year 2030."""
_END: Final = "2099-12-31T00:00:00Z"
"""A self-paced course is always open; edX's checker of courses wants an end all the same."""
_PASS: Final = 0.5
_SHORT: Final = 150


def policies(course: Course, assets: Mapping[str, Asset]) -> dict[str, bytes]:
    """Return the policy files and the pages about `course` by path."""
    return {
        f"policies/{RUN}/policy.json": _json({f"course/{RUN}": _course(course)}),
        f"policies/{RUN}/grading_policy.json": _json(_grading(course)),
        "policies/assets.json": _json({name: _asset(one) for name, one in assets.items()}),
        "assets/assets.xml": b"<assets/>\n",
        "about/overview.html": f"{_overview(course)}\n".encode(),
        "about/short_description.html": f"{_short(course)}\n".encode(),
    }


def _course(course: Course) -> dict[str, Any]:
    return {
        "course_image": _image(course),
        "end": _END,
        "language": course.record.language,
        "self_paced": True,
        "start": _START,
    }


def _image(course: Course) -> str:
    """Return the picture that stands for the course; empty for the system's own."""
    for lesson in course.lessons:
        match lesson.body:
            case VideoBody(poster=str() as poster):
                return poster
            case SlidesBody(slides=(first, *_)):
                return first.image
            case _:
                pass
    return ""


def _grading(course: Course) -> dict[str, Any]:
    """Return how the course is graded: Open edX wants a kind of assignment even for none."""
    assessment, lang = course.record.assessment, language(course)
    mark = assessment.pass_score if assessment else None
    grader = {
        "drop_count": 0,
        "min_count": 1,
        "short_label": messages.text("olx.assignment_short", None, lang),
        "type": messages.text("olx.assignment", None, lang),
        "weight": 1.0,
    }
    cutoff = _PASS if mark is None else mark / 100
    return {"GRADER": [grader], "GRADE_CUTOFFS": {"Pass": cutoff}}


def _asset(asset: Asset) -> dict[str, Any]:
    name = asset.title.replace("/", "-").replace("\\", "-") or asset.id
    return {"contentType": asset.media_type, "displayname": plain(name), "locked": False}


def _overview(course: Course) -> Markup:
    record, lang = course.record, language(course)
    parts: list[str] = [tag("h2", messages.text("olx.about", None, lang))]
    parts += [tag("p", line) for line in _description(course).splitlines() if line.strip()]
    if record.outcomes:
        parts.append(tag("h2", messages.text("olx.outcomes", None, lang)))
        parts.append(tag("ul", "\n", join((tag("li", one) for one in record.outcomes), "\n"), "\n"))
    if record.publisher:
        name = messages.text("olx.publisher", {"name": record.publisher.name}, lang)
        parts.append(tag("p", name))
    parts.append(tag("p", messages.text("olx.version", {"version": record.version}, lang)))
    return tag("section", "\n", join(parts, "\n"), "\n")


def _description(course: Course) -> str:
    texts = course.record.description
    return texts.get("vi") or next(iter(texts.values()), "") or course.title


def _short(course: Course) -> Markup:
    whole = plain(_description(course))
    cut = whole if len(whole) <= _SHORT else whole[: _SHORT - 1].rsplit(" ", 1)[0] + "…"
    return join([title(cut)])


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()
