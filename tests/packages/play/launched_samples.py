"""Small packages that a system launches, by hand, as other tools make them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from play_samples import PAGE

CMI5 = """<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
<course id="urn:x:khoa"><title><langstring lang="vi">Khóa</langstring></title>
<description><langstring lang="vi">Khóa</langstring></description></course>
{units}</courseStructure>"""
UNIT = """<au id="urn:x:bai:{n}" moveOn="Completed" masteryScore="0.8">
<title><langstring lang="vi">Bài {n}</langstring></title>
<description><langstring lang="vi">Bài</langstring></description><url>{n}/index.html</url></au>"""
TINCAN = """<?xml version="1.0" encoding="UTF-8"?>
<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>{units}</activities></tincan>"""
ACTIVITY = """<activity id="urn:x:bai:{n}" type="http://adlnet.gov/expapi/activities/course">
<name lang="vi">Bài {n}</name><launch lang="vi">{n}/index.html</launch></activity>"""
COMMON = """
var q = new URLSearchParams(location.search);
var actor = JSON.parse(q.get("actor"));
var CMI5 = "https://w3id.org/xapi/cmi5/context/";
var auth = q.get("auth"), template = {}, registration = q.get("registration");
var activity = q.get("activityId") || q.get("activity_id");
function call(method, path, body, type) {
  return fetch(q.get("endpoint") + path, { method: method, keepalive: true, body: body,
    headers: { "Authorization": auth, "X-Experience-API-Version": "1.0.3",
      "Content-Type": "application/json" } });
}
function state(name) {
  return "activities/state?stateId=" + name + "&activityId=" + encodeURIComponent(activity) +
    "&agent=" + encodeURIComponent(q.get("actor")) + "&registration=" + registration;
}
function tell(verb, result, categories) {
  var context = JSON.parse(JSON.stringify(template));
  context.registration = registration;
  if (categories) {
    context.contextActivities.category = categories.map(function (name) {
      return { id: CMI5 + "categories/" + name };
    });
  }
  if (result && "success" in result) context.extensions[CMI5 + "extensions/masteryscore"] = 0.8;
  var one = { id: crypto.randomUUID(), actor: actor, timestamp: new Date().toISOString(),
    verb: { id: "http://adlnet.gov/expapi/verbs/" + verb, display: { en: verb } },
    object: { id: activity }, context: context };
  if (result) one.result = result;
  return call("POST", "statements", JSON.stringify(one));
}
"""
SCRIPT_CMI5 = (
    COMMON
    + """
async function start() {
  var answer = await fetch(q.get("fetch"), { method: "POST" });
  auth = "Basic " + (await answer.json())["auth-token"];
  var launch = await (await call("GET", state("LMS.LaunchData"))).json();
  template = launch.contextTemplate;
  await call("GET", "agents/profile?profileId=cmi5LearnerPreferences&agent=" +
    encodeURIComponent(q.get("actor")));
  await tell("initialized", null, ["cmi5"]);
  var memo = await call("GET", state("memo"));
  if (launch.launchMode === "Normal" && memo.status === 404) {
    await call("PUT", state("memo"), '{"trang": 1}');
    await tell("completed", { completion: true, duration: "PT1S" }, ["cmi5", "moveon"]);
    await tell("passed", { success: true, duration: "PT1S", score: { scaled: 0.9 } },
      ["cmi5", "moveon"]);
  }
  addEventListener("pagehide", function () { tell("terminated", { duration: "PT1S" }, ["cmi5"]); });
}
start();
"""
)
SCRIPT_XAPI = (
    COMMON
    + """
async function start() {
  await tell("initialized");
  var memo = await call("GET", state("memo"));
  if (memo.status === 404) await call("PUT", state("memo"), '{"trang": 1}');
  await tell("completed", { completion: true });
}
start();
"""
)


def write_launched(
    path: Path, lessons: list[dict[str, str | None]], standard: str = "cmi5"
) -> Path:
    """Write a package of lessons, the first in the folder ``0``; as `play_samples.write` has it."""
    cmi5 = standard == "cmi5"
    unit = UNIT if cmi5 else ACTIVITY
    units = "".join(unit.format(n=n) for n in range(len(lessons)))
    with zipfile.ZipFile(path, "w") as archive:
        if cmi5:
            archive.writestr("cmi5.xml", CMI5.format(units=units))
        else:
            archive.writestr("tincan.xml", TINCAN.format(units=units))
        for number, lesson in enumerate(lessons):
            files = dict(lesson)
            script = files.pop("script", SCRIPT_CMI5 if cmi5 else SCRIPT_XAPI)
            page = PAGE.format(head=files.pop("head", ""), body=files.pop("body", ""))
            files = {"index.html": page, "bai.js": script, "icon.png": ""} | files
            for name, data in files.items():
                if data is not None:
                    archive.writestr(f"{number}/{name}", data)
    return path
