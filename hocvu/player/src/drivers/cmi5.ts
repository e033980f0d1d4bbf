/** cmi5 (Quartz): the launch, chapters 8, 10 and 11; what follows is in `records`. */

import { PackageData } from "../data";
import { digest } from "../storage";
import { Lrs, request } from "./lrs";
import { Records } from "./records";
import { Session } from "./session";
import { Context, Json } from "./statements";

interface LaunchData {
  contextTemplate?: Context;
  launchMode?: string;
  masteryScore?: number;
  returnURL?: string;
}

/** Connect to the system that launched the page; null when none did, or it does not answer. */
export async function connectCmi5(data: PackageData, query: URLSearchParams): Promise<Records | null> {
  const [endpoint, fetchUrl, actor, registration, activity] = [
    "endpoint", "fetch", "actor", "registration", "activityId",
  ].map((name) => query.get(name) || ""); // prettier-ignore
  if (!endpoint || !fetchUrl || !actor || !registration || !activity) return null;
  const session = new Session(`hocvu:cmi5:${digest(fetchUrl + activity)}`);
  // Some systems launch with the same address again; only a reload goes on with what has ended.
  if (!session.token || (session.over && !reloaded())) {
    try {
      session.keep({ token: await fetchToken(fetchUrl), begun: 0, over: false });
    } catch (error) {
      if (!session.token) throw error;
    }
  }
  const auth = `Basic ${session.token}`;
  const lrs = new Lrs({ endpoint, auth, actor: JSON.parse(actor) as Json, registration, activity });
  const launch = (await lrs.state("LMS.LaunchData")) as LaunchData | null;
  if (!launch) return null;
  const preferences = await lrs.profile("cmi5LearnerPreferences").catch(() => null);
  const { masteryScore: mastery } = launch;
  return Records.begin({
    lrs,
    session,
    lesson: data.lesson,
    template: launch.contextTemplate || {},
    cmi5: true,
    definition: null,
    language: String((preferences || {}).languagePreference || "").split(",")[0]!.trim(),
    content: data.language,
    review: launch.launchMode === "Browse" || launch.launchMode === "Review",
    mastery: typeof mastery === "number" ? mastery : null,
    back: /^https?:\/\//i.test(launch.returnURL || "") ? launch.returnURL! : "",
    course: null,
  });
}

function reloaded(): boolean {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return !!entry && entry.type !== "navigate";
}

/** The one request for the token: another one gets an error (8.2). */
async function fetchToken(url: string): Promise<string> {
  const response = await request(url, { method: "POST" });
  const answer = (await response.json()) as Json;
  const token = answer["auth-token"];
  if (!response.ok || typeof token !== "string" || !token) throw new Error("no token");
  return token;
}
