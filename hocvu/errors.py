"""Where something is, what is remarked on it, and the family of errors.

An error stops one input; a `Remark` is trouble that was survived, kept as data. Both
carry a code of the message catalogue, the values of its placeholders and a place, and
can be read in either language.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import ClassVar, Literal

from hocvu import messages
from hocvu.messages import Language

Value = str | int | float
Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in what was read.

    Attributes:
        file: Path of the file, as the user named it.
        line: Line, from 1.
        column: Column in characters, from 1.
        field: Dotted path of a manifest's field, such as ``parts[0].title``.
        member: Path of a file inside `file`, when that is an archive.
        page: Page, from 1.
        slide: Slide, from 1.
        paragraph: Paragraph of a document's body, from 1.
        seconds: Time code in seconds from the beginning.
        sheet: Name of a sheet in a workbook.
        cell: Cell of that sheet, such as ``B3``.
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None
    field: str | None = None
    member: str | None = None
    page: int | None = None
    slide: int | None = None
    paragraph: int | None = None
    seconds: float | None = None
    sheet: str | None = None
    cell: str | None = None

    def describe(self, lang: Language | None = None) -> str:
        """Return the place in words, such as ``a.docx, đoạn 12``."""
        words = [self.file] if self.file else []
        for part in fields(self)[1:]:
            value = getattr(self, part.name)
            if value is None:
                continue
            shown = clock(value) if part.name == "seconds" else value
            words.append(messages.text(f"origin.{part.name}", {"value": shown}, lang))
        return ", ".join(words)


def clock(seconds: float) -> str:
    """Return `seconds` as people read them: ``1:05`` or ``1:02:03``."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to tell the user about an input that was otherwise handled.

    Attributes:
        code: Code in the message catalogue.
        severity: ``info``, ``warning`` or ``error``.
        origin: Where it was seen.
        params: Values of the message's placeholders.
    """

    code: str
    severity: Severity = "warning"
    origin: Origin = Origin()
    params: Mapping[str, Value] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is so, in the user's language."""
        return self.message_in()

    @property
    def hint(self) -> str:
        """What to do about it, in the user's language; empty when there is nothing to do."""
        return self.hint_in()

    def message_in(self, lang: Language | None = None) -> str:
        """Return what is so, in `lang`."""
        return messages.text(self.code, self.params, lang)

    def hint_in(self, lang: Language | None = None) -> str:
        """Return what to do about it, in `lang`."""
        return messages.hint(self.code, self.params, lang)


def reason_of(error: BaseException) -> str:
    """Return what the operating system found wrong, in the user's language where that is known.

    What it says itself is in the language that it was installed in, mostly English.
    """
    kind = type(error).__name__
    number = getattr(error, "errno", None) or 0
    # Errors of names and of TLS count by numbers of their own.
    own = kind == "gaierror" or kind.startswith("SSL")
    name = "" if own else errno.errorcode.get(number, "").removeprefix("WSA")
    if isinstance(error, TimeoutError):
        name = "ETIMEDOUT"
    known = (f"system.{one.lower()}" for one in (kind, name))
    code = next((one for one in known if one in messages.catalogue()), "")
    return messages.text(code) if code else getattr(error, "strerror", None) or kind


class HocvuError(Exception):
    """Something that stops an input: what is wrong, where, and what to do.

    Args:
        code: Code in the message catalogue.
        origin: Where the trouble is.
        params: Values of the message's placeholders.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, *, origin: Origin | None = None, **params: Value) -> None:
        """Keep the remark that this error makes."""
        super().__init__(code)
        self.remark = Remark(code, "error", origin or Origin(), params)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """All that is wrong: each problem of an error that holds several, else the one."""
        return tuple(getattr(self, "problems", ())) or (self.remark,)

    @property
    def code(self) -> str:
        """Code in the message catalogue."""
        return self.remark.code

    @property
    def origin(self) -> Origin:
        """Where the trouble is."""
        return self.remark.origin

    @property
    def message(self) -> str:
        """What is wrong, in the user's language."""
        return self.remark.message

    @property
    def hint(self) -> str:
        """What to do about it, in the user's language."""
        return self.remark.hint

    def __str__(self) -> str:
        """Return place, message and hint in one line."""
        place = self.origin.describe()
        return " ".join(part for part in (place and f"{place}:", self.message, self.hint) if part)

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes with all it says."""
        return _rebuild, (type(self), self.remark)


def _rebuild(kind: type[HocvuError], remark: Remark) -> HocvuError:
    return kind(remark.code, origin=remark.origin, **remark.params)


class UsageError(HocvuError):
    """The command or the call was used wrongly."""

    exit_code = 2


class ManifestError(HocvuError):
    """A manifest cannot be used; `problems` says all that is wrong with it."""

    exit_code = 3


class SourceError(HocvuError):
    """A material cannot be read."""

    exit_code = 4


class Missing(SourceError):
    """A material is not there."""


class Unsupported(SourceError):
    """A material is of a kind that is not read."""


class Encrypted(SourceError):
    """A material is locked with a password."""


class Damaged(SourceError):
    """A material is broken, truncated, or not what its name says."""


class TooLarge(SourceError):
    """A material passes a limit on size, pages, nesting or expansion."""


class Mistaken(SourceError):
    """A material that its authors must mend; `problems` says all that is wrong with it."""

    def __init__(self, problems: Iterable[Remark]) -> None:
        """Speak of the first error; keep all of them, in order of place."""
        self.problems = tuple(problems)
        first = next(problem for problem in self.problems if problem.severity == "error")
        count = sum(problem.severity == "error" for problem in self.problems)
        super().__init__("source.mistaken", origin=first.origin, count=count, first=first.message)

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes with every problem."""
        return type(self), (self.problems,)


class ToolError(HocvuError):
    """An external engine did not do its work."""

    exit_code = 5


class ToolMissing(ToolError):
    """An external engine is not installed."""


class ToolTooOld(ToolError):
    """An external engine is older than what is needed."""


class ToolFailed(ToolError):
    """An external engine failed on its input."""


class ToolTimedOut(ToolError):
    """An external engine was ended because it took too long."""


class PackageError(HocvuError):
    """A package cannot be written or read."""

    exit_code = 6


class VerifyError(HocvuError):
    """A package does not conform; its findings say where."""

    exit_code = 7


class StorageError(HocvuError):
    """A store did not take or give what was asked."""

    exit_code = 8


class ObjectExists(StorageError):
    """An object that must be written once is already there."""


class AccessDenied(StorageError):
    """The store refused the credentials."""


class Conflict(StorageError):
    """Another publisher was first."""


class Unreachable(StorageError):
    """The store does not answer."""
