"""The statements of a record store (xAPI 1.0.3, part three, 2.1)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hocvu.packages.play.lms import form, rules
from hocvu.packages.play.lms.attempt import Attempt, Statement, object_of, verb_of
from hocvu.packages.play.server import Reply, Request

_RESOURCE: Final = "xAPI 1.0.3 Communication 2.1"
_VOID: Final = "stored", "authority", "version", "timestamp"


@dataclass(slots=True)
class Statements:
    """Every statement, by its id, in the order of their coming."""

    held: dict[str, Statement] = field(default_factory=dict)

    def answer(self, request: Request, attempt: Attempt) -> Reply:
        """Take statements, or give them."""
        if request.method == "GET":
            return self._given(request.query)
        try:
            told = json.loads(request.body)
        except ValueError:
            attempt.must(False, "not_json", _RESOURCE)
            return Reply(400)
        if request.method == "PUT":
            return self._put(request, attempt, told)
        if request.method != "POST":
            return Reply(405)
        batch = told if isinstance(told, list) else [told]
        status = self._take(attempt, batch)
        ids = [one["id"] for one in batch] if status == 200 else []
        return Reply(status, json.dumps(ids).encode())

    def _put(self, request: Request, attempt: Attempt, one: object) -> Reply:
        """Take one statement under the id that its address names (2.1.1)."""
        wanted = request.query.get("statementId", "")
        said = one.get("id", wanted) if isinstance(one, dict) else ""
        fine = bool(wanted) and said == wanted
        if not attempt.must(fine, "put_id", f"{_RESOURCE}.1"):
            return Reply(400)
        status = self._take(attempt, [{**one, "id": wanted} if isinstance(one, dict) else one])
        return Reply(204 if status == 200 else status)

    def _take(self, attempt: Attempt, batch: list[Any]) -> int:
        """Judge statements and keep them; all, or none when the form of one is wrong."""
        wrong = [breach for one in batch for breach in form.breaches(one)]
        for breach in wrong:
            attempt.broke(breach)
        if wrong:
            attempt.refused = True
            return 400
        for one in batch:
            known = self.held.get(one.get("id", ""))
            if known is not None:
                if not _alike(known, one):
                    attempt.must(False, "id_twice", f"{_RESOURCE}.2", verb=verb_of(one))
                    return 409
                continue
            rules.judge_statement(attempt, one)
            one.setdefault("id", str(uuid.uuid4()))
            self.held[one["id"]] = one
            attempt.statements.append(one)
        return 200

    def _given(self, query: Mapping[str, str]) -> Reply:
        """Give one statement by its id, or those that a query asks for, the latest first."""
        wanted = query.get("statementId")
        if wanted:
            found = self.held.get(wanted)
            return Reply(body=json.dumps(found).encode()) if found else Reply(404)
        chosen = [
            one for one in self.held.values()
            if query.get("verb", verb_of(one)) == verb_of(one)
            and query.get("activity", object_of(one)) == object_of(one)
            and query.get("registration") in {None, one.get("context", {}).get("registration")}
        ]  # fmt: skip
        if query.get("ascending") != "true":
            chosen.reverse()
        limit = int(query["limit"]) if query.get("limit", "").isdecimal() else 0
        body = {"statements": chosen[:limit] if limit else chosen, "more": ""}
        return Reply(body=json.dumps(body, ensure_ascii=False).encode())


def _alike(one: Statement, other: Statement) -> bool:
    """Tell if two statements are the same but for what a store adds (part two, 2.3.1)."""
    return {k: v for k, v in one.items() if k not in _VOID} == {
        k: v for k, v in other.items() if k not in _VOID
    }
