/** Text as the few ASCII signs that every system keeps: a Vietnamese letter takes three. */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PLAIN = /^[A-Za-z0-9 ,.?()/+-]$/;
/** What Vietnamese needs lies below, and in the block from here, which is moved down to it. */
const BLOCK = 0x1e00;
const MOVED = 0x0e00;
const SIZE = 0x100;

export function packText(text: string): string {
  let packed = "";
  for (let i = 0; i < text.length; i++) packed += packUnit(text.charAt(i), text.charCodeAt(i));
  return packed;
}

function packUnit(sign: string, code: number): string {
  if (PLAIN.test(sign)) return sign;
  const near = code >= BLOCK && code < BLOCK + SIZE ? code - BLOCK + MOVED : code;
  const taken = code >= MOVED && code < MOVED + SIZE;
  if (near < 4096 && !taken) return `~${digit(near >> 6)}${digit(near)}`;
  return `!${digit(code >> 12)}${digit(code >> 6)}${digit(code)}`;
}

export function unpackText(packed: string): string {
  return packed.replace(/~(..)|!(...)/g, (_whole, near?: string, far?: string) => {
    const code = number(near || far!);
    const moved = near && code >= MOVED && code < MOVED + SIZE;
    return String.fromCharCode(moved ? code - MOVED + BLOCK : code);
  });
}

/** A share from 0 to 1 in two signs. */
export function packShare(share: number): string {
  const value = Math.round(Math.min(1, Math.max(0, share)) * 4000);
  return digit(value >> 6) + digit(value);
}

export function unpackShare(packed: string): number {
  return Math.min(1, number(packed) / 4000);
}

function digit(value: number): string {
  return DIGITS.charAt(value & 63);
}

function number(digits: string): number {
  let value = 0;
  for (let i = 0; i < digits.length; i++) value = value * 64 + Math.max(0, DIGITS.indexOf(digits.charAt(i)));
  return value;
}
