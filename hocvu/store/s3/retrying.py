"""What is worth trying again, and how long to wait before."""

from __future__ import annotations

import random
import time
from typing import Final

ATTEMPTS: Final = 7
_FIRST: Final = 0.2
_LONGEST: Final = 15.0
_STATUSES: Final = frozenset({408, 429, 500, 502, 503, 504})
_CODES: Final = frozenset(
    {
        "BadDigest",
        "ConditionalRequestConflict",
        "InternalError",
        "OperationAborted",
        "RequestTimeout",
        "ServiceUnavailable",
        "SlowDown",
        "XAmzContentChecksumMismatch",
        "XAmzContentSHA256Mismatch",
    }
)


def passing(status: int, code: str) -> bool:
    """Tell if a refusal is likely to pass by itself."""
    return status in _STATUSES or code in _CODES


def pause(attempt: int) -> None:
    """Wait before try number `attempt` + 1: longer each time, and not all publishers together."""
    longest = min(_LONGEST, _FIRST * 2**attempt)
    time.sleep(random.uniform(longest / 4, longest))  # noqa: S311 - no secret
