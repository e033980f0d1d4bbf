"""hocvu turns training materials into packages that learning systems play.

The public names are loaded when first used, so that importing one module of the package does
not load them all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from hocvu.errors import HocvuError
    from hocvu.lesson import Course, Notice
    from hocvu.manifest import Manifest, Problem
    from hocvu.packages import Finding, Package, VerifiedPackage, verify
    from hocvu.pipeline.api import pack, read
    from hocvu.pipeline.publishing.api import Receipt, publish
    from hocvu.pipeline.publishing.verifying import verify_url
    from hocvu.pipeline.validating.api import validate

_HOMES = {
    "Course": "hocvu.lesson",
    "Finding": "hocvu.packages",
    "HocvuError": "hocvu.errors",
    "Manifest": "hocvu.manifest",
    "Notice": "hocvu.lesson",
    "Package": "hocvu.packages",
    "Problem": "hocvu.manifest",
    "Receipt": "hocvu.pipeline.publishing.api",
    "VerifiedPackage": "hocvu.packages",
    "pack": "hocvu.pipeline.api",
    "publish": "hocvu.pipeline.publishing.api",
    "read": "hocvu.pipeline.api",
    "validate": "hocvu.pipeline.validating.api",
    "verify": "hocvu.packages",
    "verify_url": "hocvu.pipeline.publishing.verifying",
}

__all__ = [
    "Course",
    "Finding",
    "HocvuError",
    "Manifest",
    "Notice",
    "Package",
    "Problem",
    "Receipt",
    "VerifiedPackage",
    "__version__",
    "pack",
    "publish",
    "read",
    "validate",
    "verify",
    "verify_url",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'hocvu' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Name what is public too, loaded or not, so that ``help(hocvu)`` tells of it."""
    return sorted({*globals(), *__all__})
