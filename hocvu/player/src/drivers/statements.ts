/** xAPI statements (1.0.3, part two) as the player makes them. */

export type Json = { [name: string]: unknown };

export interface Activity {
  objectType?: "Activity";
  id: string;
  definition?: Json;
}

export interface Context {
  contextActivities?: { [kind: string]: Activity[] };
  extensions?: Json;
  [name: string]: unknown;
}

export interface Statement {
  id: string;
  actor: Json;
  verb: { id: string; display: { [language: string]: string } };
  object: Activity;
  result?: Json;
  context: Context;
  timestamp: string;
}

const ADL = "http://adlnet.gov/expapi/verbs/";
const VIDEO = "https://w3id.org/xapi/video/verbs/";
const VERBS: { [name: string]: string } = {
  initialized: ADL,
  completed: ADL,
  passed: ADL,
  failed: ADL,
  terminated: ADL,
  answered: ADL,
  played: VIDEO,
  paused: VIDEO,
  seeked: VIDEO,
};
export const CMI5 = "https://w3id.org/xapi/cmi5/context/";

export function verb(name: string): Statement["verb"] {
  return { id: VERBS[name] + name, display: { en: name } };
}

/** A version 4 UUID; `crypto.randomUUID` is absent on http://. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A copy of `template` with more in it; nothing that stands there is changed. */
export function extended(
  template: Context,
  activities: { [kind: string]: string[] },
  more: Json,
): Context {
  const context = JSON.parse(JSON.stringify(template)) as Context;
  const all = context.contextActivities || (context.contextActivities = {});
  for (const kind of Object.keys(activities)) {
    // An LMS may write a single activity where the standard wants a list.
    const list = ([] as Activity[]).concat(all[kind] || []);
    const missing = activities[kind]!.filter((id) => !list.some((known) => known.id === id));
    if (list.length + missing.length) all[kind] = list.concat(missing.map((id) => ({ id })));
  }
  if (!Object.keys(all).length) delete context.contextActivities;
  const extensions = { ...more, ...context.extensions };
  if (Object.keys(extensions).length) context.extensions = extensions;
  return context;
}

/** The IRI of a part of what `iri` names. */
export function under(iri: string, ...parts: string[]): string {
  const joint = /^urn:/.test(iri) ? ":" : "/";
  return [iri, ...parts].join(joint);
}
