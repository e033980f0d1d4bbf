"""Where the service is and who we are, found as AWS's own tools find it.

Settings come from the call, then from the environment, then from the profile's files; credentials
also from a process, a web identity or the machine's role. None of them is ever shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.httpsession import get_cert_path
from botocore.utils import get_environ_proxies

from hocvu.errors import UsageError
from hocvu.store.s3.errors import told
from hocvu.store.settings import Settings

_ATTEMPTS: Final = 6
_CONNECT_SECONDS: Final = 10
_CONNECTIONS: Final = 16


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach one bucket.

    Attributes:
        client: boto3's client, for the rare requests.
        bucket: The bucket's name.
        scheme: ``http`` or ``https``.
        host: Host and port, as they are signed.
        base: Path before each key, with its slashes.
        region: The region that is signed for.
        ca_bundle: File of what the service's certificate is held against.
        proxy: Address of the proxy, or empty.
        timeout: Seconds that a reply may take.
        credentials: boto3's, which renew themselves.
    """

    client: Any
    bucket: str
    scheme: str
    host: str
    base: str
    region: str
    ca_bundle: str
    proxy: str
    timeout: float
    credentials: Any


def access(bucket: str, settings: Settings) -> Access:
    """Find out how to reach `bucket`; nothing is sent to the service.

    Raises:
        StorageError: There are no credentials, or the settings cannot be used.
        UsageError: A password stands in the address.
    """
    _refuse_secrets(settings.endpoint)
    try:
        session = boto3.Session(
            profile_name=settings.profile or None, region_name=settings.region or None
        )
        client = _client(session, settings)
        credentials = session.get_credentials()
        if credentials is None:
            raise told("NoCredentials", 0, settings.endpoint)
        known = credentials.get_frozen_credentials()
        if not f"{known.access_key}{known.secret_key}{known.token or ''}".isascii():
            raise told("InvalidAccessKeyId", 0, settings.endpoint)
        # Only boto3 knows every rule by which the address of a bucket is made.
        url = urlsplit(
            client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "x"})
        )
    except (BotoCoreError, ClientError, ValueError) as error:
        raise told(error, 0, settings.endpoint or bucket) from error
    _refuse_secrets(url.geturl())
    address = f"{url.scheme}://{url.netloc}"
    return Access(
        client=client,
        bucket=bucket,
        scheme=url.scheme,
        host=url.netloc,
        base=url.path[:-1],
        region=client.meta.region_name or "us-east-1",
        ca_bundle=get_cert_path(
            settings.ca_bundle or session._session.get_config_variable("ca_bundle") or True
        ),
        proxy=get_environ_proxies(address).get(url.scheme, ""),
        timeout=settings.timeout,
        credentials=credentials,
    )


def _refuse_secrets(address: str) -> None:
    """Refuse an address with a password in it: it would stand in messages and requests.

    Raises:
        UsageError: It has one.
    """
    scheme, _, rest = address.partition("//")
    _, at, host = rest.partition("/")[0].rpartition("@")
    if at:
        raise UsageError("store.url", url=f"{scheme}//{host}")


def _client(session: Any, settings: Settings) -> Any:
    # Checksums that a service does not know make it refuse: what it knows is tried first.
    config = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=settings.timeout,
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
        max_pool_connections=_CONNECTIONS,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    options: dict[str, Any] = {}
    if settings.endpoint:
        options["endpoint_url"] = settings.endpoint
    if settings.ca_bundle:
        options["verify"] = settings.ca_bundle
    if not session.region_name:
        options["region_name"] = "us-east-1"
    written = session._session.get_scoped_config().get("s3", {})
    named = isinstance(written, dict) and "addressing_style" in written
    style = {True: "path", False: "virtual", None: ""}[settings.path_style]
    if not style and not named and settings.endpoint and not _is_amazon(settings.endpoint):
        style = "path"
    if style:
        config = config.merge(Config(s3={"addressing_style": style}))
    client = session.client("s3", config=config, **options)
    if style or named or _is_amazon(client.meta.endpoint_url):
        return client
    # The address stands in the environment or in a profile.
    config = config.merge(Config(s3={"addressing_style": "path"}))
    return session.client("s3", config=config, **options)


def _is_amazon(url: str) -> bool:
    return "amazonaws.com" in url
