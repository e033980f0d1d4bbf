"""Counts the words of caption and transcript files apart from the readers of those files.

Deliberately crude: it shares nothing with the conversion, so that both can be compared.
"""

from __future__ import annotations

import re
from typing import Final

_BEFORE_VTT: Final = re.compile(r"\A[\s\S]*?(?=^.*-->)", re.MULTILINE)
_TIMES: Final = re.compile(
    r"^(?:[ \t]*\d+[ \t]*\n)?[ \t]*-?\d.*\d\s*[-–—]{1,2}>\s*-?\d.*$"
    r"|^\d+:\d\d:\d\d\.\d{3},\d+:\d\d:\d\d\.\d{3}$",
    re.MULTILINE,
)
_DIALOGUE: Final = re.compile(r"^Dialogue:(?:[^,\n]*,){9}(.*)$", re.MULTILINE)
_OVERRIDE: Final = re.compile(r"\{[^{}]*\\p[1-9][^{}]*\}[^{]*|\{[^{}]*\}")
_BEFORE_BODY: Final = re.compile(r"\A[\s\S]*?(?=<(?:\w+:)?body[\s>])")
_TAG_OF_NAMESPACE: Final = re.compile(r"<!--[\s\S]*?-->|</?(?:\w+:)?(?:br|p|div|body|tt)\b[^>]*>")
_VOICE: Final = re.compile(r"<v[.\w]*\s+([^<>]+)>")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^}]*\}")


def in_captions(text: str) -> int:
    """Return how many words the captions in `text` have."""
    if "[Script Info]" in text:
        text = "\n".join(_OVERRIDE.sub("", spoken) for spoken in _DIALOGUE.findall(text))
        text = text.replace(r"\N", " ").replace(r"\n", " ")
    elif text.lstrip().startswith("WEBVTT"):
        spoken = (block for block in re.split(r"\n\s*\n", text) if "-->" in block)
        text = "\n\n".join(_BEFORE_VTT.sub("", block) for block in spoken)
    elif re.search(r"<(?:\w+:)?tt[\s>]", text[:4000]):
        text = _TAG_OF_NAMESPACE.sub(" ", _BEFORE_BODY.sub("", text))
    text = _TAG.sub("", _VOICE.sub(r"\1: ", _TIMES.sub("", text)))
    return len(text.replace("&nbsp;", " ").split())


def in_transcript(text: str) -> int:
    """Return how many words a transcript has."""
    return sum(len(line.strip().lstrip("#").rstrip("#").split()) for line in text.split("\n"))
