"""Texts that are no texts: placeholders, mark-up, letters of old fonts, the same thing twice."""

from __future__ import annotations

import re
from typing import Any, Final

from hocvu.identifiers import nfc
from hocvu.manifest.refusal import shown
from hocvu.manifest.setting import Setting
from hocvu.manifest.walking import Path, at, items, texts, word, words
from hocvu.written.tree import Tree

_PLACEHOLDER: Final = re.compile(
    r"(?:todo|tbd|xxx+|fixme|\.{3,}|…+|\?+|n/a|chưa có|chưa rõ|cần điền|điền (?:vào )?(?:đây|sau)"
    r"|đang cập nhật|sẽ (?:bổ sung|cập nhật)(?: sau)?|lorem ipsum.*)\W*",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|i|li|p|span|strong|u|ul)\b[^<>]*>|&(?:nbsp|amp|lt|gt|quot);",
    re.IGNORECASE,
)
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_MOJIBAKE: Final = re.compile("\ufffd|á[º»]|Ä[‘\u0091]|Æ[°¡]|Ã[¡¢£¨©ª¬­²³´µ¹º½]")
_TCVN3: Final = re.compile(r"[A-Za-z][µ¸¶·¹«¬®¨¾¼½][A-Za-z]|[A-Za-z][¸¹¶·µ¬]\b")
_VNI: Final = re.compile(r"[ñøï][a-z]|[a-z][øï]", re.IGNORECASE)
_ANY: Final = (
    re.compile(rf"^(?:{_PLACEHOLDER.pattern})$", re.IGNORECASE | re.MULTILINE),
    _MARKUP,
    _INVISIBLE,
    _MOJIBAKE,
    _TCVN3,
    _VNI,
)
"""What is looked for in all texts together before it is in each."""

_FREE: Final = frozenset({"id", "source", "captions", "transcript", "options", "content"})
_LISTS: Final = (
    "keywords",
    "audience",
    "job_position",
    "outcomes",
    "prerequisites",
    "compilers",
    "accessibility",
)
_MANY: Final = 3
_LONGEST_TITLE: Final = 250


def check(tree: Tree, setting: Setting) -> None:
    """Report texts that readers would stumble over."""
    inside = texts(tree.value, _FREE)
    together = "\n".join(text.strip() for _, text in inside)
    if any(form.search(together) for form in _ANY):
        for path, text in inside:
            _text(tree, path, text)
    _title(tree)
    for name in _LISTS:
        _once(tree, (name,), items(tree, name))
    for name in ("provinces", "communes"):
        _once(tree, ("coverage", name), items(tree, "coverage", name))
    for path, keyword in words(tree, "keywords"):
        if len(re.split(r"\s*[,;]\s*", keyword)) >= _MANY:
            tree.report(
                "manifest.keywords_joined", path, "warning", params={"value": shown(keyword)}
            )


def _text(tree: Tree, path: Path, text: str) -> None:
    params: dict[str, Any] = {"value": shown(text)}
    if _PLACEHOLDER.fullmatch(text.strip()):
        tree.report("manifest.placeholder", path, "warning", params=params)
    if found := _MARKUP.search(text):
        tree.report("manifest.markup", path, "warning", params={"value": found.group()})
    if text.isascii():
        return
    if _INVISIBLE.search(text):
        params["instead"] = _INVISIBLE.sub("", text)
        tree.report("manifest.invisible", path, "warning", params=params)
    if _MOJIBAKE.search(text):
        tree.report("manifest.mojibake", path, "warning", params=params)
    elif _TCVN3.search(text) or len(_VNI.findall(text)) >= _MANY:
        tree.report("manifest.old_font", path, "warning", params=params)


def _title(tree: Tree) -> None:
    path: Path = ("title", "vi") if isinstance(at(tree, "title"), dict) else ("title",)
    title = word(tree, *path)
    if len(title) > _LONGEST_TITLE:
        params = {"count": len(title), "limit": _LONGEST_TITLE}
        tree.report("manifest.title_long", path, "warning", params=params)
    if title.isupper() and len(title.split()) >= _MANY:
        tree.report("manifest.title_capitals", path, "warning")
    about: Path = (
        ("description", "vi") if isinstance(at(tree, "description"), dict) else ("description",)
    )
    if title and word(tree, *about) == title:
        tree.report("manifest.description_repeats", about, "warning")
    for name in ("title", "description"):
        vi = word(tree, name, "vi")
        if vi and vi == word(tree, name, "en") and not vi.isascii():
            tree.report("manifest.not_translated", (name, "en"), "warning")


def _once(tree: Tree, path: Path, listed: list[Any]) -> None:
    seen: set[str] = set()
    for index, item in enumerate(listed):
        name = (
            item.get("name", item.get("label", item.get("id"))) if isinstance(item, dict) else item
        )
        key = nfc(name).strip().casefold() if isinstance(name, str) else ""
        if key and key in seen:
            tree.report(
                "manifest.item_twice", (*path, index), "warning", params={"value": shown(name)}
            )
        seen.add(key)
