"""What a course is called and what it takes the place of."""

from __future__ import annotations

from typing import Final

from hocvu.manifest.refusal import shown
from hocvu.manifest.rules.obligations import ISSUED
from hocvu.manifest.setting import Setting
from hocvu.manifest.walking import word
from hocvu.written.tree import Tree

TEMPORARY: Final = "urn:hocvu:"
"""How identifiers begin that were made without an issuer."""


def check(tree: Tree, setting: Setting) -> None:
    """Report identifiers and versions that cannot last."""
    name, version = word(tree, "id"), word(tree, "version")
    if setting.checks.for_publish and name.startswith(TEMPORARY):
        tree.report("manifest.id_temporary", ("id",), params={"value": shown(name)})
    if "." in version and version in name:
        tree.report("manifest.id_holds_version", ("id",), "warning", params={"version": version})
    if setting.status in ISSUED and (version.startswith("0.") or "-" in version):
        tree.report("manifest.version_draft", ("version",), "warning", params={"value": version})
    if name and word(tree, "revision", "of") == name:
        tree.report("manifest.revision_of_itself", ("revision", "of"))
