// A learning system that sequences: scorm-again's engine over an activity tree, and a learner who
// takes the steps asked for. Prints, after each step, where the learner is.
"use strict";
const [, , runtime, asked] = process.argv;
globalThis.window = globalThis;
require("vm").runInThisContext(require("fs").readFileSync(runtime, "utf8"));
const { tree, steps } = JSON.parse(asked);
const log = console.log;
console.log = () => undefined;
const api = new globalThis.Scorm2004API({ logLevel: 5, sequencing: { activityTree: tree } });

const here = () => (api.getSequencingState().currentActivity || {}).id || "";

// Open the lesson, tell `values`, leave it.
function study(values) {
  api.Initialize("");
  const told = {};
  for (const [element, value] of Object.entries(values)) told[element] = api.SetValue(element, value);
  api.Commit("");
  api.Terminate("");
  api.reset();
  return { told };
}

const seen = steps.map(([what, argument]) => {
  if (what === "study") return { ...study(argument), at: here() };
  api.processNavigationRequest(what, argument || undefined);
  return { at: here() };
});
const root = api.getSequencingState().rootActivity;
log(JSON.stringify({ seen, completion: root.completionStatus, success: root.successStatus }));
