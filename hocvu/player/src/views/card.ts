/** A question on the page: its controls, what is said of the answer, the way in and out. */

import { Judgement } from "../core/grade";
import { QuestionData } from "../data";
import { all, find, focusOn, fromHtml, icon, make } from "../dom";
import { Words } from "../i18n";
import { Controls, controlsOf, Mix, submitter } from "./controls";

/** A place on this device for an answer that is not given yet. */
export interface Draft {
  read(): string[] | null;
  write(response: readonly string[] | null): void;
}

export class Card {
  private readonly controls: Controls;
  private readonly status = make("div", { role: "status", class: "verdict" });
  private readonly feedback = make("div", { class: "feedback", hidden: true });
  private readonly submit: HTMLButtonElement;
  private readonly asked = make("div", { class: "actions" });
  private since = Date.now();

  constructor(
    readonly root: HTMLElement,
    private readonly data: QuestionData,
    private readonly words: Words,
    mix: Mix,
    private readonly draft: Draft,
    private readonly given: (response: string[], seconds: number) => void,
  ) {
    this.controls = controlsOf(root, data, words, mix, () => {
      draft.write(this.controls.read());
      this.status.textContent = "";
    });
    const kept = draft.read();
    if (kept) this.controls.fill(kept);
    this.submit = submitter(words("submit"), () => this.take());
    this.asked.append(this.submit);
    root.append(this.asked, this.status, this.feedback);
  }

  /** The question came in sight: from now on it takes time. */
  shown(): void {
    this.since = Date.now();
  }

  focus(): void {
    focusOn(find<HTMLElement>("h2", this.root));
  }

  /** Show what was answered, and what it is worth if that may be seen. */
  answered(response: readonly string[], judgement: Judgement | null): void {
    this.controls.fill(response);
    this.controls.lock();
    this.draft.write(null);
    this.asked.hidden = true;
    this.root.classList.add("given");
    const share = judgement && judgement.share;
    if (judgement) this.show(judgement);
    this.verdict(judgement ? share : undefined);
  }

  /** Lead from the answer to what is said of it, and bring the way on into sight. */
  reveal(onward: HTMLElement): void {
    onward.scrollIntoView({ block: "nearest" });
    focusOn(this.status);
  }

  private take(): void {
    const response = this.controls.read();
    if (!response) {
      this.status.textContent = this.words("unanswered");
      this.controls.first.focus();
      return;
    }
    this.given(response, (Date.now() - this.since) / 1000);
  }

  private verdict(share: number | null | undefined): void {
    const { status } = this;
    const name =
      share === undefined || share === null ? "taken" : share >= 1 ? "right" : share > 0 ? "partly" : "wrong";
    status.className = `verdict ${name}`;
    status.textContent = "";
    const sign = { taken: "check", right: "check", partly: "alert", wrong: "cross" } as const;
    status.append(icon(sign[name]), make("span", {}, this.words(`verdict_${name}`)));
  }

  private show(judgement: Judgement): void {
    const { feedback } = this;
    feedback.textContent = "";
    for (const html of judgement.feedback) feedback.append(fromHtml(html));
    if (judgement.share !== 1) feedback.append(...this.rightAnswer());
    this.mark();
    feedback.hidden = !feedback.firstChild;
  }

  /** Mark each choice: by a sign and a word, not by colour alone. */
  private mark(): void {
    const { data, root, words } = this;
    const right = (token: string): boolean =>
      data.kind === "true_false"
        ? token === String(data.answer)
        : !!data.choices && data.choices.some((one) => one[0] === token && one[2] === 1);
    for (const input of all<HTMLInputElement>("[data-hocvu=choice]", root)) {
      const good = right(input.value);
      const label = input.parentElement!;
      if ((!good && !input.checked) || label.querySelector(".mark")) continue;
      label.classList.add(good ? "right" : "wrong");
      const name = !good ? "wrong_choice" : input.checked ? "chosen_right" : "right_choice";
      label.append(make("span", { class: "mark" }, icon(good ? "check" : "cross"), words(name)));
    }
    if (data.kind !== "match") return;
    for (const select of all<HTMLSelectElement>(".pairs select", root)) {
      const item = select.parentElement!;
      if (item.querySelector(".mark")) continue;
      const wanted = data.pairs![item.getAttribute("data-id")!];
      const good = select.value === wanted;
      item.classList.add(good ? "right" : "wrong");
      const text = good ? words("chosen_right") : words("answer_is", { text: this.target(wanted || "") });
      item.append(make("span", { class: "mark" }, icon(good ? "check" : "cross"), text));
    }
  }

  private rightAnswer(): (Node | string)[] {
    const { data, words } = this;
    if (data.kind === "order") {
      const list = make("ol", {}, ...data.items!.map(([, text]) => make("li", {}, text)));
      return [make("p", {}, words("order_is")), list];
    }
    if (data.kind === "text") {
      const texts = data.accepted!.filter((one) => one[1] >= 1).map(([text]) => text.replace(/\*/g, "…"));
      return texts.length ? [make("p", {}, words("answer_is", { text: texts.join("; ") }))] : [];
    }
    if (data.kind === "number") {
      const ranges = data.ranges!.filter((one) => one[2] >= 1);
      const sign = words("decimal");
      const number = (value: number): string => String(value).replace(".", sign);
      const texts = ranges.map(([low, high]) =>
        low === high ? number(low) : words("range", { low: number(low), high: number(high) }),
      );
      return texts.length ? [make("p", {}, words("answer_is", { text: texts.join("; ") }))] : [];
    }
    if (data.kind === "essay" && data.model) {
      return [make("p", {}, words("model")), fromHtml(data.model)];
    }
    return [];
  }

  private target(id: string): string {
    return (this.data.answers || []).filter((one) => one[0] === id).map((one) => one[1])[0] || "";
  }
}
