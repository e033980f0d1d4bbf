/** The few requests that a lesson makes to a learning record store (xAPI 1.0.3, part three). */

import { Json, Statement } from "./statements";

/** What a system tells with the address of the lesson. */
export interface Launch {
  endpoint: string;
  /** The whole Authorization header. */
  auth: string;
  actor: Json;
  /** Empty when the system gives none. */
  registration: string;
  activity: string;
}

/** `known` is an answer 409: it was delivered before. */
export type Answer = "kept" | "known" | "refused" | "unsure";

/** Milliseconds after which no answer is an answer. */
const PATIENCE = 20000;
/** Bytes that may go out with a page that is leaving: browsers allow 64 KiB in all. */
const KEEPALIVE = 60000;

export class Lrs {
  /** The store takes several statements in one request. */
  lists = true;

  constructor(readonly launch: Launch) {}

  /** A state document; null when there is none, an error when nobody knows. */
  state(id: string, activity = this.launch.activity): Promise<Json | null> {
    return this.get(this.stateUrl(id, activity));
  }

  async keepState(id: string, document: string): Promise<boolean> {
    const response = await this.call(this.stateUrl(id, this.launch.activity), "PUT", document);
    return response.ok;
  }

  /** A document about the learner, kept for all of a system's lessons. */
  profile(id: string): Promise<Json | null> {
    const agent = JSON.stringify(this.launch.actor);
    return this.get(this.url("agents/profile", { agent, profileId: id }));
  }

  async send(statements: readonly Statement[]): Promise<Answer> {
    try {
      const [first, second] = statements;
      const response = await (second
        ? this.call(this.url("statements", {}), "POST", JSON.stringify(statements))
        : this.call(this.url("statements", { statementId: first!.id }), "PUT", JSON.stringify(first)));
      const { ok, status } = response;
      if (ok && second && !Array.isArray(await json(response))) {
        // Open edX says "success" and throws lists away; what is kept is answered by its ids.
        this.lists = false;
        return "refused";
      }
      if (ok) return "kept";
      if (status === 409) return "known";
      return status === 400 || status === 413 ? "refused" : "unsure";
    } catch (error) {
      return "unsure";
    }
  }

  /** Tell if the store has the statement `id`; a store that does not say is taken not to. */
  async has(id: string): Promise<boolean> {
    try {
      const response = await this.call(this.url("statements", { statementId: id }), "GET");
      // Open edX answers "success" to whatever it does not know.
      return response.ok && ((await json(response)) as Json).id === id;
    } catch (error) {
      return false;
    }
  }

  private async get(url: string): Promise<Json | null> {
    const response = await this.call(url, "GET");
    if (response.status === 404 || response.status === 204) return null;
    if (!response.ok) throw new Error(String(response.status));
    const text = await response.text();
    return text ? (JSON.parse(text) as Json) : null;
  }

  private stateUrl(id: string, activity: string): string {
    const { actor, registration } = this.launch;
    const params: { [name: string]: string } = {
      activityId: activity,
      agent: JSON.stringify(actor),
      stateId: id,
    };
    if (registration) params.registration = registration;
    return this.url("activities/state", params);
  }

  private url(resource: string, params: { [name: string]: string }): string {
    const pairs = Object.keys(params).map((name) => `${name}=${encodeURIComponent(params[name]!)}`);
    const base = this.launch.endpoint.replace(/\/*$/, "/");
    return base + resource + (pairs.length ? `?${pairs.join("&")}` : "");
  }

  private call(url: string, method: string, body = ""): Promise<Response> {
    const headers: { [name: string]: string } = {
      Authorization: this.launch.auth,
      "X-Experience-API-Version": "1.0.3",
    };
    const init: RequestInit = { method, headers, cache: "no-store" };
    if (body) {
      headers["Content-Type"] = "application/json";
      init.body = body;
      init.keepalive = new Blob([body]).size < KEEPALIVE;
    }
    return request(url, init);
  }
}

/** What a response holds; nothing where that is no JSON. */
async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    return {};
  }
}

/** `fetch`, with an end to waiting. */
export function request(url: string, init: RequestInit): Promise<Response> {
  return new Promise((done, fail) => {
    window.setTimeout(() => fail(new Error("timeout")), PATIENCE);
    fetch(url, init).then(done, fail);
  });
}
