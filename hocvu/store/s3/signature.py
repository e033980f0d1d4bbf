"""AWS Signature Version 4 for the few requests that are sent many times.

boto3 spends milliseconds on each request, most of a small object's whole time. What is signed
here is what its own signer would sign; a test holds one against the other.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import quote

ALGORITHM: Final = "AWS4-HMAC-SHA256"
_SAFE: Final = "-_.~"


def quoted(key: str) -> str:
    """Return a key as it stands in the path of an address."""
    return quote(key, safe=f"/{_SAFE}")


def query_string(query: Mapping[str, str]) -> str:
    """Return a query as it stands in an address and is signed: sorted, all of it encoded."""
    return "&".join(
        f"{quote(name, safe=_SAFE)}={quote(value, safe=_SAFE)}"
        for name, value in sorted(query.items())
    )


def authorization(
    method: str,
    path: str,
    query: str,
    headers: Mapping[str, str],
    region: str,
    access_key: str,
    secret_key: str,
) -> str:
    """Return the value of the header ``Authorization``.

    Args:
        method: The method.
        path: The path, encoded.
        query: The query, sorted and encoded.
        headers: What is signed, by lower-case names: ``host``, ``x-amz-date`` and
            ``x-amz-content-sha256`` at least.
        region: The region.
        access_key: Names the identity.
        secret_key: Its secret.
    """
    names = sorted(headers)
    lines = "".join(f"{name}:{' '.join(headers[name].split())}\n" for name in names)
    signed = ";".join(names)
    body = headers["x-amz-content-sha256"]
    request = f"{method}\n{path}\n{query}\n{lines}\n{signed}\n{body}"
    stamp = headers["x-amz-date"]
    scope = f"{stamp[:8]}/{region}/s3/aws4_request"
    digest = hashlib.sha256(request.encode()).hexdigest()
    key = _signing_key(secret_key, stamp[:8], region)
    value = hmac.digest(key, f"{ALGORITHM}\n{stamp}\n{scope}\n{digest}".encode(), "sha256").hex()
    return f"{ALGORITHM} Credential={access_key}/{scope}, SignedHeaders={signed}, Signature={value}"


@lru_cache(4)
def _signing_key(secret: str, date: str, region: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (date, region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
