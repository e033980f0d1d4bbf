/** The player's words, from the package's data: the one catalogue stays in the packager. */

import { PackageData, Strings } from "./data";

export type Words = (name: string, values?: { [name: string]: string | number }) => string;

/** The learner's language if the catalogue has it, else the course's, else the first. */
export function chooseLanguage(data: PackageData, wanted: string): string {
  const known = Object.keys(data.strings);
  const short = (language: string): string => language.slice(0, 2).toLowerCase();
  const has = (language: string): boolean => known.indexOf(short(language)) >= 0;
  for (const language of [wanted, data.language, "vi"]) if (has(language)) return short(language);
  return known[0] || "vi";
}

export function wordsOf(strings: Strings): Words {
  return (name, values = {}) =>
    (strings[name] || name).replace(/\{(\w+)\}/g, (whole, key: string) =>
      key in values ? String(values[key]) : whole,
    );
}

/** `1:05` or `1:02:03`. */
export function clockText(seconds: number): string {
  const all = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(all / 60);
  const rest = two(all % 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}
