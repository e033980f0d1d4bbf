/** Answers as systems are told them: from a question or a decision and what was given. */

import { QuestionData, SceneData, WayData } from "../data";
import { Answer } from "./answers";
import { judge, readings } from "./grade";

/** When a question was answered: seconds it took, milliseconds since 1970. */
export interface Moment {
  latency: number;
  at: number;
}

const TYPES: { [kind in QuestionData["kind"]]: Answer["type"] } = {
  choice: "choice",
  true_false: "true-false",
  text: "fill-in",
  number: "numeric",
  match: "matching",
  order: "sequencing",
  essay: "long-fill-in",
};

/** Say what was answered to `question`; `id` names it where its own would not. */
export function answerTo(
  question: QuestionData,
  response: readonly string[],
  moment: Moment,
  id = question.id,
): Answer {
  const { share } = judge(question, response);
  return {
    id,
    type: TYPES[question.kind],
    response: question.kind === "number" ? numeric(question, response) : response,
    correct: rightOnes(question),
    right: share === null ? null : share >= 1,
    ...(share === null ? {} : { weight: question.points }),
    description: question.ask,
    ...items(question),
    ...moment,
  };
}

/** Say what was decided on the visit number `visit` of a scene of the situation `key`. */
export function decisionIn(
  key: string,
  scene: SceneData,
  visit: number,
  way: WayData,
  moment: Moment,
): Answer {
  const ways = scene.ways!;
  const most = Math.max(...ways.map((one) => one[2]));
  const best = ways.filter((one) => one[2] === most);
  const scored = most > 0;
  return {
    id: `th_${scene.id}_${visit}`,
    type: "choice",
    response: [way[0]],
    correct: scored ? best.map((one) => [one[0]]) : [],
    right: scored ? way[2] >= most : null,
    ...(scored ? { share: Math.max(0, way[2]) / most, weight: most } : {}),
    description: scene.ask || scene.title,
    items: ways.map(([id, text]): [string, string] => [id, text]),
    part: ["situation", key],
    ...moment,
  };
}

/** A number as systems want it: the reading that counts, with a point. */
function numeric(question: QuestionData, [said = ""]: readonly string[]): string[] {
  const values = readings(said);
  const worth = (value: number): number => judge(question, [String(value)]).share!;
  const [best] = values.sort((one, other) => worth(other) - worth(one));
  return [best === undefined ? "0" : decimal(best)];
}

/** At most seven decimals, never with an exponent. */
function decimal(value: number): string {
  return String(Number(value.toFixed(7)));
}

function rightOnes(question: QuestionData): string[][] {
  switch (question.kind) {
    case "choice":
      return [question.choices!.filter((one) => one[2]).map(([id]) => id)];
    case "true_false":
      return [[String(question.answer)]];
    case "text":
      return question.accepted!.filter(([text, share]) => share >= 1 && text.indexOf("*") < 0).map(([text]) => [text]);
    case "number":
      return question.ranges!.filter((one) => one[2] >= 1).map(([low, high]) => [decimal(low), decimal(high)]);
    case "match":
      return [question.items!.map(([id]) => `${id}.${question.pairs![id]}`)];
    case "order":
      return [question.items!.map(([id]) => id)];
    case "essay":
      return [];
  }
}

function items(question: QuestionData): Pick<Answer, "items" | "targets"> {
  const { choices, items: own, answers } = question;
  if (choices) return { items: choices.map(([id, text]): [string, string] => [id, text]) };
  if (!own) return {};
  return answers ? { items: own, targets: answers } : { items: own };
}
