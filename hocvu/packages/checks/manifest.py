"""Checks an imsmanifest.xml against itself and against the files of its package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from hocvu.errors import Value
from hocvu.packages.checks.container import Container
from hocvu.packages.checks.flavour import MANIFEST, Flavour, schemaversion
from hocvu.packages.checks.references import is_external
from hocvu.packages.checks.resources import ResourceCheck
from hocvu.packages.checks.xml import attribute, children, line, local, space, tell, text

_NCNAME = re.compile(r"[A-Za-z_À-\uffff][\w.\-À-\uffff]*")
_SCHEMA = "ADL SCORM"
_LOCATIONS = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_SCHEMA_FILE = re.compile(r"(?:(?:common|extend|unique|vocab)/)?[^/]+\.(?:xsd|dtd)", re.IGNORECASE)


@dataclass(slots=True)
class ManifestCheck:
    """The check of one manifest.

    Attributes:
        container: The package.
        root: The manifest.
        flavour: The version of SCORM that it is held to.
        metadata: Paths of the metadata files that it refers to, after `run`.
        launched: Paths of the pages that its items open, after `run`.
    """

    container: Container
    root: etree._Element
    flavour: Flavour
    metadata: list[str] = field(default_factory=list)
    launched: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Tell everything that is wrong, in the manifest's own order."""
        resources = {attribute(one, "identifier"): one for one in self._all("resource")}
        check = ResourceCheck(self.container, self.flavour, resources)
        self._head(check)
        self._prefixes()
        self._identifiers()
        self._organizations(resources)
        for resource in resources.values():
            check.check(resource)
        self.launched = {
            check.opens.get(attribute(item, "identifierref"), "") for item in self._all("item")
        }
        self._first_launch(resources)
        self._locations()
        self._unlisted(check.listed)
        self.flavour.manifest_rules(self.root, self.container.report)

    def _all(self, name: str) -> Iterator[etree._Element]:
        return (node for node in self.root.iter() if local(node) == name)

    def _tell(
        self, code: str, element: etree._Element, *, warning: bool = False, **params: Value
    ) -> None:
        tell(self.container.report, MANIFEST, code, element, warning=warning, **params)

    def _head(self, check: ResourceCheck) -> None:
        root, flavour = self.root, self.flavour
        if local(root) != "manifest" or space(root) != flavour.imscp:
            self._tell("wrong_root", root, namespace=space(root), expected=flavour.imscp)
        said = schemaversion(root)
        if not said:
            self._tell("no_schemaversion", root, expected=flavour.versions[0])
        elif said not in flavour.versions:
            self._tell("wrong_schemaversion", root, said=said, expected=flavour.versions[0])
        for metadata in children(root, "metadata"):
            for schema in children(metadata, "schema"):
                if text(schema).upper() != _SCHEMA:
                    self._tell("wrong_schema_name", schema, warning=True, said=text(schema))
        for metadata in self._all("metadata"):
            parent = metadata.getparent()
            if parent is not None and local(parent) == "resources":
                self._tell("metadata_misplaced", metadata)
        for location in self._all("location"):
            if space(location) == flavour.adlcp:
                target = check.follow(location, text(location))
                self.metadata += [target] if target else []

    def _prefixes(self) -> None:
        """Tell of name space prefixes that Moodle does not know: it goes by their letters."""
        told: set[str] = set()
        for element in self.root.iter():
            expected = self._prefix(space(element))
            if expected is not None and (element.prefix or "") != expected:
                name = f"{element.prefix or ''}:{local(element)}".lstrip(":")
                if space(element) not in told:
                    self._tell("prefix", element, warning=True, said=name, expected=expected or "–")
                told.add(space(element))

    def _prefix(self, namespace: str) -> str | None:
        """Return the usual prefix of a name space, empty for none, or None when any will do."""
        if namespace == self.flavour.imscp:
            return ""
        file = dict(self.flavour.schemas).get(namespace)
        return file.partition("_")[0] if file else None

    def _identifiers(self) -> None:
        seen: dict[str, int] = {}
        for element in self.root.iter():
            key = attribute(element, "identifier") if local(element) else None
            if key is None:
                if local(element) in {"item", "resource", "organization"}:
                    self._tell("no_identifier", element)
                continue
            if not _NCNAME.fullmatch(key):
                self._tell("bad_identifier", element, identifier=key)
            if key in seen:
                self._tell("duplicate_identifier", element, identifier=key, first=seen[key])
            seen.setdefault(key, line(element) or 0)

    def _organizations(self, resources: dict[str | None, etree._Element]) -> None:
        holders = children(self.root, "organizations")
        found = [one for holder in holders for one in children(holder, "organization")]
        if not found:
            self._tell("no_organization", holders[0] if holders else self.root, warning=True)
        for holder in holders:
            default = attribute(holder, "default")
            if found and default is None:
                self._tell("no_default", holder, warning=True)
            elif default and default not in {attribute(one, "identifier") for one in found}:
                self._tell("dangling_default", holder, identifier=default)
        for organization in found:
            if not children(organization, "item"):
                self._tell("no_items", organization)
            for element in organization.iter():
                if local(element) in {"item", "organization"}:
                    self._titled(element)
                if local(element) == "item":
                    self._item(element, resources)

    def _titled(self, element: etree._Element) -> None:
        if not any(text(title) for title in children(element, "title")):
            self._tell("no_title", element)

    def _item(self, item: etree._Element, resources: dict[str | None, etree._Element]) -> None:
        reference, inner = attribute(item, "identifierref"), children(item, "item")
        if reference:
            target = resources.get(reference)
            if target is None:
                self._tell("dangling_item", item, identifier=reference)
            elif not attribute(target, "href"):
                self._tell("no_launch", target, identifier=reference)
            if inner and self.flavour.single_launch:
                self._tell("launch_above_items", item, identifier=reference)
        elif not inner:
            self._tell("empty_item", item)

    def _first_launch(self, resources: dict[str | None, etree._Element]) -> None:
        """Open edX launches the first resource with an href, whatever the organization says."""
        launchable = [one for one in resources.values() if attribute(one, "href")]
        wanted = next(
            (
                resources[reference]
                for item in self._all("item")
                if (reference := attribute(item, "identifierref")) in resources
            ),
            None,
        )
        if launchable and wanted is not None and launchable[0] is not wanted:
            name = attribute(wanted, "identifier") or ""
            self._tell("first_resource", launchable[0], warning=True, identifier=name)

    def _locations(self) -> None:
        """Check that the schema files which the manifest names are in the package."""
        names = str(self.root.get(_LOCATIONS, "")).split()[1::2]
        for name in names:
            if not is_external(name) and name not in self.container.files:
                self._tell("schema_file", self.root, warning=True, name=name)

    def _unlisted(self, listed: set[str]) -> None:
        known = {MANIFEST, *self.metadata, *listed}
        for name in self.container.files:
            if name not in known and not _SCHEMA_FILE.fullmatch(name):
                clause = "/, <file>"
                self.container.report.add("unlisted_file", clause, severity="warning", member=name)
