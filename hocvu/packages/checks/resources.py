"""Checks the resources of a manifest, and follows what they refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from hocvu.errors import Value
from hocvu.packages.checks.container import Container
from hocvu.packages.checks.flavour import MANIFEST, Flavour
from hocvu.packages.checks.references import Files, is_external, is_odd
from hocvu.packages.checks.xml import attribute, children, tell

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(slots=True)
class ResourceCheck:
    """The check of a manifest's resources.

    Attributes:
        container: The package.
        flavour: The version of SCORM that they are held to.
        resources: All of them by identifier.
        listed: The files that were listed in those that were checked.
        opens: The file that each of those opens, by its identifier.
    """

    container: Container
    flavour: Flavour
    resources: Mapping[str | None, etree._Element]
    listed: set[str] = field(default_factory=set)
    opens: dict[str | None, str] = field(default_factory=dict)
    _files: Files = field(init=False)

    def __post_init__(self) -> None:
        """Index the package's files."""
        self._files = Files(self.container.files)

    def check(self, resource: etree._Element) -> None:
        """Tell what is wrong with one resource."""
        if attribute(resource, "type") != "webcontent":
            said = attribute(resource, "type") or ""
            self._tell("resource_type", resource, said=said)
        self._scorm_type(resource)
        inside: set[str] = set()
        for file in children(resource, "file"):
            target = self.follow(file, attribute(file, "href") or "")
            if target and target in inside:
                self._tell("listed_twice", file, warning=True, name=target)
            inside.add(target)
        self.listed |= inside
        href = attribute(resource, "href")
        if href is not None:
            target = self.follow(resource, href)
            self.opens[attribute(resource, "identifier")] = target
            if target and target not in inside | self._depended(resource):
                self._tell("launch_unlisted", resource, name=target)
        for dependency in children(resource, "dependency"):
            reference = attribute(dependency, "identifierref") or ""
            if reference not in self.resources:
                self._tell("dangling_dependency", dependency, identifier=reference)

    def _depended(self, resource: etree._Element) -> set[str]:
        """Return the files of every resource that `resource` depends on, however far."""
        found: set[str] = set()
        waiting, seen = [resource], {attribute(resource, "identifier")}
        while waiting:
            for dependency in children(waiting.pop(), "dependency"):
                key = attribute(dependency, "identifierref")
                if key in self.resources and key not in seen:
                    seen.add(key)
                    waiting.append(self.resources[key])
                    base = self._base(self.resources[key])
                    found |= {
                        self._files.target(attribute(file, "href") or "", base)
                        for file in children(self.resources[key], "file")
                    }
        return found

    def _scorm_type(self, resource: etree._Element) -> None:
        expected = etree.QName(self.flavour.adlcp, self.flavour.scorm_type).text
        value = resource.get(expected)
        others = [str(name) for name in resource.attrib if str(name).lower().endswith("scormtype")]
        if value is None:
            said = etree.QName(others[0]).localname if others else ""
            code = "scormtype_spelling" if others else "no_scormtype"
            self._tell(code, resource, said=said, expected=self.flavour.scorm_type)
        elif value not in {"sco", "asset"}:
            self._tell("scormtype_value", resource, said=str(value))

    def follow(self, element: etree._Element, reference: str) -> str:
        """Return the file that `reference` names, telling why when there is none."""
        base = self._base(element)
        if is_external(base + reference):
            self._tell("external_file", element, warning=True, href=reference)
            return ""
        if "\\" in reference or reference.startswith("/"):
            self._tell("bad_href", element, href=reference)
            return ""
        if is_odd(reference):
            self._tell("odd_href", element, warning=True, href=reference)
        target = self._files.target(reference, base)
        if target in self.container.files:
            return target
        nearly = self._files.nearly(target)
        if nearly:
            self._tell("wrong_case", element, href=reference, actual=nearly)
        else:
            self._tell("missing_file", element, href=reference)
        return nearly

    def _base(self, element: etree._Element) -> str:
        """Return the folder that relative references of `element` start from."""
        holders = [element, *element.iterancestors()]
        return "".join(str(holder.get(_XML_BASE, "")) for holder in reversed(holders))

    def _tell(
        self, code: str, element: etree._Element, *, warning: bool = False, **params: Value
    ) -> None:
        tell(self.container.report, MANIFEST, code, element, warning=warning, **params)
