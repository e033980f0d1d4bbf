/** The worth of an answer: the only place that knows what is right. */

import { QuestionData } from "../data";

export interface Judgement {
  /** Share of the points, 0 to 1; null for what nobody scores here. */
  share: number | null;
  /** What the author says to this answer, as HTML, most special first. */
  feedback: string[];
}

/** Judge a response: tokens chosen, pairs `1.a`, an order, or one text. */
export function judge(question: QuestionData, response: readonly string[]): Judgement {
  const { share, feedback } = JUDGES[question.kind](question, response);
  const verdict = share === null ? "" : share >= 1 ? question.right : question.wrong;
  return { share, feedback: feedback.concat(verdict, question.feedback).filter(Boolean) };
}

type Judge = (question: QuestionData, response: readonly string[]) => Judgement;

const JUDGES: { [kind in QuestionData["kind"]]: Judge } = {
  choice(question, response) {
    const choices = question.choices!;
    const chosen = choices.filter(([id]) => response.indexOf(id) >= 0);
    const right = choices.filter((choice) => choice[2]).length;
    const hits = chosen.filter((choice) => choice[2]).length;
    const wrong = chosen.length - hits;
    const part = question.partial ? Math.max(0, hits - wrong) / Math.max(1, right) : 0;
    const share = hits === right && !wrong ? 1 : part;
    return { share, feedback: chosen.map((choice) => choice[3]) };
  },
  true_false: (question, [said]) => ({ share: share(said === String(question.answer)), feedback: [] }),
  text(question, [said = ""]) {
    let best: [string, number, string] | null = null;
    for (const accepted of question.accepted!) {
      const fits = pattern(accepted[0], !!question.exact).test(comparable(said, !!question.exact));
      if (fits && (!best || accepted[1] > best[1])) best = accepted;
    }
    return best ? { share: best[1], feedback: [best[2]] } : { share: 0, feedback: [] };
  },
  number(question, [said = ""]) {
    let best: Judgement = { share: 0, feedback: [] };
    for (const value of readings(said)) {
      for (const [low, high, worth, feedback] of question.ranges!) {
        const inside = value >= low - 1e-9 && value <= high + 1e-9;
        if (inside && worth > best.share!) best = { share: worth, feedback: [feedback] };
      }
    }
    return best;
  },
  match(question, response) {
    const items = question.items!;
    const hits = items.filter(([id]) => response.indexOf(`${id}.${question.pairs![id]}`) >= 0);
    return { share: items.length ? hits.length / items.length : 1, feedback: [] };
  },
  order(question, response) {
    const inOrder = question.items!.every(([id], place) => response[place] === id);
    return { share: share(inOrder), feedback: [] };
  },
  essay: () => ({ share: null, feedback: [] }),
};

function share(right: boolean): number {
  return right ? 1 : 0;
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** A text to compare: without regard to spaces and, unless `exact`, to capitals and to which of
 * two vowels bears the tone (`hoà`, `hòa`), which Vietnamese writes in both ways. */
export function comparable(text: string, exact: boolean): string {
  const plain = text.normalize("NFC").replace(/\s+/g, " ").trim();
  if (exact) return plain;
  const moved = (word: string): string =>
    word.replace(TONES, "") + (word.match(TONES) || []).join("");
  return plain.toLowerCase().normalize("NFD").split(" ").map(moved).join(" ").normalize("NFC");
}

/** An accepted text as a pattern: `*` stands for any characters. */
function pattern(accepted: string, exact: boolean): RegExp {
  const parts = accepted.split("*").map((part) => comparable(` ${part} `, exact));
  const safe = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${safe.join("[^]*")}$`);
}

/** The numbers that a text may mean: `1.000` is one or, to others, a thousand. */
export function readings(text: string): number[] {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(/^\u2212/, "-");
  const signs = plain.match(/[.,]/g) || [];
  const numbers: string[] = [];
  const thousands = /^[+-]?\d{1,3}([.,]\d{3})+$/.test(plain);
  if (signs.length <= 1) numbers.push(plain.replace(",", "."));
  if (signs.length && thousands && signs.every((sign) => sign === signs[0])) {
    numbers.push(plain.replace(/[.,]/g, ""));
  }
  const last = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
  if (signs.length > 1 && signs[0] !== plain.charAt(last)) {
    numbers.push(`${plain.slice(0, last).replace(/[.,]/g, "")}.${plain.slice(last + 1)}`);
  }
  return numbers.filter((one) => /^[+-]?(\d+\.?\d*|\.\d+)$/.test(one)).map(Number);
}
