/**
 * Random streams without state. A draw is named by (seed, stream name, step, element): the key of Philox4x32-10 is
 * (seed, hash of the name) and its counter (element / 4, 0, step low, step high). Element i therefore never depends on
 * how many are drawn, and a resumed run needs no generator state.
 */

import { cosKernel, lnOfWord, sinKernel } from './elementary.ts';
import { fillPhilox } from './philox.ts';

/** Words made at a time, a multiple of 4: 32 KiB stay in a first-level cache. */
const chunk = 8192;
const words = new Uint32Array(chunk);
/** Elements of one draw: 2^32 blocks of four words. */
const largestElement = 2 ** 34;

/** Of the names hashed so far: a run draws from a few streams, again and again. */
const hashes = new Map<string, number>();

/** FNV-1a (Fowler, Noll, Vo), 32 bits, of the name's UTF-8 bytes. */
export function hashName(name: string): number {
  const known = hashes.get(name);
  if (known !== undefined) return known;
  let hash = 0x811c9dc5 | 0;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  hashes.set(name, hash >>> 0);
  return hash >>> 0;
}

function check(seed: number, step: number, count: number, start: number): void {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) throw new RangeError(`seed ${seed} is not a uint32`);
  if (!Number.isSafeInteger(step) || step < 0) throw new RangeError(`step ${step} is not a whole number`);
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`count ${count} is not a whole number`);
  if (!Number.isInteger(start) || start < 0 || start + count > largestElement) {
    throw new RangeError(`elements ${start} to ${start + count} are not within 0 to ${largestElement}`);
  }
}

/** Makes the words of elements `from` (a multiple of 4) to `end`, a chunk at most. @returns how many of them. */
function makeWords(seed: number, name: number, step: number, from: number, end: number): number {
  const count = Math.min(chunk, end - from);
  fillPhilox(words, seed, name, from / 4, 0, step % 4294967296, Math.floor(step / 4294967296), Math.ceil(count / 4));
  return count;
}

/**
 * Uniform numbers in [0, 1): multiples of 2^-24, each exact in f32.
 *
 * @param seed uint32. @param step whole number up to 2^53. @param start index of the first element returned.
 * @param into Room for the elements, `count` of them.
 * @throws RangeError for a seed, step or range outside those.
 */
export function uniform(
  seed: number,
  stream: string,
  step: number,
  count: number,
  start = 0,
  into: Float32Array = new Float32Array(count),
): Float32Array {
  check(seed, step, count, start);
  const name = hashName(stream);
  const end = start + count;
  for (let offset = start - (start % 4); offset < end; offset += chunk) {
    const size = makeWords(seed, name, step, offset, end);
    for (let j = Math.max(0, start - offset); j < size; j++) into[offset - start + j] = (words[j]! >>> 8) * 2 ** -24;
  }
  return into;
}

/**
 * Standard normal numbers by Box and Muller (1958), in f64, rounded to f32. Words (a, b) give elements 2k and 2k + 1:
 * sqrt(-2 ln((a + 1/2) / 2^32)) times cos and sin of 2 pi b / 2^32. The largest possible magnitude is 6.77.
 *
 * @param seed uint32. @param step whole number up to 2^53. @param start index of the first element returned.
 * @param into Room for the elements, `count` of them.
 * @throws RangeError for a seed, step or range outside those.
 */
export function normal(
  seed: number,
  stream: string,
  step: number,
  count: number,
  start = 0,
  into: Float32Array = new Float32Array(count),
): Float32Array {
  check(seed, step, count, start);
  const name = hashName(stream);
  const end = start + count;
  for (let offset = start - (start % 4); offset < end; offset += chunk) {
    const size = makeWords(seed, name, step, offset, end);
    const first = Math.max(0, start - offset);
    for (let j = first - (first % 2), at = offset - start + j; j < size; j += 2, at += 2) {
      const radius = Math.sqrt(-2 * lnOfWord(words[j]!));
      const b = words[j + 1]!;
      // b / 2^32 of a turn is `quadrant` quarter turns and a signed rest of at most an eighth.
      const quadrant = ((b + 0x20000000) | 0) >>> 30;
      const angle = ((b << 2) >> 2) * 1.4629180792671596e-9;
      const s = sinKernel(angle, 0);
      const c = cosKernel(angle, 0);
      const swap = (quadrant & 1) === 1;
      const cosine = swap ? s : c;
      const sine = swap ? c : s;
      // Stores before the start or past the end of a typed array do nothing.
      if (at >= 0) into[at] = radius * (quadrant === 1 || quadrant === 2 ? -cosine : cosine);
      into[at + 1] = radius * (quadrant >= 2 ? -sine : sine);
    }
  }
  return into;
}

/**
 * A uniformly random permutation of 0 ... n - 1: Fisher and Yates with rejection, so without modulo bias.
 *
 * @param seed uint32. @param step whole number up to 2^53. @param n at most 2^32 - 1.
 * @throws RangeError for arguments outside those.
 */
export function permutation(seed: number, stream: string, step: number, n: number): Uint32Array {
  check(seed, step, n, 0);
  const out = new Uint32Array(n);
  for (let i = 0; i < n; i++) out[i] = i;
  const name = hashName(stream);
  const wanted = Math.ceil(n / 4) * 4;
  let made = 0;
  let size = 0;
  let next = 0;
  for (let range = n; range > 1; range--) {
    // Words at or above the largest multiple of `range` are drawn again.
    const limit = 4294967296 - (4294967296 % range);
    let word: number;
    do {
      if (next === size) {
        size = makeWords(seed, name, step, made, made + wanted);
        made += size;
        next = 0;
      }
      word = words[next++]!;
    } while (word >= limit);
    const other = word % range;
    const last = out[range - 1]!;
    out[range - 1] = out[other]!;
    out[other] = last;
  }
  return out;
}

/** Room for the sums of `categorical`. */
let cumulative = new Float64Array(32);

/**
 * Draws of a categorical variable: the inverse of its cumulative distribution at a uniform of 32 bits. A category of
 * probability 0 never appears.
 *
 * @param probabilities non-negative weights with a positive finite sum; they need not sum to 1.
 * @param start index of the first element returned.
 * @param into Room for the elements, `count` of them.
 * @throws RangeError for other weights, or a seed, step or range outside those of `uniform`.
 */
export function categorical(
  seed: number,
  stream: string,
  step: number,
  count: number,
  probabilities: ArrayLike<number>,
  start = 0,
  into: Int32Array = new Int32Array(count),
): Int32Array {
  check(seed, step, count, start);
  const total = accumulate(probabilities);
  const name = hashName(stream);
  const end = start + count;
  for (let offset = start - (start % 4); offset < end; offset += chunk) {
    const size = makeWords(seed, name, step, offset, end);
    for (let j = Math.max(0, start - offset); j < size; j++) {
      const target = words[j]! * 2 ** -32 * total;
      let first = 0;
      let last = probabilities.length - 1;
      while (first < last) {
        const middle = (first + last) >> 1;
        if (target < cumulative[middle]!) last = middle;
        else first = middle + 1;
      }
      into[offset - start + j] = first;
    }
  }
  return into;
}

/** Fills `cumulative` with the sums of the first weights. @returns the sum of all. */
function accumulate(weights: ArrayLike<number>): number {
  if (cumulative.length < weights.length) cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let k = 0; k < weights.length; k++) {
    const weight = weights[k]!;
    if (!(weight >= 0)) throw new RangeError(`categorical: weight ${k} is ${weight}`);
    total += weight;
    cumulative[k] = total;
  }
  if (!(total > 0 && total < Infinity)) throw new RangeError(`categorical: the weights sum to ${total}`);
  return total;
}
