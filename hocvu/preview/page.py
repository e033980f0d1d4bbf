"""The page around the lesson, in the reader's language."""

from __future__ import annotations

import html
import re
from functools import partial
from pathlib import Path
from typing import Final

from hocvu import messages
from hocvu.messages import Language
from hocvu.packages.play.server import Reply, Request

PAGE: Final = Path(__file__).parent / "assets"
_POLICY: Final = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_WORD: Final = re.compile(r"\{\{([a-z0-9_.]+)\}\}")


def page(request: Request, language: Language) -> Reply:
    """Return the page in the language that its address asks for."""
    asked = request.query.get("lang", language)
    lang: Language = "en" if asked == "en" else "vi"
    template = (PAGE / "preview.html").read_text(encoding="utf-8")
    body = _WORD.sub(partial(_word, lang=lang), template)
    headers = {"Content-Security-Policy": _POLICY, "Referrer-Policy": "same-origin"}
    return Reply(200, body.encode(), "text/html", headers)


def _word(match: re.Match[str], lang: Language) -> str:
    code = match[1]
    return html.escape(lang if code == "lang" else messages.text(f"preview.{code}", None, lang))
