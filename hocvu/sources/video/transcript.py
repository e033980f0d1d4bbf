"""A transcript that the author gives: paragraphs and headings of a text or Markdown file."""

from __future__ import annotations

import re

from hocvu.lesson import Block, Heading, Paragraph, Text


def blocks(text: str) -> tuple[Block, ...]:
    """Return the paragraphs of `text`, which blank lines divide, and its ``#`` headings."""
    made: list[Block] = []
    lines: list[str] = []

    def flush() -> None:
        if lines:
            made.append(Paragraph(children=(Text(text=" ".join(" ".join(lines).split())),)))
            lines.clear()

    for line in text.split("\n"):
        heading = re.match(r"(#{1,6})\s+(.*?)\s*#*\s*$", line)
        if heading and heading[2]:
            flush()
            title = " ".join(heading[2].split())
            made.append(Heading(level=len(heading[1]), children=(Text(text=title),)))
        elif line.strip():
            lines.append(line)
        else:
            flush()
    flush()
    return tuple(made)
