"""What stands around every page of the catalogue."""

from __future__ import annotations

from html import escape
from typing import Final

from hocvu.messages import Language, text

_NAMES: Final[dict[Language, str]] = {"vi": "Tiếng Việt", "en": "English"}


def word(name: str, lang: Language, **params: str | int) -> str:
    """Return a word of the pages in `lang`, escaped."""
    return escape(text(f"catalog.ui.{name}", params, lang))


def frame(
    title: str, body: str, lang: Language, root: str, other: str, head: str = "", script: str = ""
) -> bytes:
    """Return a page.

    Args:
        title: Its title, as plain text.
        body: What stands in its main part, as HTML.
        lang: Its language.
        root: The way to the catalogue's root, such as ``../../``.
        other: The way to the same page in the other language.
        head: More for the head, as HTML.
        script: Elements of scripts, as HTML.
    """
    second: Language = "en" if lang == "vi" else "vi"
    home = root if lang == "vi" else f"{root}en/"
    page = f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<title>{escape(title)}</title>
<link rel="stylesheet" href="{root}assets/catalog.css">
<link rel="alternate" hreflang="{second}" href="{other}">
{head}</head>
<body>
<a class="skip" href="#main">{word("skip", lang)}</a>
<header>
<a class="home" href="{home}index.html">{word("title", lang)}</a>
<a href="{other}" hreflang="{second}" lang="{second}">{_NAMES[second]}</a>
</header>
<main id="main" tabindex="-1">
{body}</main>
{script}</body>
</html>
"""
    return page.encode()
