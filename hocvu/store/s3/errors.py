"""What a service or the way to it says, told in words that help."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Final

from botocore import exceptions as boto

from hocvu.errors import AccessDenied, Origin, StorageError, Unreachable, reason_of

_CREDENTIALS: Final = frozenset(
    {
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "AuthorizationHeaderMalformed",
        "InvalidSecurity",
        "NotSignedUp",
    }
)
_EXPIRED: Final = frozenset({"ExpiredToken", "InvalidToken", "TokenRefreshRequired"})
_NO_SPACE: Final = frozenset(
    {
        "QuotaExceeded",
        "XMinioStorageFull",
        "XMinioAdminBucketQuotaExceeded",
        "InsufficientStorage",
        "InsufficientCapacity",
        "StorageFull",
    }
)
_ALTERED: Final = frozenset(
    {"BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch"}
)
_SKEWED: Final = frozenset({"RequestTimeTooSkewed", "RequestExpired"})
_NO_SPACE_STATUS: Final = 507
_DENIED_STATUS: Final = (401, 403)


def told(cause: str | Exception, status: int, place: str) -> StorageError:
    """Return the error for what went wrong.

    Args:
        cause: The service's code, or what the library raised.
        status: The status of the reply; 0 when there was none.
        place: The object or the service.
    """
    origin = Origin(file=place) if place else Origin()
    if isinstance(cause, Exception):
        return _local(cause, origin)
    if cause in ("NoSuchBucket", "InvalidBucketName"):
        return StorageError("s3.no_bucket", origin=origin)
    if cause in _CREDENTIALS:
        return AccessDenied("s3.credentials", origin=origin, said=cause)
    if cause == "NoCredentials":
        return AccessDenied("s3.no_credentials", origin=origin)
    if cause in _EXPIRED:
        return AccessDenied("s3.expired", origin=origin)
    if cause in _SKEWED:
        return AccessDenied("s3.clock", origin=origin)
    if cause in _NO_SPACE or status == _NO_SPACE_STATUS:
        return StorageError("store.no_space", origin=origin)
    if cause in ("AccessDenied", "AllAccessDisabled") or status in _DENIED_STATUS:
        return AccessDenied("store.denied", origin=origin)
    if cause in _ALTERED:
        return StorageError("s3.corrupted", origin=origin)
    if cause in ("PermanentRedirect", "TemporaryRedirect", "301", "307"):
        return StorageError("s3.region", origin=origin)
    if status >= 500 or cause in ("SlowDown", "429"):
        return Unreachable("s3.busy", origin=origin, said=cause or str(status))
    return StorageError("s3.refused", origin=origin, said=cause or str(status))


def _local(cause: Exception, origin: Origin) -> StorageError:
    """Return the error for what never reached the service."""
    match cause:
        case boto.ClientError():
            status = cause.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            return told(code_of(cause), status, origin.file or "")
        case boto.NoCredentialsError() | boto.PartialCredentialsError():
            return AccessDenied("s3.no_credentials", origin=origin)
        case boto.CredentialRetrievalError() | boto.TokenRetrievalError():
            return AccessDenied("s3.expired", origin=origin)
        case boto.ProfileNotFound():
            return AccessDenied("s3.profile", origin=origin, reason=str(cause))
        case boto.SSLError() | boto.InvalidProxiesConfigError():
            return Unreachable("s3.tls", origin=origin)
        case boto.ParamValidationError():
            return StorageError("s3.no_bucket", origin=origin)
        case boto.HTTPClientError() | boto.ConnectionError() | OSError():
            return Unreachable("s3.unreachable", origin=origin, reason=_reason(cause))
        case _:
            return StorageError("s3.settings", origin=origin, reason=str(cause)[:300])


def _reason(cause: Exception) -> str:
    """Return what happened: a library's own words may hold an address with a query."""
    inner: BaseException = getattr(cause, "kwargs", {}).get("error") or cause
    # A library's error stands for that of the operating system, which says more.
    while inner.__context__ is not None and not getattr(inner, "errno", None):
        inner = inner.__context__
    return reason_of(inner)


def code_of(error: Any) -> str:
    """Return the service's code in a ClientError."""
    return str(error.response.get("Error", {}).get("Code", ""))


@contextlib.contextmanager
def telling(place: str) -> Iterator[None]:
    """Tell what boto3 raises as an error of a store."""
    try:
        yield
    except (boto.BotoCoreError, boto.ClientError) as error:
        raise told(error, 0, place) from error
