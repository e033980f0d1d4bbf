"""What must be there, by the status of the course."""

from __future__ import annotations

from typing import Final

from hocvu.errors import Severity
from hocvu.manifest.profile import FieldInfo, fields
from hocvu.manifest.setting import Setting
from hocvu.written.tree import Tree

APPROVED: Final = frozenset({"phe_duyet", "ban_hanh", "het_hieu_luc"})
ISSUED: Final = frozenset({"ban_hanh", "het_hieu_luc"})
_SEVERITIES: Final[dict[str, Severity]] = {
    "manifest.missing_recommended": "warning",
    "manifest.missing_in_draft": "warning",
}


def check(tree: Tree, setting: Setting) -> None:
    """Report the fields that the status asks for and the author did not write."""
    status, for_publish = setting.status, setting.checks.for_publish
    misspelt = {p.params.get("near") for p in tree.problems if p.code == "manifest.field_misspelt"}
    for name, info in fields().items():
        if name in misspelt or tree.value.get(name) not in (None, "", [], {}):
            continue
        code = _missing(info, status, for_publish)
        if code:
            params = {"name": name, "label": info.vi, "example": info.example}
            tree.report(code, (name,), _SEVERITIES.get(code, "error"), at_key=True, params=params)
    if for_publish and status not in APPROVED:
        tree.report("manifest.not_approved", ("status",), params={"status": status})


def _missing(info: FieldInfo, status: str, for_publish: bool) -> str:
    """Return the code of a field's absence; empty where it may be absent."""
    code = "manifest.missing"
    if info.obligation == "O":
        code = ""
    elif info.obligation == "R":
        known = not info.issued or status in APPROVED
        code = "manifest.missing_recommended" if known and not info.conditional else ""
    elif for_publish and not info.draft:
        code = "manifest.missing_to_publish"
    elif info.obligation == "M@publish":
        code = code if status in APPROVED else ""
    elif info.issued:
        code = code if status in ISSUED else ""
    elif status == "du_thao" and not info.draft:
        code = "manifest.missing_in_draft"
    return code
