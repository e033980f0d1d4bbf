"""A launch server with a record store: it gives cmi5 and xAPI packages what they ask for, writes
everything down, and holds each request against the standards.

    with recording(folder, "cmi5") as lms:
        page.goto(lms.launch("bai.html"))
        ...
        assert lms.session.wrong == []
"""

from __future__ import annotations

import base64
import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from runtime.cmi5_rules import SESSION, Session

from hocvu.packages.play.server import POLICY

ACTOR = {
    "objectType": "Agent",
    "account": {"homePage": "https://he-thong.example.vn", "name": "7f3c1d"},
}
FRAME = (
    "<!DOCTYPE html><title>LMS</title><style>iframe{{width:100%;height:98vh}}</style>"
    '<iframe id="sco" {} src="{}"></iframe>'
)
MOST = 25
LATE = 2.0
"""Seconds for which a request is held up."""


@dataclass
class Lms:
    """A running system.

    Attributes:
        url: Where its pages are.
        standard: ``cmi5`` or ``xapi``.
        faults: What is to go wrong with each coming request for statements, in order: ``500``
            (nothing kept), ``lost`` (kept, the answer lost), ``409`` (kept, and the answer says
            that it was known), ``late`` (others overtake it).
        openedx: As the block for Open edX does it: statements are taken by PUT alone, one document
            for all lessons, and "success" for the rest.
        missing: Paths of the package that were asked for and not there.
    """

    url: str
    standard: str
    folder: Path
    preferences: dict[str, Any] | None = None
    faults: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    stored: dict[str, Any] = field(default_factory=dict)
    documents: dict[tuple[str, ...], bytes] = field(default_factory=dict)
    batches: list[int] = field(default_factory=list)
    lock: Any = field(default_factory=threading.RLock)
    registration: str = field(default_factory=lambda: str(uuid.uuid4()))
    tokens: dict[str, Session] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    lrs: str = ""
    down: bool = False
    openedx: bool = False

    @property
    def session(self) -> Session:
        """The latest session."""
        return self.sessions[-1]

    def launch(
        self,
        href: str,
        *,
        framed: bool = False,
        sandbox: bool = False,
        whole: str = "",
        **launch_data: Any,
    ) -> str:
        """Begin a session of the lesson `href`; return the address to open.

        Args:
            href: Its page.
            framed: In a frame of the system.
            sandbox: Allow the frame nothing but scripts.
            whole: IRI of the course, to launch it as one.
            launch_data: What differs from the usual LMS.LaunchData.
        """
        own = f"{whole}:lessons:{href.removesuffix('.html')}" if whole else ""
        activity = own or f"https://he-thong.example.vn/hoat-dong/{href}"
        before = [
            one["verb"]["id"] for session in self.sessions for one in session.own
            if session.activity == activity
        ]  # fmt: skip
        template = {
            "contextActivities": {
                "grouping": [{"objectType": "Activity", "id": f"urn:hocvu:mau:{href}"}]
            },
            "extensions": {SESSION: str(uuid.uuid4())},
        }  # fmt: skip
        data = {"contextTemplate": template, "launchMode": "Normal", "moveOn": "Completed"}
        session = Session(
            self.standard, ACTOR, self.registration, activity,
            {**data, **launch_data} if self.standard == "cmi5" else {}, before,
        )  # fmt: skip
        self.sessions.append(session)
        number = str(len(self.sessions))
        token = base64.b64encode(f"hoc:{number}".encode()).decode()
        self.tokens[token] = session
        asked = {
            "endpoint": f"{self.lrs}/lrs/",
            "actor": json.dumps(ACTOR),
            "registration": self.registration,
        }
        if self.standard == "cmi5":
            asked |= {"fetch": f"{self.url}/fetch/{token}", "activityId": activity}
        else:
            asked |= {"auth": f"Basic {token}", "activity_id": whole or activity}
        address = f"{self.url}/package/{href}?{urlencode(asked)}"
        more = {"more": 'sandbox="allow-scripts"'} if sandbox else {}
        return f"{self.url}/lms?{urlencode({'src': address, **more})}" if framed else address

    def wait(self, *verbs: str, timeout: float = 8) -> None:
        """Wait until the latest session has told each of `verbs`."""
        end = time.monotonic() + timeout
        while not set(verbs) <= set(self.session.verbs):
            assert time.monotonic() < end, (verbs, self.session.verbs, self.session.wrong)
            time.sleep(0.03)

    def memo(self, href: str) -> str:
        """What the lesson left in its state document."""
        found = [json.loads(v) for k, v in self.documents.items() if k[0].endswith(f"/{href}")]
        return str(next(iter(found[0].values()))["memo"]) if found else ""

    def clean(self) -> None:
        """Assert that no rule was broken."""
        assert [session.wrong for session in self.sessions] == [[] for _ in self.sessions]
        assert self.missing == []


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, lms: Lms) -> None:
        self.lms = lms
        super().__init__(*args)

    def do_OPTIONS(self) -> None:
        self._answer(204)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        kind, _, rest = parts.path.lstrip("/").partition("/")
        if kind == "package":
            self._file(rest)
        elif kind == "lms":
            self._answer(
                200,
                FRAME.format(
                    "".join(parse_qs(parts.query).get("more", [])),
                    parse_qs(parts.query)["src"][0].replace("&", "&amp;"),
                ),
                "text/html",
            )
        elif kind == "back":
            self._answer(200, "<!DOCTYPE html><title>Back</title><h1>Back</h1>", "text/html")
        elif kind == "fetch":
            self.lms.tokens[rest].wrong.append("cmi5 8.2.1: fetch by GET")
            self._answer(405)
        elif kind == "lrs":
            self._lrs(rest, parse_qs(parts.query), b"")
        else:
            self._answer(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        kind, _, rest = parts.path.lstrip("/").partition("/")
        if kind == "fetch":
            session = self.lms.tokens[rest]
            session.events.append("fetch")
            if rest in self.lms.fetched and not self.lms.openedx:
                session.wrong.append("cmi5 8.2.1: fetched twice")
                self._answer(200, json.dumps({"error-code": "1", "error-text": "Đã cấp"}))
            else:
                self.lms.fetched.append(rest)
                self._answer(200, json.dumps({"auth-token": rest}))
        else:
            self._lrs(rest, parse_qs(parts.query), body)

    do_PUT = do_POST  # noqa: N815

    def _lrs(self, resource: str, query: dict[str, list[str]], body: bytes) -> None:
        if resource == "statements" and self.lms.faults[:1] == ["late"]:
            self.lms.faults.pop(0)
            time.sleep(LATE)
        with self.lms.lock:
            session = self.lms.tokens.get(
                self.headers.get("Authorization", "").removeprefix("Basic ")
            )
            if self.lms.down:
                self._answer(503)
            elif session is None:
                self.lms.session.wrong.append("cmi5 8.2.2: no Authorization")
                self._answer(401)
            else:
                if not self.headers.get("X-Experience-API-Version", "").startswith("1.0"):
                    session.wrong.append("xAPI 3.3: no version header")
                if resource == "statements":
                    self._statements(session, body)
                else:
                    self._document(session, resource, {k: v[0] for k, v in query.items()}, body)

    def _told(self) -> None:
        """Answer for a statement that is asked for by its id."""
        if self.lms.openedx:
            self._answer(200, '{"success": true}')
            return
        wanted = parse_qs(urlsplit(self.path).query).get("statementId", [""])[0]
        found = self.lms.stored.get(wanted)
        self._answer(200 if found else 404, json.dumps(found) if found else "")

    def _statements(self, session: Session, body: bytes) -> None:
        if self.command == "GET":
            self._told()
            return
        told = json.loads(body)
        batch = [told] if self.command == "PUT" else told
        wanted = parse_qs(urlsplit(self.path).query).get("statementId")
        if (wanted is None) == (self.command == "PUT") or wanted not in (None, [batch[0]["id"]]):
            session.wrong.append("xAPI 7.2: PUT takes one statement by its id, POST a list")
        if self.lms.openedx and self.command == "POST":
            self._answer(200, '{"success": true}')
            return
        fault = self.lms.faults.pop(0) if self.lms.faults else ""
        self.lms.batches.append(len(batch))
        if len(batch) > MOST:
            session.wrong.append(f"a batch of {len(batch)}")
        if fault == "500":
            self._answer(500)
            return
        known = [one for one in batch if one["id"] in self.lms.stored]
        for one in batch:
            if one["id"] not in self.lms.stored:
                session.events.append(one["verb"]["id"].rpartition("/")[2])
                self.lms.stored[one["id"]] = one
                session.take(one)
        if fault == "lost":
            self.close_connection = True
            self.connection.close()
        elif fault == "409" or known:
            self._answer(409)
        else:
            self._answer(200, json.dumps([one["id"] for one in batch]))

    def _document(
        self, session: Session, resource: str, query: dict[str, str], body: bytes
    ) -> None:
        name = query.get("stateId") or query.get("profileId") or ""
        session.events.append(f"{self.command} {name}")
        if json.loads(query["agent"]) != session.actor:
            session.wrong.append("xAPI: the agent of another learner")
        if name == "LMS.LaunchData" and session.launch_data:
            if self.command != "GET":
                session.wrong.append("cmi5 10: LMS.LaunchData was changed")
            self._answer(200, json.dumps(session.launch_data))
            return
        if self.lms.openedx:
            key = (f"/{name}",)
            if name == "suspendData" and self.command == "PUT":
                self.lms.documents[key] = body
            found = self.lms.documents.get(key, b'{"success": true}').decode()
            self._answer(200, found if self.command == "GET" else "{}")
            return
        if name == "cmi5LearnerPreferences":
            found = self.lms.preferences
            self._answer(200 if found else 404, json.dumps(found) if found else "")
            return
        # One launch of a whole course (xAPI) holds all its lessons: a page may ask for another's
        # state, and one that is leaving keeps its own.
        one_course = self.command == "GET" or self.lms.standard == "xapi"
        lesson_of_it = one_course and ":lessons:" in session.activity
        if (query["activityId"] != session.activity and not lesson_of_it) or query.get(
            "registration"
        ) != session.registration:
            session.wrong.append("cmi5 10: state of another activity or registration")
        key = (query["activityId"], name, query["agent"], query.get("registration", ""))
        if self.command == "PUT":
            if session.launch_data.get("launchMode", "Normal") != "Normal":
                session.wrong.append("state written in review")
            self.lms.documents[key] = body
            self._answer(204)
        elif key in self.lms.documents:
            self._answer(200, self.lms.documents[key].decode())
        else:
            self._answer(404)

    def _file(self, name: str) -> None:
        path = self.lms.folder / name
        if not path.is_file():
            self.lms.missing.append(name)
            self._answer(404)
            return
        data = path.read_bytes()
        first, _, last = self.headers.get("Range", "").removeprefix("bytes=").partition("-")
        start, end = int(first or 0), min(int(last) + 1, len(data)) if last else len(data)
        self.send_response(206 if "Range" in self.headers else 200)
        kind = {
            ".js": "text/javascript",
            ".vtt": "text/vtt",
            ".html": "text/html; charset=utf-8",
            ".css": "text/css",
            ".mp4": "video/mp4",
            ".png": "image/png",
            ".mp3": "audio/mpeg",
        }
        self.send_header("Content-Type", kind.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(end - start))
        self.send_header("Accept-Ranges", "bytes")
        if "Range" in self.headers:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
        self.send_header(
            "Content-Security-Policy", f"{POLICY}; connect-src 'self' {quote(self.lms.lrs, ':/')}"
        )
        self.end_headers()
        try:
            self.wfile.write(data[start:end])
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _answer(self, status: int, body: str = "", kind: str = "application/json") -> None:
        data = body.encode()
        try:
            self.send_response(status)
            if "Origin" in self.headers:
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header(
                    "Access-Control-Allow-Headers",
                    "authorization,content-type,x-experience-api-version",
                )
                self.send_header("Access-Control-Allow-Methods", "GET,PUT,POST")
            if status != 204:
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if status != 204:
                self.wfile.write(data)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def recording(
    folder: Path, standard: str, *, elsewhere: bool = False, **options: Any
) -> Iterator[Lms]:
    """Run a system with the package in `folder`; `elsewhere` puts the store on another origin."""
    lms = Lms("", standard, folder, **options)
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, lms=lms)) for _ in range(2)]
    lms.url, other = (f"http://127.0.0.1:{server.server_address[1]}" for server in servers)
    lms.lrs = other if elsewhere else lms.url
    threads = [
        threading.Thread(target=one.serve_forever, args=(0.05,), daemon=True) for one in servers
    ]
    for thread in threads:
        thread.start()
    try:
        yield lms
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
