/** One scene of a situation: what is watched or read, its questions, its decision. */

import { answerTo } from "../core/responses";
import { judge } from "../core/grade";
import { Situation } from "../core/situation";
import { QuestionData, TimedData, WayData } from "../data";
import { all, button, find, focusOn, fromHtml, icon, make } from "../dom";
import { follow } from "../drivers/media";
import { Card } from "./card";
import { controlsOf, submitter } from "./controls";
import { Medium } from "./medium";
import { Stage } from "./view";

export interface Turn {
  /** A way was chosen after so many seconds. */
  decided(way: string, seconds: number): void;
  /** The learner has read what came of it. */
  onward(): void;
}

export class Scene {
  readonly root: HTMLElement;
  private medium: Medium | null = null;
  private readonly situation: Situation;
  private readonly decision: HTMLElement | null;
  private readonly wait: HTMLElement | null = null;
  private since = Date.now();
  /** The device cannot play the video: the transcript stands for it. */
  private unplayable = false;
  private asking = -1;
  /** Questions, and the decision, get their controls when they are first shown. */
  private readonly prepared: { [number: number]: boolean } = {};
  private decides = false;

  constructor(
    private readonly place: number,
    private readonly stage: Stage,
    private readonly turn: Turn,
  ) {
    this.situation = stage.progress.work as Situation;
    this.root = find<HTMLElement>(`#${stage.lesson.pages[place]![0]}`);
    this.decision = this.root.querySelector<HTMLElement>(".decision");
    if (this.data.video) {
      this.wait = make("p", { class: "wait" }, this.waiting());
      if (this.decision) this.decision.before(this.wait);
    }
  }

  private get data(): Situation["data"]["scenes"][0] {
    return this.situation.data.scenes[this.place]!;
  }

  /** Bring the scene to life: only the open one loads its video. */
  start(): void {
    this.since = Date.now();
    if (this.data.video && !this.medium) this.play();
    // What is to be done stands by the video, what is to be read under it.
    for (const part of all(".chapters,.transcript", this.root)) this.root.append(part);
    for (const { place } of this.data.questions || []) {
      const root = find<HTMLElement>(`#${place}`, this.root);
      root.classList.add("timed");
      root.hidden = true;
    }
    this.update();
  }

  stop(): void {
    if (this.medium) this.medium.pause();
  }

  /** Enough was watched, and nothing else is in the way of the decision or the next scene. */
  ready(): boolean {
    const { video } = this.data;
    const { tracker } = this.stage;
    const watch = this.situation.watches[this.place];
    if (!video || !watch || tracker.review || this.unplayable) return true;
    const open = (this.data.questions || []).some(
      (timed, number) => timed.required && !this.situation.answered(this.place, number),
    );
    return !open && watch.measure(video.watch) >= 1;
  }

  /** Show the decision when it is time. */
  update(): void {
    const ready = this.ready();
    if (this.wait) {
      this.wait.hidden = ready;
      if (!ready) this.wait.textContent = this.waiting();
    }
    if (!this.decision) return;
    this.decision.hidden = !ready;
    if (!ready || this.decides || !this.data.ways) return;
    this.decides = true;
    this.ask(this.decision, this.data.ways);
  }

  focus(): void {
    focusOn(find<HTMLElement>("h2", this.root), false);
  }

  private play(): void {
    const { stage, place, situation } = this;
    const { tracker, progress, driver, words } = stage;
    const video = this.data.video!;
    const watch = situation.watches[place]!;
    const media = find<HTMLMediaElement>("video,audio", this.root);
    if (!video.rungs && !video.audio) media.preload = "metadata";
    const title = stage.lesson.pages[place]![1];
    follow(media, { parts: ["video", this.data.id], title, video }, watch, driver);
    this.medium = new Medium(this.root, video, watch, words, {
      free: () => progress.done || tracker.review,
      limit: () => this.limit(),
      halted: () => this.halt(),
      played: (filled) => {
        tracker.touch(filled);
        if (filled) this.changed();
      },
      stopped: (ended) => {
        if (watch.position !== 0 || ended) tracker.moved();
        this.changed();
        if (ended && this.decision && !this.decision.hidden) {
          focusOn(find("h2", this.decision), false);
          this.decision.scrollIntoView({ block: "nearest" });
        }
      },
      failed: () => {
        this.unplayable = true;
        this.showQuestions();
        this.changed();
      },
    });
  }

  private changed(): void {
    this.update();
    this.stage.changed();
  }

  private waiting(): string {
    const percent = Math.round((this.data.video ? this.data.video.watch : 0) * 100);
    const asked = (this.data.questions || []).some(({ required }) => required);
    return this.stage.words(asked ? "decision_wait_asked" : "decision_wait", { percent });
  }

  /** Where the next question waits. */
  private limit(): number {
    if (this.stage.tracker.review) return Infinity;
    const open = (this.data.questions || []).filter(
      (_timed, number) => !this.situation.answered(this.place, number),
    );
    return Math.min(Infinity, ...open.map(({ at }) => at));
  }

  private halt(): void {
    const at = this.limit();
    const number = (this.data.questions || []).findIndex(
      (timed, one) => timed.at === at && !this.situation.answered(this.place, one),
    );
    if (number < 0) return;
    leaveFullScreen();
    this.prepare(this.data.questions![number]!, number);
    const card = find<HTMLElement>(`#${this.data.questions![number]!.place}`, this.root);
    card.hidden = false;
    if (this.asking !== number) this.since = Date.now();
    this.asking = number;
    focusOn(find<HTMLElement>("h2", card), false);
    card.scrollIntoView({ block: "nearest" });
  }

  private prepare(timed: TimedData, number: number): void {
    const { situation, place, stage } = this;
    const root = find<HTMLElement>(`#${timed.place}`, this.root);
    // Answered in this run: it does not come again.
    if (this.prepared[number] || situation.answered(place, number)) return;
    this.prepared[number] = true;
    const draft = { read: () => null, write: () => undefined };
    const mix = (tokens: readonly string[]): string[] => tokens.slice();
    const card = new Card(root, timed.question, stage.words, mix, draft, (response) => {
      if (stage.tracker.review || !situation.answer(place, number)) return;
      const { question } = timed;
      const id = `ch_${this.data.id}_${question.id}_${situation.visit(place)}`;
      const moment = { latency: (Date.now() - this.since) / 1000, at: Date.now() };
      const told = answerTo(question, response, moment, id);
      stage.tracker.answer({ ...told, part: ["situation", situation.data.key] });
      card.answered(response, judge(question, response));
      card.reveal(this.goOn(root));
      this.changed();
    });
    if (!timed.required) this.skip(root, number);
  }

  /** After a question: back into the video. */
  private goOn(root: HTMLElement): HTMLElement {
    if (this.unplayable) return root;
    const back = button(this.stage.words("watch_on"), { class: "main", "data-hocvu": "continue" }, "play", () => {
      root.hidden = true;
      this.asking = -1;
      const { medium } = this;
      if (!medium) return;
      medium.media.focus();
      medium.media.scrollIntoView({ block: "nearest" });
      if (!medium.ended) medium.play();
    });
    const way = make("p", { class: "actions" }, back);
    root.append(way);
    return way;
  }

  private skip(root: HTMLElement, number: number): void {
    const label = this.stage.words("skip_question");
    const pass = button(label, { class: "pass" }, null, () => {
      if (!this.situation.answer(this.place, number)) return;
      root.hidden = true;
      this.stage.tracker.moved();
      if (this.medium) {
        this.medium.media.focus();
        this.medium.play();
      }
      this.changed();
    });
    find(".actions", root).append(pass);
  }

  private showQuestions(): void {
    (this.data.questions || []).forEach((timed, number) => {
      this.prepare(timed, number);
      find<HTMLElement>(`#${timed.place}`, this.root).hidden = false;
    });
  }

  private ask(root: HTMLElement, ways: WayData[]): void {
    const { words, tracker } = this.stage;
    const status = make("div", { role: "status", class: "verdict" });
    const told = make("div", { class: "feedback", hidden: true });
    const actions = make("div", { class: "actions" });
    const data: Pick<QuestionData, "kind"> = { kind: "choice" };
    const controls = controlsOf(root, data, words, (tokens) => tokens.slice(), () => {
      status.textContent = "";
    });
    const submit = submitter(words("decide"), () => {
      const [chosen] = controls.read() || [];
      const way = ways.filter(([id]) => id === chosen)[0];
      if (!way) {
        status.textContent = words("unanswered");
        controls.first.focus();
        return;
      }
      if (tracker.review) return;
      this.stop();
      controls.lock();
      actions.hidden = true;
      status.className = "verdict taken";
      status.append(icon("check"), make("span", {}, words("decided", { text: way[1] })));
      if (way[4]) told.append(fromHtml(way[4]));
      told.hidden = !way[4];
      const on = button(words("onward"), { class: "main", "data-hocvu": "continue" }, null, () => this.turn.onward());
      on.append(icon("next"));
      const onward = make("p", { class: "actions" }, on);
      root.append(onward);
      this.turn.decided(way[0], (Date.now() - this.since) / 1000);
      onward.scrollIntoView({ block: "nearest" });
      focusOn(status);
    });
    actions.append(submit);
    root.append(actions, status, told);
  }
}

function leaveFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
}
