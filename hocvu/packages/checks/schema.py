"""Validates against the standards' own schemas, where the installation has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from lxml import etree

from hocvu.packages.checks.reasons import plain_reason
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import parser
from hocvu.packages.schema_files import schema_folder

_SCHEME = "schemas:"
_SPACE = re.compile(r"\{[^{}\s']*\}")
"""The name space before a name; a set of values in such brackets has quotation marks."""
_BRACKETS = str.maketrans("", "", "{}")
# SCORM 1.2's files as libxml2 accepts them: the xml name space must not be a default one, and
# an extension of any name space at the end of a model makes it ambiguous.
_MENDED: Mapping[str, tuple[bytes, bytes]] = {
    "ims_xml.xsd": (b'xmlns="http://www.w3.org/XML/1998/namespace"', b""),
    "imsmd_rootv1p2p1.xsd": (b'namespace="##any"', b'namespace="##other"'),
}


class _Shipped(etree.Resolver):
    """Finds a schema file by its name among those of one standard, and nowhere else."""

    def __init__(self, standard: str) -> None:
        self._folder = schema_folder(standard)

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]
        name = system_url.rpartition("/")[2].removeprefix(_SCHEME)
        data = b"" if self._folder is None else self._folder.joinpath(name).read_bytes()
        if name in _MENDED:
            data = data.replace(*_MENDED[name])
        return self.resolve_string(data, context, base_url=_SCHEME + name)


@cache
def _schema(standard: str, roots: tuple[tuple[str, str], ...]) -> etree.XMLSchema:
    reader = parser()
    reader.resolvers.add(_Shipped(standard))
    imports = "".join(
        f'<xs:import namespace="{space}" schemaLocation="{_SCHEME}{name}"/>'
        for space, name in roots
    )
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(text, reader))


def check_schema(
    root: etree._Element,
    standard: str,
    roots: Sequence[tuple[str, str]],
    report: Report,
    member: str,
) -> None:
    """Tell every place where `root` breaks its schemas.

    Args:
        root: The document.
        standard: Name of the standard, which is that of its folder of schema files.
        roots: Name spaces and the schema files that define them.
        report: Is told.
        member: Path of the document in the package.
    """
    if schema_folder(standard) is None:
        return
    schema = _schema(standard, tuple(roots))
    if not schema.validate(root):
        for error in _errors(schema):
            reason = plain_reason(_SPACE.sub("", error.message).translate(_BRACKETS))
            report.add("schema", "/, XML schema", member=member, line=error.line, reason=reason)


def _errors(schema: etree.XMLSchema) -> list[Any]:
    log: Any = schema.error_log
    return list(log)
