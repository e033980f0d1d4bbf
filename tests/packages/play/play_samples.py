"""Small packages by hand, as other tools make them: one lesson and its script."""

from __future__ import annotations

import zipfile
from pathlib import Path

SCORM12 = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="O"><organization identifier="O"><title>Bài</title>
    {items}</organization></organizations>
  <resources>{resources}</resources>
</manifest>"""
ITEM = '<item identifier="I{n}" identifierref="R{n}"><title>Bài {n}</title></item>'
RESOURCE = (
    '<resource identifier="R{n}" type="webcontent" adlcp:{kind}="sco" href="{n}/index.html">'
    '<file href="{n}/index.html"/></resource>'
)
SCORM2004 = (
    SCORM12.replace("imsproject.org/xsd/imscp_rootv1p1p2", "imsglobal.org/xsd/imscp_v1p1")
    .replace("adlcp_rootv1p2", "adlcp_v1p3")
    .replace(">1.2<", ">2004 4th Edition<")
)
PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Bài</title>
<link rel="icon" href="icon.png">{head}</head><body><p>Nội dung</p>{body}
<script src="bai.js"></script></body></html>"""
SCRIPT12 = """
var api = parent.API;
api.LMSInitialize("");
var memo = api.LMSGetValue("cmi.suspend_data");
var status = api.LMSGetValue("cmi.core.lesson_status");
if (status !== "completed") api.LMSSetValue("cmi.core.lesson_status", "incomplete");
api.LMSSetValue("cmi.suspend_data", memo + "1");
api.LMSCommit("");
addEventListener("pagehide", function () { api.LMSFinish(""); });
"""
SCRIPT2004 = """
var api = parent.API_1484_11;
api.Initialize("");
var memo = api.GetValue("cmi.suspend_data");
if (api.GetValue("cmi.completion_status") !== "completed") {
  api.SetValue("cmi.completion_status", "incomplete");
}
api.SetValue("cmi.suspend_data", memo + "1");
api.Commit("");
addEventListener("pagehide", function () { api.Terminate(""); });
"""


def write(path: Path, lessons: list[dict[str, str | None]], standard: str = "scorm12") -> Path:
    """Write a package of lessons, the first in the folder ``0``.

    A lesson has a `script`, what stands in the page's `head` and `body`, and further files
    by their names; a file that is None is left out.
    """
    is_12 = standard == "scorm12"
    manifest = (SCORM12 if is_12 else SCORM2004).format(
        items="".join(ITEM.format(n=n) for n in range(len(lessons))),
        resources="".join(
            RESOURCE.format(n=n, kind="scormtype" if is_12 else "scormType")
            for n in range(len(lessons))
        ),
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest)
        for number, lesson in enumerate(lessons):
            files = dict(lesson)
            script = files.pop("script", SCRIPT12 if is_12 else SCRIPT2004)
            page = PAGE.format(head=files.pop("head", ""), body=files.pop("body", ""))
            files = {"index.html": page, "bai.js": script, "icon.png": ""} | files
            for name, data in files.items():
                if data is not None:
                    archive.writestr(f"{number}/{name}", data)
    return path
