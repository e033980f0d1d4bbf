/** A quiz: a page for each question that was drawn, then the result. */

import { Quiz } from "../core/quiz";
import { answerTo } from "../core/responses";
import { button, find, focusOn, icon, make } from "../dom";
import { dropItem, keepItem, recallItem } from "../storage";
import { Card, Draft } from "./card";
import { placeNotes } from "./notes";
import { resultPage } from "./result";
import { Row, Stage, View } from "./view";

/** Beyond this many characters a system may keep only the beginning. */
const LONG = 255;

export class QuizView implements View {
  private readonly quiz: Quiz;
  private readonly intro = find<HTMLElement>("#hv-intro");
  private readonly result = make("section", { class: "page result", id: "hv-result", hidden: true });
  /** As the page brought them: a new try begins with them anew. */
  private readonly blank: HTMLElement[];
  private sections: HTMLElement[] = [];
  /** Made when they are first shown: the first screen has none of them. */
  private cards: (Card | undefined)[] = [];
  /** 0 for the introduction, then the questions, then the result. */
  private page = 0;

  constructor(private readonly stage: Stage) {
    this.quiz = stage.progress.work as Quiz;
    const { questions } = this.quiz.data;
    this.blank = questions.map((_one, place) => find<HTMLElement>(`#hv-q${place + 1}-page`));
  }

  start(): void {
    const { quiz } = this;
    const heading = make("h2", { class: "ui" }, this.stage.words("quiz_start"));
    const begin = button(this.stage.words("begin"), { class: "main" }, null, () => this.go(1));
    this.intro.prepend(heading);
    this.intro.append(make("p", { class: "actions" }, begin));
    this.intro.after(this.result);
    placeNotes([this.intro, ...this.blank]);
    for (const section of this.blank) section.remove();
    this.build();
    window.addEventListener("beforeprint", () => quiz.drawn.forEach((_place, number) => this.card(number)));
    this.show(quiz.finished() ? this.last() : quiz.begun() ? this.unanswered() : 0);
  }

  go(page: number): void {
    this.show(page);
    window.scrollTo(0, 0);
    focusOn(find<HTMLElement>("h2", this.at(page)), false);
  }

  next(): void {
    if (this.status().after) this.go(this.following());
  }

  prev(): void {
    if (this.page > 0) this.go(this.page - 1);
  }

  resume(): void {
    this.go(this.page);
  }

  restart(): void {
    this.go(0);
  }

  status(): { before: boolean; after: boolean; place: string; stop: string } {
    const { words } = this.stage;
    const count = this.quiz.drawn.length;
    const title = this.title(this.page);
    const isQuestion = this.page > 0 && this.page <= count;
    const place = isQuestion ? words("question_of", { number: this.page, count }) : title;
    return { before: this.page > 0, after: this.following() >= 0, place, stop: title };
  }

  outline(): { rows: Row[]; page: number; done: boolean[] } {
    const { quiz } = this;
    const pages = [this.intro, ...this.sections];
    const done = [quiz.begun(), ...quiz.drawn.map((place) => !!quiz.answered(place))];
    if (quiz.finished()) {
      pages.push(this.result);
      done.push(true);
    }
    const rows = pages.map(({ id }, page): Row => [1, this.title(page), page, id]);
    return { rows, page: this.page, done };
  }

  /** Lay out the questions of this try. */
  private build(): void {
    const { quiz, stage } = this;
    for (const section of this.sections) section.remove();
    this.sections = quiz.drawn.map((place) => this.blank[place]!.cloneNode(true) as HTMLElement);
    this.cards = [];
    this.sections.forEach((section, number) => {
      find("h2", section).textContent = stage.words("question", { number: number + 1 });
      this.result.before(section);
    });
  }

  /** The controls of a question, with what was answered. */
  private card(number: number): Card {
    const known = this.cards[number];
    if (known) return known;
    const { quiz, stage } = this;
    const place = quiz.drawn[number]!;
    const data = quiz.data.questions[place]!;
    const root = find<HTMLElement>(".question", this.sections[number]!);
    const mix = (tokens: readonly string[]): string[] => quiz.mixed(place, tokens);
    const given = (response: string[], seconds: number): void => this.take(number, response, seconds);
    const card = new Card(root, data, stage.words, mix, this.draft(data.id), given);
    this.cards[number] = card;
    if (quiz.answered(place)) this.settle(number, false);
    return card;
  }

  private take(number: number, response: string[], seconds: number): void {
    const { quiz, stage } = this;
    const place = quiz.drawn[number]!;
    if (stage.tracker.review || !quiz.answer(place, response)) return;
    const data = quiz.data.questions[place]!;
    const said = response[0] || "";
    if (data.kind === "essay") keepItem(this.essayKey(data.id), said);
    stage.tracker.answer(answerTo(data, response, { latency: seconds, at: Date.now() }));
    const finished = quiz.finished();
    if (finished) stage.tracker.assess(quiz.best!);
    this.settle(number, true);
    if (finished && quiz.data.reveal !== "each") {
      // Only now may the others be judged.
      this.cards.forEach((card, other) => card && other !== number && this.settle(other, false));
    }
    if (data.kind === "essay" && said.length > LONG && stage.driver.remote) {
      this.card(number).root.append(make("p", { class: "note" }, stage.words("essay_long", { count: LONG })));
    }
    stage.changed();
  }

  /** Show what is known of an answered question, and the way on. */
  private settle(number: number, fresh: boolean): void {
    const { quiz, stage } = this;
    const place = quiz.drawn[number]!;
    const given = quiz.answered(place)!;
    const { id, kind } = quiz.data.questions[place]!;
    const whole = kind === "essay" && given.cut ? recallItem(this.essayKey(id)) : "";
    const card = this.card(number);
    card.answered(whole ? [whole] : given.response, quiz.revealed() ? quiz.judgement(place) : null);
    const old = card.root.querySelector(".onward");
    if (old) old.remove();
    const text = stage.words(quiz.finished() ? "see_result" : "next_question");
    const onward = button(text, { class: "main" }, null, () => this.go(this.onward()));
    onward.append(icon("next"));
    const way = make("p", { class: "actions onward" }, onward);
    card.root.append(way);
    if (fresh) card.reveal(way);
  }

  private onward(): number {
    return this.quiz.finished() ? this.last() : this.unanswered();
  }

  /** The page that the button to the next leads to, -1 where there is none. */
  private following(): number {
    const { quiz } = this;
    const count = quiz.drawn.length;
    if (this.page < count) return this.page + 1;
    if (this.page > count) return -1;
    if (quiz.finished()) return this.last();
    const first = this.unanswered();
    return first === this.page ? -1 : first;
  }

  /** The first question after the open one that is not answered, or the first of all. */
  private unanswered(): number {
    const open = this.quiz.drawn.map((place, number) => (this.quiz.answered(place) ? 0 : number + 1));
    const left = open.filter(Boolean);
    return left.filter((page) => page > this.page)[0] || left[0] || this.last();
  }

  private last(): number {
    return this.quiz.drawn.length + 1;
  }

  private at(page: number): HTMLElement {
    return page === 0 ? this.intro : this.sections[page - 1] || this.result;
  }

  private title(page: number): string {
    const { words } = this.stage;
    if (page === 0) return words("quiz_start");
    return page === this.last() ? words("result") : words("question", { number: page });
  }

  private show(page: number): void {
    this.page = page;
    if (page === this.last()) {
      resultPage(this.result, this.quiz, this.stage, {
        open: (number) => this.go(number + 1),
        retry: () => this.retry(),
      });
    }
    const open = this.at(page);
    for (const one of [this.intro, ...this.sections, this.result]) one.hidden = one !== open;
    find("main").classList.toggle("at-end", page === this.last());
    if (page > 0 && page < this.last()) this.card(page - 1).shown();
    this.stage.changed();
  }

  private retry(): void {
    if (this.stage.tracker.review || !this.quiz.retry()) return;
    this.stage.tracker.moved();
    this.build();
    this.go(1);
  }

  private draft(id: string): Draft {
    const key = `${this.stage.key}:draft:${this.quiz.attempt}:${id}`;
    return {
      read: () => {
        const kept = recallItem(key);
        return kept ? kept.split("\n\n") : null;
      },
      write: (response) => (response ? keepItem(key, response.join("\n\n")) : dropItem(key)),
    };
  }

  private essayKey(id: string): string {
    return `${this.stage.key}:essay:${this.quiz.attempt}:${id}`;
  }
}
