/** cmi5 (Quartz): the launch, chapters 8, 10 and 11; what follows is in `records`. */

import { PackageData } from "../data";
import { digest } from "../storage";
import { reloaded } from "./leaving";
import { Lrs, request } from "./lrs";
import { Records, Terms } from "./records";
import { Session } from "./session";
import { Context, Json } from "./statements";

interface LaunchData extends Json {
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
  const connected = (launch: LaunchData, language: string): Terms => {
    const { masteryScore: mastery } = launch;
    return {
      lrs,
      session,
      lesson: data.lesson,
      template: launch.contextTemplate || {},
      cmi5: true,
      launch,
      definition: null,
      language,
      content: data.language,
      review: launch.launchMode === "Browse" || launch.launchMode === "Review",
      mastery: typeof mastery === "number" ? mastery : null,
      back: /^https?:\/\//i.test(launch.returnURL || "") ? launch.returnURL! : "",
      course: null,
    };
  };
  // Some systems launch with the same address again; only a reload goes on with what has ended.
  if (!session.token || (session.over && !reloaded())) {
    try {
      session.keep({ token: await fetchToken(fetchUrl), begun: 0, over: false, left: null });
    } catch (error) {
      if (!session.token) throw error;
    }
  }
  const auth = `Basic ${session.token}`;
  const lrs = new Lrs({ endpoint, auth, actor: JSON.parse(actor) as Json, registration, activity });
  const { left } = session;
  if (left) return Records.goOn(connected(left.launch, left.language), left.memory);
  const launch = (await lrs.state("LMS.LaunchData")) as LaunchData | null;
  if (!launch) return null;
  const preferences = await lrs.profile("cmi5LearnerPreferences").catch(() => null);
  // So Open edX answers what it does not know; it throws lists of statements away, and a page that
  // is leaving could not notice.
  lrs.lists = !(preferences || {}).success;
  const language = String((preferences || {}).languagePreference || "").split(",")[0]!.trim();
  return Records.begin(connected(launch, language));
}

/** The one request for the token: another one gets an error (8.2). */
async function fetchToken(url: string): Promise<string> {
  const response = await request(url, { method: "POST" });
  const answer = (await response.json()) as Json;
  const token = answer["auth-token"];
  if (!response.ok || typeof token !== "string" || !token) throw new Error("no token");
  return token;
}
