"""LibreOffice's settings: no network, no macros, nothing of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

Value = bool | int | str

# Path, name and value of each setting; int is written as xs:int, as the registry has it.
_SETTINGS: Final[tuple[tuple[str, str, Value], ...]] = (
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", True),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", True),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", 3),
    ("Office.Common/Misc", "FirstRun", False),
    ("Office.Common/Misc", "UseOpenCL", False),
    ("Office.Writer/Content/Update", "Link", 2),
    ("Office.Calc/Content/Update", "Link", 1),
    ("Office.Recovery/AutoSave", "Enabled", False),
    # A proxy where nobody listens, for what would still ask the network.
    ("Inet/Settings", "ooInetProxyType", 2),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", 9),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", 9),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


def installation(profile: Path) -> str:
    """Return the word that tells soffice its profile."""
    return f"-env:UserInstallation={profile.resolve().as_uri()}"


def write_profile(profile: Path) -> None:
    """Make a profile with our settings in the folder `profile`."""
    items = "".join(
        f"<item oor:path={quoteattr(f'/org.openoffice.{path}')}>"
        f'<prop oor:name={quoteattr(name)} oor:op="fuse">'
        f"<value>{str(value).lower()}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )
