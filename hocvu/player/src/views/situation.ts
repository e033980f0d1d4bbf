/** A situation: scene after scene, then what came of it. */

import { decisionIn } from "../core/responses";
import { Situation } from "../core/situation";
import { button, find, fromHtml, icon, make } from "../dom";
import { placeNotes } from "./notes";
import { scoreBox } from "./result";
import { Scene } from "./scene";
import { Stage, View } from "./view";

export class SituationView implements View {
  private readonly situation: Situation;
  /** As the page brought them: each visit begins with its scene anew. */
  private readonly blank: HTMLElement[];
  private scene: Scene | null = null;
  private section: HTMLElement;
  /** The open scene was left by a decision whose outcome is being read. */
  private decided = false;

  constructor(private readonly stage: Stage) {
    this.situation = stage.progress.work as Situation;
    this.blank = stage.lesson.pages.map(([id]) => find<HTMLElement>(`#${id}`));
    this.section = make("section");
  }

  start(): void {
    placeNotes(this.blank);
    this.blank[0]!.before(this.section);
    for (const section of this.blank) section.remove();
    this.open();
  }

  go(): void {
    if (this.scene) this.scene.focus();
    window.scrollTo(0, 0);
  }

  next(): void {
    if (this.decided) this.turnTo();
    else if (this.status().after && this.situation.onward()) this.moved();
  }

  prev(): void {}

  resume(): void {
    this.go();
  }

  restart(): void {
    this.go();
  }

  status(): { before: boolean; after: boolean; place: string; stop: string } {
    const { situation, stage } = this;
    const leads = situation.open().then !== null && !!this.scene && this.scene.ready();
    const number = situation.steps().length;
    const stop = stage.lesson.pages[situation.scene()]![1];
    const place = situation.ended() ? stage.words("end") : stage.words("step", { number });
    return { before: false, after: this.decided || (leads && !stage.tracker.review), place, stop };
  }

  /** Show the scene where the learner is now. */
  private open(): void {
    const { situation, stage } = this;
    const place = situation.scene();
    if (this.scene) this.scene.stop();
    const fresh = this.blank[place]!.cloneNode(true) as HTMLElement;
    this.section.replaceWith(fresh);
    this.section = fresh;
    this.decided = false;
    this.scene = new Scene(place, stage, {
      decided: (way, seconds) => this.decide(way, seconds),
      onward: () => this.turnTo(),
    });
    this.scene.start();
    const ended = situation.ended();
    if (ended) this.section.append(this.summary());
    find("main").classList.toggle("at-end", ended);
    stage.changed();
  }

  private decide(id: string, seconds: number): void {
    const { situation, stage } = this;
    const place = situation.scene();
    const visit = situation.visit(place);
    const way = situation.decide(id);
    if (!way) return;
    this.decided = true;
    const { data } = situation;
    const moment = { latency: seconds, at: Date.now() };
    stage.tracker.answer(decisionIn(data.key, data.scenes[place]!, visit, way, moment));
    this.reached();
  }

  private moved(): void {
    this.stage.tracker.moved();
    this.reached();
    this.turnTo();
  }

  /** An end scene ends the run as soon as it is certain, whether or not it is looked at. */
  private reached(): void {
    const { situation, stage } = this;
    if (situation.ended()) stage.tracker.assess(situation.best!);
    stage.changed();
  }

  private turnTo(): void {
    this.open();
    this.go();
  }

  private summary(): HTMLElement {
    const { situation, stage } = this;
    const { words, tracker } = stage;
    const { score, passed } = situation.result();
    const box = make("div", { class: "summary result" }, make("h2", {}, words("summary")));
    box.append(scoreBox(score, passed, words));
    const list = make("ol", { class: "path" });
    for (const { scene, way } of situation.steps()) {
      if (!way) continue;
      const { ask, ways } = situation.data.scenes[scene]!;
      const best = Math.max(...ways!.map((one) => one[2]));
      const item = make("li", {}, make("p", { class: "asked" }, ask || ""));
      item.append(make("p", { class: "chosen" }, words("you_chose", { text: way[1] })));
      if (best > 0) {
        const name = way[2] >= best ? "right" : way[2] > 0 ? "partly" : "wrong";
        const sign = { right: "check", partly: "alert", wrong: "cross" } as const;
        const points = words("points", { points: decimal(way[2], words("decimal")), most: decimal(best, words("decimal")) });
        item.append(make("p", { class: `mark ${name}` }, icon(sign[name]), points));
      }
      if (way[4]) item.append(make("div", { class: "feedback" }, fromHtml(way[4])));
      list.append(item);
    }
    if (list.firstChild) box.append(make("h3", {}, words("your_path")), list);
    if (!tracker.review) {
      const again = button(words("replay"), { "data-hocvu": "retry", class: passed ? "" : "main" }, "again", () => {
        if (!situation.replay()) return;
        tracker.moved();
        this.turnTo();
      });
      box.append(make("p", { class: "actions" }, again));
    }
    return box;
  }
}

function decimal(value: number, sign: string): string {
  return String(Math.round(value * 100) / 100).replace(".", sign);
}
