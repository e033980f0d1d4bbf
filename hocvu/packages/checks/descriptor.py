"""What the verifiers of cmi5 and xAPI packages share: the file at the root and its activities."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from hocvu.errors import Value
from hocvu.packages.checks.container import Container, opened
from hocvu.packages.checks.flavour import MANIFEST
from hocvu.packages.checks.references import Files, is_external, is_odd
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import attribute, line, local, space, text

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_NO_ADDRESS = re.compile(r"[\s<>\"{}|\\^`]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
LAUNCH: Final = frozenset(
    {"endpoint", "fetch", "auth", "actor", "registration", "activityId", "activity_id"}
)
"""Parameters that a system adds to the address of what it launches."""


def has_descriptor(path: Path, name: str) -> bool:
    """Tell if the package has a file `name` somewhere, and is no SCORM package."""
    with opened(path, Report(str(path))) as container:
        if container is None or MANIFEST in container.files:
            return False
        return any(_basename(one).lower() == name for one in container.files)


def check_place(container: Container, name: str, clause: str) -> bool:
    """Tell when the file `name` is not at the root under its right name; return whether it is."""
    if name in container.files:
        return True
    found = next(one for one in container.files if _basename(one).lower() == name)
    container.report.add("descriptor_place", clause, member=found, name=name)
    return False


def _basename(name: str) -> str:
    return posixpath.basename(name.replace("\\", "/"))


@dataclass(slots=True)
class DescriptorCheck:
    """The check of what one descriptor says.

    Attributes:
        container: The package.
        name: The descriptor.
        launched: The pages that it launches, after the checks.
    """

    container: Container
    name: str
    launched: list[str] = field(default_factory=list)
    _ids: dict[str, int] = field(default_factory=dict)

    def tell(
        self,
        code: str,
        element: etree._Element,
        clause: str,
        *,
        warning: bool = False,
        **params: Value,
    ) -> None:
        """Tell of ``verify.<code>`` at an element."""
        self.container.report.add(
            code,
            clause,
            severity="warning" if warning else "error",
            member=self.name,
            line=line(element),
            **params,
        )

    def identifier(self, element: etree._Element, form: str, unique: str) -> None:
        """Check that an element has an identifier that is an IRI and no other's.

        Args:
            element: The element.
            form: The clause that wants an IRI.
            unique: The clause that wants it once.
        """
        key = attribute(element, "id") or ""
        if not _IRI.fullmatch(key):
            self.tell("activity_not_iri", element, form, identifier=key)
        elif key in self._ids:
            self.tell("activity_twice", element, unique, identifier=key, first=self._ids[key])
        self._ids.setdefault(key, line(element) or 0)

    def language(self, element: etree._Element, form: str, filled: str = "") -> None:
        """Check the language of a text, by the clause `form`, and advise to fill it by `filled`."""
        said = attribute(element, "lang")
        if said is not None and not _LANGUAGE.fullmatch(said):
            self.tell("bad_language", element, form, said=said)
        if filled and not text(element):
            self.tell("empty_text", element, filled, warning=True, name=local(element))

    def launch(self, element: etree._Element, clause: Callable[[str], str]) -> None:
        """Check that what is launched is in the package, by the letter.

        Args:
            element: The element whose text is the address.
            clause: Tells the clause that stands behind the finding of a code.
        """
        url = text(element)
        if not url:
            self.tell("empty_text", element, clause("empty_text"), name=local(element))
            return
        own = [key for key, _ in parse_qsl(urlsplit(url).query, True) if key in LAUNCH]
        if own:
            self.tell("launch_parameter", element, clause("launch_parameter"), parameter=own[0])
        if is_external(url) and _NO_ADDRESS.search(url):
            self.tell("bad_address", element, clause("bad_address"), href=url)
            return
        if is_external(url):
            self.tell("external_file", element, clause("external_file"), warning=True, href=url)
            return
        if "\\" in url or url.startswith("/"):
            self.tell("bad_href", element, clause("bad_href"), href=url)
            return
        if is_odd(url):
            self.tell("odd_href", element, clause("odd_href"), warning=True, href=url)
        files = Files(self.container.files)
        target = files.target(url)
        if target in self.container.files:
            self.launched.append(target)
        elif nearly := files.nearly(target):
            self.tell("wrong_case", element, clause("wrong_case"), href=url, actual=nearly)
        else:
            self.tell("missing_file", element, clause("missing_file"), href=url)

    def root(self, root: etree._Element, name: str, namespace: str, clause: str) -> bool:
        """Check the name of the root, and tell whether it is the right one."""
        if local(root) == name and space(root) == namespace:
            return True
        self.tell("descriptor_root", root, clause, name=name, namespace=namespace)
        return False
