/** Sets of small numbers as text: six to a character, so that much fits in `suspend_data`. */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

export function encodeBits(bits: readonly boolean[]): string {
  let text = "";
  for (let start = 0; start < bits.length; start += 6) {
    let value = 0;
    for (let i = 0; i < 6; i++) value |= bits[start + i] ? 1 << i : 0;
    text += DIGITS[value];
  }
  // By hand: a pattern would look at each run of the sign again and again.
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === "A") end--;
  return text.slice(0, end);
}

export function decodeBits(text: string, size: number): boolean[] {
  const bits: boolean[] = [];
  for (let i = 0; i < size; i++) {
    const value = DIGITS.indexOf(text.charAt(Math.floor(i / 6)) || "A");
    bits.push(value > 0 && (value & (1 << i % 6)) !== 0);
  }
  return bits;
}
