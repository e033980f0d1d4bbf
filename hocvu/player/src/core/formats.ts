/** Values as the two versions of SCORM want them: always text. */

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function split(seconds: number): { hours: number; minutes: number; hundredths: number } {
  const all = Math.max(0, Math.round(seconds * 100));
  const minutes = Math.floor(all / 6000);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60, hundredths: all % 6000 };
}

/** SCORM 1.2 CMITimespan: `HHHH:MM:SS.SS`. */
export function timespan(seconds: number): string {
  const { hours, minutes, hundredths } = split(Math.min(seconds, 9999 * 3600));
  const rest = `${two(Math.floor(hundredths / 100))}.${two(hundredths % 100)}`;
  return `${String(hours).padStart(4, "0")}:${two(minutes)}:${rest}`;
}

/** SCORM 1.2 CMITime, the time of day: `HH:MM:SS`. */
export function timeOfDay(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** SCORM 2004 timeinterval(second,10,2): `PT1H2M3.45S`, never more than two decimals. */
export function duration(seconds: number): string {
  const { hours, minutes, hundredths } = split(seconds);
  const part = (value: number, unit: string): string => (value ? `${value}${unit}` : "");
  const clock = part(hours, "H") + part(minutes, "M") + part(hundredths / 100, "S");
  return `PT${clock || "0S"}`;
}

/** SCORM 2004 time(second,10,0): UTC with two decimals, the one form every system takes. */
export function timestamp(date: Date): string {
  const hundredths = Math.floor(date.getUTCMilliseconds() / 10);
  return `${date.toISOString().slice(0, 19)}.${two(hundredths)}Z`;
}

/** A share from 0 to 1 with at most four decimals. */
export function share(value: number): string {
  return String(Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4);
}

/** An identifier of letters, digits and `_`: what every system takes; its text stays apart. */
export function identifier(text: string): string {
  const plain = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const safe = plain.replace(/đ/g, "d").replace(/Đ/g, "D").replace(/[^A-Za-z0-9_]/g, "_");
  return /^[A-Za-z]/.test(safe) ? safe : `_${safe}`;
}
