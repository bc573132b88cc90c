/**
 * Philox4x32-10: a counter-based generator. A 128-bit counter and a 64-bit key give four independent 32-bit words,
 * so any draw can be made alone, in any order, without state.
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011; the constants and the
 * known-answer vectors are those of the authors' Random123 library.
 */

type Words = Uint32Array | readonly number[];

/** The halves of the two multipliers 0xD2511F53 and 0xCD9E8D57: JavaScript has no 32 x 32 -> 64 bit product. */
const m0 = 0xd2511f53 | 0;
const m0Low = 0x1f53;
const m0High = 0xd251;
const m1 = 0xcd9e8d57 | 0;
const m1Low = 0x8d57;
const m1High = 0xcd9e;
/** Weyl increments of the key: the golden ratio and sqrt(3) - 1. */
const w0 = 0x9e3779b9 | 0;
const w1 = 0xbb67ae85 | 0;

/**
 * Fills `out` with the words of consecutive blocks: counters `(firstBlock, c1, c2, c3)`, `(firstBlock + 1, c1, c2, c3)`, ...
 *
 * @param out length a multiple of 4; word j of block b is `out[4 * b + j]`.
 * @param blocks How many, as many as fit unless told.
 * @throws RangeError when the length is not a multiple of 4.
 */
export function fillPhilox(
  out: Uint32Array,
  key0: number,
  key1: number,
  firstBlock: number,
  c1: number,
  c2: number,
  c3: number,
  blocks = out.length / 4,
): void {
  if (out.length % 4 !== 0) throw new RangeError(`fillPhilox: the length ${out.length} is not a multiple of 4`);
  for (let at = 0, block = firstBlock | 0; at < 4 * blocks; at += 4, block = (block + 1) | 0) {
    let x0 = block;
    let x1 = c1 | 0;
    let x2 = c2 | 0;
    let x3 = c3 | 0;
    let k0 = key0 | 0;
    let k1 = key1 | 0;
    for (let round = 0; round < 10; round++) {
      // The high words of m0 * x0 and m1 * x2 from 16-bit halves; no partial sum passes 2^32 - 1.
      const a = x0 & 0xffff;
      const b = x0 >>> 16;
      const t = (Math.imul(m0High, a) + (Math.imul(m0Low, a) >>> 16)) >>> 0;
      const u = (Math.imul(m0Low, b) + (t & 0xffff)) >>> 0;
      const high0 = (Math.imul(m0High, b) + (t >>> 16) + (u >>> 16)) | 0;
      const c = x2 & 0xffff;
      const d = x2 >>> 16;
      const v = (Math.imul(m1High, c) + (Math.imul(m1Low, c) >>> 16)) >>> 0;
      const w = (Math.imul(m1Low, d) + (v & 0xffff)) >>> 0;
      const high1 = (Math.imul(m1High, d) + (v >>> 16) + (w >>> 16)) | 0;
      const low0 = Math.imul(m0, x0);
      const low1 = Math.imul(m1, x2);
      x0 = high1 ^ x1 ^ k0;
      x1 = low1;
      x2 = high0 ^ x3 ^ k1;
      x3 = low0;
      k0 = (k0 + w0) | 0;
      k1 = (k1 + w1) | 0;
    }
    out[at] = x0;
    out[at + 1] = x1;
    out[at + 2] = x2;
    out[at + 3] = x3;
  }
}

/**
 * One block of Philox4x32-10.
 *
 * @param counter four 32-bit words, least significant first. @param key two 32-bit words.
 * @returns four 32-bit words.
 */
export function philox4x32(counter: Words, key: Words): Uint32Array {
  const out = new Uint32Array(4);
  const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = counter;
  const [k0 = 0, k1 = 0] = key;
  fillPhilox(out, k0, k1, c0, c1, c2, c3);
  return out;
}
