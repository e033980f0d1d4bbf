/** Answers to questions, in the words of each version of SCORM. */

export interface Answer {
  id: string;
  type: "choice" | "true-false" | "fill-in" | "matching" | "sequencing" | "numeric";
  /** Tokens chosen (`a`, `c`), pairs (`1.a`), an order, or one text or number. */
  response: readonly string[];
  correct: readonly string[];
  right: boolean;
  /** The question in plain text. */
  description: string;
  /** Seconds from question to answer. */
  latency: number;
  at: Date;
}

const LONGEST_12 = 255;
/** Of a short text: what a system must keep at least. */
const LONGEST_2004 = 250;

/** SCORM 1.2 CMIFeedback: tokens of one character joined by commas, at most 255 characters. */
export function response12(type: Answer["type"], tokens: readonly string[]): string {
  if (type === "true-false") return tokens[0] === "true" || tokens[0] === "t" ? "t" : "f";
  return clean(tokens.join(",")).slice(0, LONGEST_12);
}

/** SCORM 2004: `[,]` between tokens, `[.]` inside a pair, `[:]` between the ends of a range. */
export function response2004(type: Answer["type"], tokens: readonly string[]): string {
  if (type === "true-false") return tokens[0] === "true" || tokens[0] === "t" ? "true" : "false";
  if (type === "fill-in") return describe(tokens.join("[,]"));
  const pair = (token: string): string => token.replace(".", "[.]");
  return clean((type === "matching" ? tokens.map(pair) : tokens).join("[,]"));
}

/** SCORM 2004 localized_string_type(250), plain. */
export function describe(text: string): string {
  return clean(text).slice(0, LONGEST_2004);
}

function clean(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}
