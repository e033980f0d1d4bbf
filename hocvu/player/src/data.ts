/** The data that the package carries in `data.js` and the lesson's own script. */

export type Standard = "scorm12" | "scorm2004" | "cmi5" | "xapi" | "none";
export type Strings = { [name: string]: string };

/** A caption: start and end in seconds, text. */
export type CueData = [number, number, string];

export interface VideoData {
  duration: number;
  /** Share of the video, 0 to 1, that counts as watched. */
  watch: number;
  noSkip: boolean;
  captions: { language: string; cues: CueData[]; draft?: boolean }[];
  /** Where each begins, in seconds. */
  chapters: number[];
  /** Files, the lightest first: address, height in pixels, kilobits per second. */
  rungs?: [string, number, number][];
  /** The sound alone. */
  audio?: string;
  /** Small pictures: address, columns, width, height, seconds for each, bytes. */
  sprites?: [string, number, number, number, number, number];
}

/** Something to choose, match or put in order: id, plain text. */
export type ItemData = [string, string];

/** All texts but `ask` are HTML that the packager made. */
export interface QuestionData {
  id: string;
  kind: "choice" | "true_false" | "text" | "number" | "match" | "order" | "essay";
  /** The question in plain text. */
  ask: string;
  points: number;
  feedback: string;
  right: string;
  wrong: string;
  multiple?: boolean;
  partial?: boolean;
  shuffle?: boolean;
  /** Id, plain text, 1 when right, feedback. */
  choices?: [string, string, number, string][];
  answer?: boolean;
  exact?: boolean;
  /** Text, share, feedback. */
  accepted?: [string, number, string][];
  /** Lowest, highest, share, feedback. */
  ranges?: [number, number, number, string][];
  items?: ItemData[];
  answers?: ItemData[];
  pairs?: { [item: string]: string };
  model?: string;
}

export interface QuizData {
  /** Percent of all points. */
  pass: number;
  /** 0 for any number. */
  attempts: number;
  shuffle: boolean;
  /** 0 for all. */
  pick: number;
  reveal: "each" | "end" | "passed" | "never";
  questions: QuestionData[];
}

/** A way out of a decision: id, plain text, score, scene that follows, feedback. */
export type WayData = [string, string, number, number, string];

export interface SceneData {
  id: string;
  title: string;
  end: "passed" | "failed" | "score" | null;
  then: number | null;
  video?: VideoData;
  questions?: TimedData[];
  ask?: string;
  ways?: WayData[];
}

/** A question that halts a video at `at` seconds; `place` is its element's id. */
export interface TimedData {
  at: number;
  required: boolean;
  place: string;
  question: QuestionData;
}

export interface SituationData {
  key: string;
  start: number;
  /** Points of the best path. */
  best: number;
  /** Percent of `best`. */
  pass: number;
  scenes: SceneData[];
}

export interface LessonData {
  id: string;
  /** Names this lesson in every version of the course. */
  iri: string;
  /** Tells this lesson from every other in a learner's browser. */
  key: string;
  /** Changes when the pages change, so that old bits are not read as new pages. */
  shape: string;
  kind: "document" | "slides" | "video" | "quiz" | "situation";
  title: string;
  /** Element id, title, and 1 when the page must be seen. */
  pages: [string, string, number][];
  /** Level, title, page from 0, element id. */
  contents: [number, string, number, string][];
  video?: VideoData;
  quiz?: QuizData;
  situation?: SituationData;
}

/** A lesson of the course: id, title, launch page. */
export type LessonRow = [string, string, string];

/** In which order lessons open. */
export interface OrderData {
  /** Ids of the lessons that are done before a lesson, by its id. */
  before: { [id: string]: string[] };
  /** Keys of those lessons, by their ids. */
  keys: { [id: string]: string };
  /** Ids of those that are done only when they are passed. */
  scored: string[];
}

export interface PackageData {
  standard: Standard;
  language: string;
  course: { id: string; iri: string; title: string; version: string; lessons: LessonRow[]; order?: OrderData };
  strings: { [language: string]: Strings };
  lesson: LessonData;
}
