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
  captions: { language: string; cues: CueData[] }[];
  /** Where each begins, in seconds. */
  chapters: number[];
}

export interface LessonData {
  id: string;
  /** Names this lesson in every version of the course. */
  iri: string;
  /** Tells this lesson from every other in a learner's browser. */
  key: string;
  /** Changes when the pages change, so that old bits are not read as new pages. */
  shape: string;
  kind: "document" | "slides" | "video";
  title: string;
  /** Element id, title, and 1 when the page must be seen. */
  pages: [string, string, number][];
  /** Level, title, page from 0, element id. */
  contents: [number, string, number, string][];
  video?: VideoData;
}

export interface PackageData {
  standard: Standard;
  language: string;
  /** Lessons: id, title, launch page. */
  course: { id: string; iri: string; title: string; version: string; lessons: [string, string, string][] };
  strings: { [language: string]: Strings };
  lesson: LessonData;
}
