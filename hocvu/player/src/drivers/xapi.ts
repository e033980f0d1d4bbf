/** xAPI without cmi5: launched as systems launch a package with a `tincan.xml`. */

import { Recall } from "../core/order";
import { PackageData } from "../data";
import { remembered } from "./delivery";
import { Lrs } from "./lrs";
import { Records, Whole } from "./records";
import { Session } from "./session";
import { Json, under } from "./statements";

const COURSE = "http://adlnet.gov/expapi/activities/course";
const LESSON = "http://adlnet.gov/expapi/activities/lesson";

interface Launched {
  lrs: Lrs;
  /** A system that launches the course as one leaves it to the lesson to lead to the others. */
  whole: boolean;
}

/** Read the record store and the activity that the address names; null when it names none. */
function launchedBy(data: PackageData, query: URLSearchParams): Launched | null {
  const [endpoint, auth, agent, registration] = ["endpoint", "auth", "actor", "registration"].map(
    (name) => query.get(name) || "",
  );
  const { lesson, course } = data;
  if (!endpoint || !auth || !agent) return null;
  const launched = query.get("activity_id") || query.get("activityId") || lesson.iri;
  const whole = launched === course.iri && course.lessons.length > 1;
  const activity = whole ? lesson.iri : launched;
  const actor = opaque(JSON.parse(agent) as Json);
  return { whole, lrs: new Lrs({ endpoint, auth: auth!, actor, registration: registration!, activity }) };
}

/** Give what the record store keeps of the course's lessons; null where a system leads to them. */
export function recallXapi(data: PackageData, query: URLSearchParams): Recall | null {
  const launched = launchedBy(data, query);
  if (!launched || !launched.whole) return null;
  return (id, key) => remembered(launched.lrs, under(data.course.iri, "lessons", id), key);
}

/** Connect to the record store that the address names; null when it names none. */
export async function connectXapi(data: PackageData, query: URLSearchParams): Promise<Records | null> {
  const launched = launchedBy(data, query);
  if (!launched) return null;
  const { lesson, course } = data;
  const { lrs, whole } = launched;
  const grouping = course.iri === lrs.launch.activity ? [] : [{ id: course.iri }];
  return Records.begin({
    lrs,
    session: new Session(`hocvu:xapi:${lesson.key}`),
    lesson,
    template: grouping.length ? { contextActivities: { grouping } } : {},
    cmi5: false,
    launch: {},
    definition: { type: LESSON, name: { [data.language]: lesson.title } },
    language: "",
    content: data.language,
    review: false,
    mastery: null,
    back: "",
    course: whole ? wholeCourse(data) : null,
  });
}

function wholeCourse({ course, lesson, language }: PackageData): Whole {
  const ids = course.lessons.map(([id]) => id).filter((id) => id !== lesson.id);
  const definition = { type: COURSE, name: { [language]: course.title } };
  const others = ids.map((id) => under(course.iri, "lessons", id));
  return { object: { id: course.iri, definition }, others };
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
