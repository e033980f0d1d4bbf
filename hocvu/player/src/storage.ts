/** The browser's own storage, which may be off, full or forbidden: then nothing is kept. */

export function recallItem(key: string): string {
  try {
    return window.localStorage.getItem(key) || "";
  } catch (error) {
    return "";
  }
}

export function keepItem(key: string, value: string): boolean {
  try {
    window.localStorage.setItem(key, value);
    return true;
  } catch (error) {
    return false;
  }
}

export function dropItem(key: string): void {
  try {
    window.localStorage.removeItem(key);
  } catch (error) {
    // Nothing was kept.
  }
}

/** A short digest: learners' names stay out of a shared computer's storage. */
export function digest(text: string): string {
  let hash = 5381;
  let other = 52711;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    hash = (Math.imul(hash, 33) ^ code) >>> 0;
    other = (Math.imul(other, 31) + code) >>> 0;
  }
  return hash.toString(36) + other.toString(36);
}
