"""Counts the words of questions in other systems' formats by plain scans, apart from the parsers.

The scans know only what is no text for learners; all else counts, so that what a parser does not
understand is missed. Where they cannot know, they count less: a false alarm helps nobody.
"""

from __future__ import annotations

import html
import re
from typing import Final

from lxml import etree

_CODE: Final = re.compile(
    r"<!--.*?-->|<(script|style|(?:\w+:)?math)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_INSIDE_WORDS: Final = re.compile(
    r"</?(?:\w+:)?(?:a|abbr|b|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong"
    r"|sub|sup|tt|u|var|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"</?[A-Za-z!][^<>]*>")

_ESCAPED: Final = re.compile(r"\\[~=#{}:\\]")
_ASIDE: Final = re.compile(r"^[ \t]*//.*$|^[ \t]*\$CATEGORY\s*:.*$", re.MULTILINE | re.IGNORECASE)
_HEAD: Final = re.compile(r"(^|\n[ \t]*\n)(?:[ \t]*\n)*\s*::.*?::", re.DOTALL)
_FORM: Final = re.compile(r"\[(?:html|plain|moodle|markdown)\]", re.IGNORECASE)
_BRACES: Final = re.compile(r"\{([^{}]*)\}")
_WEIGHT: Final = re.compile(r"([=~]\s*)%[-\d.,]+%")
_TRUTH: Final = re.compile(r"\s*(?:T|TRUE|F|FALSE)\s*(?=#|$)", re.IGNORECASE)
_FIGURE: Final = re.compile(r"(^\s*#|[=~])[^#=~]*")
_SIGNS: Final = re.compile(r"#+|[=~]|->")
_LISTED: Final = re.compile(r"^\s*(?:[-*+]|\d+[.)]|>|#+)\s", re.MULTILINE)

_ANSWER: Final = re.compile(r"^\s*ANSWER\s*:.*$", re.MULTILINE)
_LETTER: Final = re.compile(r"^\s*[A-Za-z][.)]\s+", re.MULTILINE)

_NO_TEXT: Final = frozenset({"name", "category", "idnumber", "file", "tag", "tolerance", "units"})
_NO_ANSWERS: Final = frozenset({"truefalse", "numerical"})


def markup_words(markup: str) -> int:
    """Count the words that a piece of HTML shows; equations are left out."""
    text = _INSIDE_WORDS.sub("", _CODE.sub(" ", markup))
    return len(html.unescape(_TAG.sub(" ", text)).split())


def gift_words(text: str) -> int:
    """Count the words that questions in GIFT show."""
    text = _ASIDE.sub("", text.replace("\\n", " "))
    text = _FORM.sub(" ", _HEAD.sub(r"\1", _ESCAPED.sub("x", text)))
    text = _BRACES.sub(lambda found: f" {_answers(found[1])} ", text)
    return markup_words(_LISTED.sub("", text))


def _answers(inside: str) -> str:
    inside, _, general = inside.partition("####")
    if inside.lstrip().startswith("#"):
        inside = _FIGURE.sub(" ", inside)
    elif _TRUTH.match(inside):
        inside = _TRUTH.sub("", inside, count=1)
    return _SIGNS.sub(" ", _WEIGHT.sub(r"\1", inside)) + " " + general


def aiken_words(text: str) -> int:
    """Count the words that questions in Aiken show."""
    return len(_LETTER.sub("", _ANSWER.sub("", text)).split())


def moodle_words(root: etree._Element) -> int:
    """Count the words of a question of Moodle's XML, or of all of them below `root`."""
    total = 0
    for element in root.iter(etree.Element):
        said = element.text or ""
        above = [str(one.tag) for one in element.iterancestors()]
        if not said.strip() or _NO_TEXT & {str(element.tag), *above}:
            continue
        question = next(element.iterancestors("question"), root).get("type", "")
        answer = question in _NO_ANSWERS and "answer" in above and "feedback" not in above
        # What stands in no ``text`` is a setting, unless it is a sentence.
        if not answer and (element.tag == "text" or len(said.split()) > 1):
            total += markup_words(said)
    return total


def qti_words(*elements: etree._Element) -> int:
    """Count the words that elements of QTI show."""
    return sum(
        markup_words(etree.tostring(element, encoding="unicode", with_tail=False))
        for element in elements
    )
