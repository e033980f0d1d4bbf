/** Answers to questions, in the words of each version of SCORM. */

export interface Answer {
  id: string;
  type:
    | "choice"
    | "true-false"
    | "fill-in"
    | "long-fill-in"
    | "matching"
    | "sequencing"
    | "numeric";
  /** Tokens chosen (`a`, `c`), pairs (`1.a`), an order, or one text or number. */
  response: readonly string[];
  /** Each right response; the lowest and the highest number for a numeric one. */
  correct: readonly (readonly string[])[];
  /** Null where nobody scores it here. */
  right: boolean | null;
  /** Share of the points, 0 to 1, where it is told instead of right or wrong. */
  share?: number;
  /** Points that it may bring. */
  weight?: number;
  /** The question in plain text. */
  description: string;
  /** Tokens and what they stand for: what to choose, match or put in order, and match with. */
  items?: readonly [string, string][];
  targets?: readonly [string, string][];
  /** The part of the lesson that it belongs to, empty for the lesson itself. */
  part?: readonly string[];
  /** Seconds from question to answer. */
  latency: number;
  /** Milliseconds since 1970. */
  at: number;
  /** Names the statement of it: told again, it is the same one. */
  statement?: string;
}

type Type = Answer["type"];

const LONGEST_12 = 255;
/** Of a short and a long text: what a system must keep at least. */
const SHORT_2004 = 250;
const LONG_2004 = 4000;

/** SCORM 1.2 CMIVocabulary (Interaction): a long text is a text. */
export function type12(type: Type): string {
  return type === "long-fill-in" ? "fill-in" : type;
}

/** SCORM 1.2 CMIFeedback: tokens of one character joined by commas, at most 255 characters. */
export function response12(type: Type, tokens: readonly string[]): string {
  if (type === "true-false") return tokens[0] === "true" || tokens[0] === "t" ? "t" : "f";
  return clean(tokens.join(",")).slice(0, LONGEST_12);
}

/** Right responses in SCORM 1.2, which knows no range of numbers. */
export function correct12({ type, correct }: Answer): string[] {
  const numbers = ([low, high]: readonly string[]): boolean => type !== "numeric" || low === high;
  return correct.filter(numbers).map((one) => response12(type, type === "numeric" ? one.slice(1) : one));
}

/** SCORM 2004: `[,]` between tokens, `[.]` inside a pair, `[:]` between the ends of a range. */
export function response2004(type: Type, tokens: readonly string[]): string {
  if (type === "true-false") return tokens[0] === "true" || tokens[0] === "t" ? "true" : "false";
  if (type === "fill-in") return describe(tokens.join("[,]"));
  if (type === "long-fill-in") return tokens.join(" ").normalize("NFC").trim().slice(0, LONG_2004);
  const pair = (token: string): string => token.replace(".", "[.]");
  return clean((type === "matching" ? tokens.map(pair) : tokens).join("[,]"));
}

export function correct2004({ type, correct }: Answer): string[] {
  return correct.map((one) => (type === "numeric" ? one.join("[:]") : response2004(type, one)));
}

/** What a system is told of the worth of an answer; `wrong` is its word for a wrong one. */
export function verdict({ right, share }: Answer, wrong: string): string {
  if (share !== undefined) return String(Math.round(share * 1e4) / 1e4);
  return right === null ? "neutral" : right ? "correct" : wrong;
}

/** SCORM 2004 localized_string_type(250), plain. */
export function describe(text: string): string {
  return clean(text).slice(0, SHORT_2004);
}

function clean(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}
