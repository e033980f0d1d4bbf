/** xAPI without cmi5: launched as systems launch a package with a `tincan.xml`. */

import { PackageData } from "../data";
import { Lrs } from "./lrs";
import { Records } from "./records";
import { Session } from "./session";
import { Json } from "./statements";

const LESSON = "http://adlnet.gov/expapi/activities/lesson";

/** Connect to the record store that the address names; null when it names none. */
export async function connectXapi(data: PackageData, query: URLSearchParams): Promise<Records | null> {
  const [endpoint, auth, agent, registration] = ["endpoint", "auth", "actor", "registration"].map(
    (name) => query.get(name) || "",
  );
  const { lesson, course } = data;
  if (!endpoint || !auth || !agent) return null;
  const activity = query.get("activity_id") || query.get("activityId") || lesson.iri;
  const actor = opaque(JSON.parse(agent) as Json);
  const grouping = course.iri === activity ? [] : [{ id: course.iri }];
  return Records.begin({
    lrs: new Lrs({ endpoint, auth: auth!, actor, registration: registration!, activity }),
    session: new Session(`hocvu:xapi:${lesson.key}`),
    lesson,
    template: grouping.length ? { contextActivities: { grouping } } : {},
    cmi5: false,
    definition: { type: LESSON, name: { [data.language]: lesson.title } },
    language: "",
    content: data.language,
    review: false,
    mastery: null,
    back: "",
  });
}

/** Only what identifies the learner: no name of a person goes with every statement. */
function opaque(actor: Json): Json {
  const first = (value: unknown): unknown => (Array.isArray(value) ? (value as unknown[])[0] : value);
  const agent: Json = { objectType: "Agent" };
  const account = first(actor.account) as Json | undefined;
  if (account) {
    // The names of version 0.9 are still what some systems launch with.
    const homePage = account.homePage || account.accountServiceHomePage;
    return { ...agent, account: { homePage, name: account.name || account.accountName } };
  }
  for (const name of ["mbox", "mbox_sha1sum", "openid"]) {
    if (actor[name]) return { ...agent, [name]: first(actor[name]) };
  }
  throw new Error("nobody");
}
