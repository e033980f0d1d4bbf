"""OAI-PMH: a real harvester gets record for record what the catalogue holds."""

from __future__ import annotations

import base64
import datetime as dt
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from shelves import fill, record
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from hocvu.catalog.build import Built, build
from hocvu.catalog.oai import Provider
from hocvu.catalog.oai.arguments import PMH
from hocvu.catalog.oai.server import PATH, provider, serve
from hocvu.store import open_store
from hocvu.store.signing import make_key
from hocvu.store.works import find_work, withdraw

ALL = "verb=ListRecords&metadataPrefix=lom"
NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("oai")
    store = open_store((folder / "kho").as_uri())
    signer = make_key(folder / "key.pem")
    fill(store, map(record, range(25)), signer, folder / "tep", web=False)
    withdraw(store, find_work(store, record(4).id), signer, "Sai")
    return build(store, folder / "catalog")


@pytest.fixture(scope="module")
def repository(built: Built) -> Provider:
    return provider(built.folder, "http://127.0.0.1/oai", "Kho thử", "a@hoclieu.example", page=10)


@pytest.fixture(scope="module")
def harvester(built: Built, repository: Provider) -> Iterator[Sickle]:
    with serve(built.folder, repository, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Sickle(f"http://127.0.0.1:{server.server_address[1]}{PATH}")
        server.shutdown()
        thread.join()


def test_a_harvester_gets_every_record(built: Built, harvester: Sickle) -> None:
    found = {one.header.identifier: one for one in harvester.ListRecords(metadataPrefix="oai_dc")}
    entries = {f"oai:127.0.0.1:{entry.key}": entry for entry in built.entries}
    assert found.keys() == entries.keys()
    for name, entry in entries.items():
        gone = entry.state == "withdrawn"
        assert found[name].deleted == gone
        if not gone:
            metadata = found[name].metadata
            assert metadata["title"] == [entry.title["vi"], entry.title["en"]]
            assert metadata["identifier"] == [entry.id, entry.code]
            assert metadata["publisher"] == [entry.publisher.name if entry.publisher else ""]


def test_learning_object_metadata_comes_whole(
    built: Built, harvester: Sickle, metadata_schema: Callable[[str], etree.XMLSchema]
) -> None:
    found = list(harvester.ListRecords(metadataPrefix="lom", ignore_deleted=True))
    assert len(found) == len(built.entries) - 1
    for one in found:
        lom = etree.fromstring(one.raw).find(f".//{{{PMH}}}metadata")[0]
        metadata_schema("scorm2004-4").assertValid(
            etree.ElementTree(etree.fromstring(etree.tostring(lom)))
        )


def test_sets_dates_and_single_records(built: Built, harvester: Sickle) -> None:
    assert {one.setSpec for one in harvester.ListSets()} >= {"kind:chuyen-de", "publisher:so-mau"}
    some = list(harvester.ListIdentifiers(metadataPrefix="lom", set="publisher:so-mau"))
    assert len(some) == len(
        [e for e in built.entries if e.publisher and e.publisher.name == "Sở Mẫu"]
    )
    with pytest.raises(NoRecordsMatch):
        harvester.ListRecords(metadataPrefix="oai_dc", until="2001-01-01")
    name = f"oai:127.0.0.1:{built.entries[0].key}"
    assert harvester.GetRecord(identifier=name, metadataPrefix="oai_dc").header.identifier == name
    identify = harvester.Identify()
    assert (identify.repositoryName, identify.deletedRecord) == ("Kho thử", "persistent")
    assert {one.metadataPrefix for one in harvester.ListMetadataFormats()} == {"oai_dc", "lom"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("", "badVerb"),
        ("verb=Steal", "badVerb"),
        ("verb=ListRecords", "badArgument"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=Identify&verb=Identify", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=lom&from=2026-13-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=lom&from=2026-02-01&until=2026-01-01", "badArgument"),
        (
            "verb=ListRecords&metadataPrefix=lom&from=2026-01-01&until=2026-01-01T00:00:00Z",
            "badArgument",
        ),
        ("verb=ListRecords&resumptionToken=abc", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=a&metadataPrefix=lom", "badArgument"),
        ("verb=GetRecord&metadataPrefix=lom&identifier=oai:x:y", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:x:y", "idDoesNotExist"),
        (f"{ALL}&set=khong-co", "noRecordsMatch"),
        ("verb=GetRecord&metadataPrefix=lom&identifier=\x01", "badArgument"),
        ("verb=ListRecords&resumptionToken=\x00", "badArgument"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListMetadataFormats&resumptionToken=abc", "badArgument"),
    ],
)
def test_each_wrong_request_has_its_code(repository: Provider, asked: str, code: str) -> None:
    pairs = [tuple(part.split("=", 1)) for part in asked.split("&") if part]
    answer = etree.fromstring(repository.answer(pairs, NOW))  # type: ignore[arg-type]
    assert answer.xpath("//*[local-name()='error']/@code") == [code]


def test_a_token_of_an_older_catalogue_is_refused(repository: Provider) -> None:
    asked = [("verb", "ListIdentifiers"), ("metadataPrefix", "lom")]
    answer = etree.fromstring(repository.answer(asked, NOW))
    token = answer.xpath("//*[local-name()='resumptionToken']/text()")[0]
    newer = replace(repository, items=repository.items[1:])
    again = [("verb", "ListIdentifiers"), ("resumptionToken", token)]
    assert b"badResumptionToken" in newer.answer(again, NOW)
    assert b"badResumptionToken" not in repository.answer(again, NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda value: [value[0], 5, *value[2:]],
        lambda value: ["", *value[1:]],
        lambda value: ["marc", *value[1:]],
        lambda value: [value[0], "hôm qua", *value[2:]],
        lambda value: [*value[:3], "khong-co", *value[4:]],
        lambda value: [*value[:4], "-1", value[5]],
        lambda value: [*value[:4], "1000", value[5]],
        lambda value: [*value[:4], float("inf"), value[5]],
        lambda value: value[:5],
        dict.fromkeys,
        lambda value: 7,
    ],
)
def test_a_token_that_was_tampered_with_is_refused(
    repository: Provider, change: Callable[[list[str]], object]
) -> None:
    asked = [("verb", "ListIdentifiers"), ("metadataPrefix", "lom")]
    answer = etree.fromstring(repository.answer(asked, NOW))
    token = answer.xpath("//*[local-name()='resumptionToken']/text()")[0]
    changed = json.dumps(change(json.loads(base64.urlsafe_b64decode(token)))).encode()
    forged = base64.urlsafe_b64encode(changed).decode()
    again = [("verb", "ListIdentifiers"), ("resumptionToken", forged)]
    assert b"badResumptionToken" in repository.answer(again, NOW)


def test_a_token_nested_too_deep_is_refused(repository: Provider) -> None:
    token = base64.urlsafe_b64encode(b"[" * 40_000).decode()
    asked = [("verb", "ListRecords"), ("resumptionToken", token)]
    assert b"badResumptionToken" in repository.answer(asked, NOW)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /oai HTTP/1.0\r\nContent-Length: abc\r\n\r\n", 400),
        (b"POST /oai HTTP/1.0\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /oai HTTP/1.0\r\nContent-Length: 99999999\r\n\r\n", 400),
        (b"POST /oai HTTP/1.0\r\nContent-Length: 13\r\n\r\nverb=Identify", 200),
        (b"POST /khac HTTP/1.0\r\n\r\n", 404),
        (b"GET /oai?verb=GetRecord&metadataPrefix=lom&identifier=%01 HTTP/1.0\r\n\r\n", 200),
        (b"GET http://[ HTTP/1.0\r\n\r\n", 400),
        (b"GET /%00 HTTP/1.0\r\n\r\n", 404),
    ],
)
def test_no_request_is_left_without_an_answer(
    harvester: Sickle, request_: bytes, status: int
) -> None:
    address = urlsplit(harvester.endpoint)
    with socket.create_connection((address.hostname, address.port), timeout=10) as line:
        line.sendall(request_)
        line.shutdown(socket.SHUT_WR)
        first = line.makefile("rb").readline()
    assert first.split()[1] == str(status).encode()


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=4))
def test_no_request_breaks_it(asked: list[tuple[str, str]]) -> None:
    empty = Provider((), "http://127.0.0.1/oai", "Kho", "127.0.0.1", "a@b.example")
    assert etree.fromstring(empty.answer(asked, NOW)).tag == f"{{{PMH}}}OAI-PMH"


def test_the_catalogue_is_served_beside_it(built: Built, harvester: Sickle) -> None:
    address = harvester.endpoint.removesuffix(PATH)
    from urllib.request import urlopen

    with urlopen(f"{address}/index.html") as reply:
        assert reply.read() == (Path(built.folder) / "index.html").read_bytes()
