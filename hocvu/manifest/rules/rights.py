"""Who may use the course and how."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from hocvu.identifiers import slug
from hocvu.manifest.profile import table
from hocvu.manifest.refusal import shown
from hocvu.manifest.setting import Setting
from hocvu.manifest.walking import word
from hocvu.written.tree import Tree

_NO_VERSION: Final = re.compile(r"cc-?by(?:-(?:sa|nc|nd|nc-sa|nc-nd))?")
_SECRET: Final = re.compile(r"(?<!bảo )(?<!bí )\b(?:tuyệt mật|tối mật|mật)\b", re.IGNORECASE)
_EVERYBODY: Final = re.compile(
    r"mọi người|công khai|công chúng|rộng rãi|public|everyone", re.IGNORECASE
)


def check(tree: Tree, setting: Setting) -> None:
    """Report terms of use that nobody could apply."""
    rights, access = word(tree, "rights"), word(tree, "access")
    for name, value in (("rights", rights), ("access", access)):
        if _SECRET.search(value):
            tree.report("manifest.secret", (name,), params={"value": shown(value)})
    known = _known().get(slug(rights))
    if known and known != rights:
        tree.report(
            "manifest.rights_variant",
            ("rights",),
            "info",
            params={"value": rights, "instead": known},
        )
    elif _NO_VERSION.fullmatch(slug(rights)):
        tree.report("manifest.rights_version", ("rights",), "warning", params={"value": rights})
    if known and not _licences()[known]["open"] and _EVERYBODY.search(access):
        params = {"value": shown(access), "rights": known}
        tree.report("manifest.rights_contradiction", ("access",), "warning", params=params)


@cache
def _licences() -> Mapping[str, Any]:
    return table("rights")


@cache
def _known() -> Mapping[str, str]:
    """Return each licence by the slugs of the ways in which it is written."""
    return {
        slug(form): name for name, told in _licences().items() for form in (name, *told["also"])
    }
