/** SCORM 2004 4th Edition Run-Time Environment, chapters 3 and 4. */

import { Answer, correct2004, describe, response2004, verdict } from "../core/answers";
import { duration, identifier, share, timestamp } from "../core/formats";
import { Result } from "../core/work";
import { Calls } from "./calls";
import { Driver, Leave, Save, Start } from "./driver";
import { findApi } from "./find";

const ALREADY_INITIALIZED = "103";

export class Scorm2004 implements Driver {
  /** The standard's 64000 characters are not what every system keeps. */
  readonly limit = 16000;
  readonly remote = true;
  private completion = "";
  private success = "";

  private constructor(private readonly calls: Calls) {}

  static find(): Scorm2004 | null {
    const api = findApi<{ [name: string]: () => unknown }>("API_1484_11");
    return api && new Scorm2004(new Calls(api, NAMES));
  }

  open(): Start | null {
    if (!this.calls.start() && this.calls.error() !== ALREADY_INITIALIZED) return null;
    this.completion = this.calls.get("cmi.completion_status");
    this.success = this.calls.get("cmi.success_status");
    const mode = this.calls.get("cmi.mode");
    const passing = parseFloat(this.calls.get("cmi.scaled_passing_score"));
    return {
      done: this.completion === "completed" || this.success === "passed",
      memo: this.calls.get("cmi.suspend_data"),
      learner: this.calls.get("cmi.learner_id"),
      language: this.calls.get("cmi.learner_preference.language"),
      review: mode === "review" || mode === "browse",
      passing: isFinite(passing) ? passing : null,
    };
  }

  save(save: Save): boolean {
    const calls = this.calls;
    let kept = this.setCompletion(save.done ? "completed" : "incomplete");
    calls.set("cmi.progress_measure", share(save.measure));
    if (save.result) kept = this.setResult(save.result) && kept;
    calls.set("cmi.location", save.location);
    kept = calls.set("cmi.suspend_data", save.memo) && kept;
    calls.set("cmi.session_time", duration(save.seconds));
    calls.set("cmi.exit", save.over ? "normal" : "suspend");
    return calls.commit() && kept;
  }

  answer(answer: Answer, index: number): boolean {
    const number = this.calls.numbered("cmi.interactions", index, identifier(answer.id));
    const set = (element: string, value: string): boolean =>
      this.calls.set(`cmi.interactions.${number}.${element}`, value);
    if (number < 0) return false;
    const kept = set("type", answer.type);
    set("timestamp", timestamp(new Date(answer.at)));
    correct2004(answer).forEach((one, place) => set(`correct_responses.${place}.pattern`, one));
    if (answer.weight !== undefined) set("weighting", String(answer.weight));
    set("latency", duration(answer.latency));
    set("description", describe(answer.description));
    const told = set("learner_response", response2004(answer.type, answer.response));
    return set("result", verdict(answer, "incorrect")) && told && kept;
  }

  close(leave: Leave): boolean {
    // A request left over from a closed window would move the learner unasked.
    if (leave && leave !== "exit") this.calls.set("adl.nav.request", leave);
    return this.calls.end();
  }

  private setCompletion(status: string): boolean {
    if (this.completion === "completed" || this.completion === status) return true;
    if (!this.calls.set("cmi.completion_status", status)) return false;
    this.completion = status;
    return true;
  }

  private setResult(result: Result): boolean {
    const calls = this.calls;
    calls.set("cmi.score.min", "0");
    calls.set("cmi.score.max", "100");
    calls.set("cmi.score.raw", String(Math.round(result.score * 100)));
    const kept = calls.set("cmi.score.scaled", share(result.score));
    if (this.success === "passed") return kept;
    this.success = result.passed ? "passed" : "failed";
    return calls.set("cmi.success_status", this.success) && kept;
  }
}

const NAMES = {
  get: "GetValue",
  set: "SetValue",
  commit: "Commit",
  start: "Initialize",
  end: "Terminate",
  error: "GetLastError",
};
