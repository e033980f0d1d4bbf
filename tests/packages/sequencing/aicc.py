"""Whether a SCORM 1.2 item is open, as Moodle works it out of its prerequisites.

Facts about Moodle: it splits a script at ``& | ( ) ~``, holds a bare identifier for true when the
item's status is passed or completed, and calls an item without prerequisites open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

FINISHED = ("passed", "completed")


def is_open(root: etree._Element, item: str, statuses: Mapping[str, str]) -> bool:
    """Tell if a learner with these statuses may open an item."""
    (found,) = root.xpath("//*[local-name()='item'][@identifier=$key]", key=item)
    scripts = found.xpath("*[local-name()='prerequisites']")
    if not scripts:
        return True
    assert scripts[0].get("type") == "aicc_script"
    words = []
    for token in re.split(r"([&|()~])", scripts[0].text):
        sign = {"&": " and ", "|": " or ", "~": " not "}.get(token)
        word = token.strip()
        words.append(sign or (word if word in ("", "(", ")") else str(_done(word, statuses))))
    return bool(eval("".join(words), {}))  # signs and truth values alone


def _done(item: str, statuses: Mapping[str, str]) -> bool:
    return statuses.get(item) in FINISHED
