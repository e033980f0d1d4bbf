"""The public names can be seen before they are loaded."""

from __future__ import annotations

import pydoc

import hocvu


def test_help_tells_of_every_call() -> None:
    page = pydoc.plain(pydoc.render_doc(hocvu))
    functions = page.partition("\nFUNCTIONS\n")[2]
    for name in ("pack", "publish", "read", "validate", "verify", "verify_url"):
        assert f"\n    {name}(" in functions
    assert "class Course(" in page
    assert set(hocvu.__all__) <= set(dir(hocvu))
