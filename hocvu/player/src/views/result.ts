/** The result of a try, its questions to look at again, and the next try. */

import { Quiz } from "../core/quiz";
import { button, icon, make } from "../dom";
import { Words } from "../i18n";
import { Stage } from "./view";

export interface Ways {
  /** Open the question number `number`, from 0. */
  open(number: number): void;
  retry(): void;
}

/** Fill the page of the result. */
export function resultPage(page: HTMLElement, quiz: Quiz, stage: Stage, ways: Ways): void {
  const { words } = stage;
  const { score, passed } = quiz.result();
  page.textContent = "";
  page.append(make("h2", {}, words("result")), scoreBox(score, passed, words));
  const facts = [words("mark", { percent: Math.round(quiz.mark() * 100) })];
  const { best } = quiz;
  if (best && best.score > score) facts.push(words("best", { percent: percentOf(best.score) }));
  if (quiz.data.attempts) facts.push(words("attempt", { number: quiz.attempt, count: quiz.data.attempts }));
  page.append(make("p", { class: "facts" }, facts.join(" · ")));
  const { review } = stage.tracker;
  if (quiz.left() && !review) {
    const label = words(passed ? "retry_better" : "retry");
    const retry = button(label, { "data-hocvu": "retry", class: passed ? "" : "main" }, "again", ways.retry);
    page.append(make("p", { class: "actions" }, retry));
  } else if (!passed && !quiz.left()) page.append(make("p", {}, words("no_attempts")));
  page.append(make("h3", {}, words("your_answers")), answers(quiz, words, ways));
}

/** The score in words and figures, with a sign. */
export function scoreBox(score: number, passed: boolean, words: Words): HTMLElement {
  const name = passed ? "passed" : "failed";
  const told = make("p", { class: "told" }, icon(passed ? "check" : "alert"), words(name));
  const value = make("p", { class: "value" }, words("percent", { percent: percentOf(score) }));
  return make("div", { class: `score ${name}` }, value, told);
}

/** Rounded down: nobody sees a mark that was not reached. */
export function percentOf(score: number): number {
  return Math.floor(score * 100 + 1e-6);
}

function answers(quiz: Quiz, words: Words, ways: Ways): HTMLElement {
  const list = make("ol", { class: "review", role: "list" });
  const revealed = quiz.revealed();
  quiz.drawn.forEach((place, number) => {
    const data = quiz.data.questions[place]!;
    const given = quiz.answered(place)!;
    const open = make("button", { type: "button" });
    const title = words("question", { number: number + 1 });
    open.append(make("span", { class: "asked" }, make("b", {}, `${title}. `), data.ask));
    if (revealed) {
      const name =
        data.kind === "essay" ? "taken" : given.share >= 1 ? "right" : given.share > 0 ? "partly" : "wrong";
      const sign = name === "wrong" ? "cross" : name === "partly" ? "alert" : "check";
      open.append(make("span", { class: `mark ${name}` }, icon(sign), words(`verdict_${name}`)));
    }
    open.addEventListener("click", () => ways.open(number));
    list.append(make("li", {}, open));
  });
  return list;
}
