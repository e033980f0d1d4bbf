"""How a store is reached."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach a store; what is empty is taken from where AWS's tools take it.

    Attributes:
        endpoint: Address of an S3 service.
        region: Its region.
        profile: The profile of credentials and settings.
        path_style: Whether the bucket stands in the path of the address; None finds out.
        ca_bundle: File of certificates that the service's is held against.
        limit: Bytes a second, or 0.
        journal: Folder in which uploads in parts are noted, to be resumed; None for nowhere.
        timeout: Seconds that a reply may take.
    """

    endpoint: str = ""
    region: str = ""
    profile: str = ""
    path_style: bool | None = None
    ca_bundle: str = ""
    limit: int = 0
    journal: Path | None = None
    timeout: float = 60.0
