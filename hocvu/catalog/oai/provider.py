"""Answers the requests of OAI-PMH 2.0; knows no network and no disk.

Section numbers are those of the protocol's specification (openarchives.org, 2.0 of 2002-06-14).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from hocvu.catalog.oai.arguments import FORMATS, PMH, Refused, check_format, checked, when
from hocvu.identifiers import slug

EPOCH: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_NAMES: Final[dict[str, str]] = {None: PMH, "xsi": _XSI}  # type: ignore[dict-item]


@dataclass(frozen=True, slots=True)
class Item:
    """A work as harvesters see it.

    Attributes:
        key: Its name inside the repository.
        stamp: When it last changed, in UTC.
        sets: Names of the sets that hold it, by their specs.
        deleted: It was withdrawn; only its header is given.
        metadata: Returns the element in a format of `FORMATS`.
    """

    key: str
    stamp: dt.datetime
    sets: Mapping[str, str]
    deleted: bool
    metadata: Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Provider:
    """A repository.

    Attributes:
        items: All works in a fixed order.
        url: The address that harvesters ask.
        name: The repository's name.
        domain: The domain name in its identifiers (``oai:domain:key``).
        email: Whom to write to.
        page: Records in one answer.
    """

    items: Sequence[Item]
    url: str
    name: str
    domain: str
    email: str
    page: int = 100

    def answer(self, asked: Sequence[tuple[str, str]], now: dt.datetime) -> bytes:
        """Return the answer to a request.

        Args:
            asked: Its arguments in order, as they were decoded.
            now: The time of the answer, in UTC.
        """
        root = etree.Element(f"{{{PMH}}}OAI-PMH", nsmap=_NAMES)
        root.set(f"{{{_XSI}}}schemaLocation", f"{PMH} {PMH}OAI-PMH.xsd")
        _add(root, "responseDate", _stamp(now))
        request = _add(root, "request", self.url)
        try:
            arguments = checked(asked)
            body = getattr(self, f"_{arguments['verb'].lower()}")(arguments)
            for name, value in arguments.items():
                request.set(name, value)
        except Refused as refused:
            body = etree.Element(f"{{{PMH}}}error", code=refused.code)
            body.text = refused.words
            # With a bad verb or argument the request carries none (section 3.2).
            if refused.code not in ("badVerb", "badArgument"):
                for name, value in dict(asked).items():
                    request.set(name, value)
        root.append(body)
        made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        return made

    def _identify(self, _: Mapping[str, str]) -> etree._Element:
        body = etree.Element(f"{{{PMH}}}Identify")
        first = min((item.stamp for item in self.items), default=EPOCH)
        for name, text in (
            ("repositoryName", self.name),
            ("baseURL", self.url),
            ("protocolVersion", "2.0"),
            ("adminEmail", self.email),
            ("earliestDatestamp", _stamp(first)),
            ("deletedRecord", "persistent"),
            ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ):
            _add(body, name, text)
        return body

    def _listmetadataformats(self, arguments: Mapping[str, str]) -> etree._Element:
        if "identifier" in arguments:
            self._item(arguments["identifier"])
        body = etree.Element(f"{{{PMH}}}ListMetadataFormats")
        for prefix, (schema, namespace) in FORMATS.items():
            one = _add(body, "metadataFormat")
            _add(one, "metadataPrefix", prefix)
            _add(one, "schema", schema)
            _add(one, "metadataNamespace", namespace)
        return body

    def _listsets(self, arguments: Mapping[str, str]) -> etree._Element:
        if "resumptionToken" in arguments:
            raise Refused("badResumptionToken", "The list of sets is given whole.")
        sets = {spec: name for item in self.items for spec, name in item.sets.items()}
        if not sets:
            raise Refused("noSetHierarchy", "There are no sets.")
        body = etree.Element(f"{{{PMH}}}ListSets")
        for spec, name in sorted(sets.items()):
            one = _add(body, "set")
            _add(one, "setSpec", spec)
            _add(one, "setName", name)
        return body

    def _getrecord(self, arguments: Mapping[str, str]) -> etree._Element:
        item = self._item(arguments["identifier"])
        check_format(arguments["metadataPrefix"])
        body = etree.Element(f"{{{PMH}}}GetRecord")
        self._record(body, item, arguments["metadataPrefix"])
        return body

    def _listidentifiers(self, arguments: Mapping[str, str]) -> etree._Element:
        return self._list(arguments, lambda body, item, _: self._header(body, item))

    def _listrecords(self, arguments: Mapping[str, str]) -> etree._Element:
        return self._list(arguments, self._record)

    def _list(
        self,
        arguments: Mapping[str, str],
        put: Callable[[etree._Element, Item, str], None],
    ) -> etree._Element:
        token = "resumptionToken" in arguments
        wanted, begin = self._resumed(arguments["resumptionToken"]) if token else (arguments, 0)
        prefix = wanted["metadataPrefix"]
        found = self._chosen(wanted)
        body = etree.Element(f"{{{PMH}}}{arguments['verb']}")
        end = begin + self.page
        for item in found[begin:end]:
            put(body, item, prefix)
        if token or end < len(found):
            made = self._token(wanted, end) if end < len(found) else ""
            element = _add(body, "resumptionToken", made)
            element.set("completeListSize", str(len(found)))
            element.set("cursor", str(begin))
        return body

    def _chosen(self, wanted: Mapping[str, str]) -> list[Item]:
        check_format(wanted["metadataPrefix"])
        begin = when(wanted.get("from", ""), end=False)
        until = when(wanted.get("until", ""), end=True)
        if begin and until and begin > until:
            raise Refused("badArgument", "The time from is after the time until.")
        spec = wanted.get("set", "")
        if spec and not any(item.sets for item in self.items):
            raise Refused("noSetHierarchy", "There are no sets.")
        found = [
            item
            for item in self.items
            if (not begin or item.stamp >= begin)
            and (not until or item.stamp <= until)
            and (not spec or any(f"{one}:".startswith(f"{spec}:") for one in item.sets))
        ]
        if not found:
            raise Refused("noRecordsMatch", "No record fits these arguments.")
        return found

    def _record(self, body: etree._Element, item: Item, prefix: str) -> None:
        record = _add(body, "record")
        self._header(record, item)
        if not item.deleted:
            _add(record, "metadata").append(etree.fromstring(item.metadata(prefix), _PARSER))

    def _header(self, body: etree._Element, item: Item) -> None:
        header = _add(body, "header")
        if item.deleted:
            header.set("status", "deleted")
        _add(header, "identifier", self._name(item))
        _add(header, "datestamp", _stamp(item.stamp))
        for spec in sorted(item.sets):
            _add(header, "setSpec", spec)

    def _name(self, item: Item) -> str:
        return f"oai:{self.domain}:{item.key}"

    def _item(self, identifier: str) -> Item:
        found = next((item for item in self.items if self._name(item) == identifier), None)
        if found is None:
            raise Refused("idDoesNotExist", "There is no such record.")
        return found

    def _token(self, wanted: Mapping[str, str], begin: int) -> str:
        """Return a token that holds the whole request, so that nothing is kept between answers."""
        names = ("metadataPrefix", "from", "until", "set")
        value = [*(wanted.get(name, "") for name in names), str(begin), self._state()]
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()

    def _resumed(self, token: str) -> tuple[dict[str, str], int]:
        """Return the request that a token holds, and where in its list to go on."""
        try:
            value = json.loads(base64.urlsafe_b64decode(token.encode()))
            prefix, begin, until, spec, at, state = map(_text, value)
            place = int(at)
        except (ValueError, TypeError, RecursionError):
            raise Refused("badResumptionToken", "The token is not one of ours.") from None
        if state != self._state():
            raise Refused("badResumptionToken", "The catalogue has changed: begin again.")
        named = {"metadataPrefix": prefix, "from": begin, "until": until, "set": spec}
        try:
            left = len(self._chosen(named)) - place
        except Refused as refused:
            raise Refused("badResumptionToken", refused.words) from None
        if place < 0 or left <= 0:
            raise Refused("badResumptionToken", "The token points past the list.")
        return {name: text for name, text in named.items() if text}, place

    def _state(self) -> str:
        stamps = "".join(f"{item.key}{_stamp(item.stamp)}" for item in self.items)
        return hashlib.sha256(stamps.encode()).hexdigest()[:16]


_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def sets_of(kind: str, publisher: str) -> dict[str, str]:
    """Return the sets of a work: by its kind, and by its publisher."""
    found = {f"kind:{slug(kind)}": kind} if kind else {}
    return found | ({f"publisher:{slug(publisher)}": publisher} if publisher else {})


def _text(value: object) -> str:
    """Return a part of a token, which is text."""
    if not isinstance(value, str):
        raise TypeError
    return value


def _stamp(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{PMH}}}{name}")
    element.text = text
    return element
