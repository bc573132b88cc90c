/**
 * Elementary functions in f64 whose bits are the same in every engine: only + - * / and bit operations, each rounded
 * once as IEEE 754 says. `Math.exp` and its like may differ in the last place between engines, which is enough to
 * make two trainings of one spec part ways.
 *
 * Algorithms and coefficients: fdlibm 5.3 (Sun Microsystems, 1993; freely distributable), in the branch-free shapes
 * of musl. Errors stay below about 1 ulp (2 ulp for sinPi and cosPi).
 */

const float = new Float64Array(1);
const bits = new Int32Array(float.buffer);
/** The word of `bits` with the sign and exponent of `float[0]`: every engine of the web is little-endian. */
const high = 1;
const low = 0;

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;
const pi = 3.141592653589793;

/** 2^k for integer k in [-1022, 1023]. */
function powerOfTwo(k: number): number {
  bits[high] = (k + 1023) << 20;
  bits[low] = 0;
  return float[0]!;
}

/**
 * Natural logarithm. x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); ln(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)),
 * s = f / (2 + f), R a minimax polynomial of degree 14 in s.
 *
 * @returns -Infinity at 0, NaN below 0.
 */
export function ln(x: number): number {
  let exponent = 0;
  if (!(x >= 2.2250738585072014e-308 && x < Infinity)) {
    if (x === 0) return -Infinity;
    if (!(x > 0) || x === Infinity) return x < 0 ? NaN : x;
    x *= 18014398509481984; // 2^54 makes a subnormal normal
    exponent = -54;
  }
  float[0] = x;
  const shifted = bits[high]! + (0x3ff00000 - 0x3fe6a09e);
  exponent += (shifted >> 20) - 0x3ff;
  bits[high] = (shifted & 0xfffff) + 0x3fe6a09e;
  return lnOfParts(float[0], exponent);
}

/** ln(2^exponent part) for part in [sqrt(1/2), sqrt(2)). */
function lnOfParts(part: number, exponent: number): number {
  const f = part - 1;
  const halfSquare = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  return s * (halfSquare + (odd + even)) + exponent * ln2Low - halfSquare + f + exponent * ln2High;
}

/** 2^-e for e = 0 ... 33. */
const inversePowers = Float64Array.from({ length: 34 }, (_, e) => 2 ** -e);
/** Where `ln` goes over to the next power of two: sqrt(2) in its first 20 bits. */
const upperPart = 1 + 0x6a09e * 2 ** -20;

/** ln((word + 1/2) / 2^32) for a uint32, with the bits of `ln`: the logarithm of a random number, in half the time. */
export function lnOfWord(word: number): number {
  // 2 word + 1 lies in [2^e, 2^(e + 1)).
  const e = 32 - Math.clz32(word);
  const part = (2 * word + 1) * inversePowers[e]!;
  return part >= upperPart ? lnOfParts(0.5 * part, e - 32) : lnOfParts(part, e - 33);
}

/** e^x. x = k ln 2 + r with |r| <= ln(2)/2; e^r from a rational of a degree-10 minimax polynomial; then scaled by 2^k. */
export function exp(x: number): number {
  if (!(x <= 709.782712893384)) return x > 0 ? Infinity : NaN;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(x * 1.442695040888963387 + 0.5);
  const upper = x - k * ln2High;
  const lower = k * ln2Low;
  const r = upper - lower;
  const z = r * r;
  const c =
    r -
    z *
      (1.66666666666666019037e-1 +
        z *
          (-2.77777777770155933842e-3 +
            z * (6.61375632143793436117e-5 + z * (-1.6533902205465251539e-6 + z * 4.13813679705723846039e-8))));
  const y = 1 + ((r * c) / (2 - c) - lower + upper);
  // 2^1024 is not a number and 2^-1023 is subnormal: take the ends in two exact steps.
  if (k > 1023) return y * 2 * powerOfTwo(1023);
  if (k < -1022) return y * powerOfTwo(k + 54) * 5.551115123125783e-17;
  return y * powerOfTwo(k);
}

/** sin(x + tail) for |x| <= pi/4: an odd minimax polynomial of degree 13. `tail` is the rounding error of x. */
export function sinKernel(x: number, tail: number): number {
  const z = x * x;
  const w = z * z;
  const r =
    8.33333333332248946124e-3 +
    z * (-1.98412698298579493134e-4 + z * 2.75573137070700676789e-6) +
    z * w * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10);
  const v = z * x;
  return x - (z * (0.5 * tail - v * r) - tail - v * -1.66666666666666324348e-1);
}

/** cos(x + tail) for |x| <= pi/4: an even minimax polynomial of degree 14. */
export function cosKernel(x: number, tail: number): number {
  const z = x * x;
  const w = z * z;
  const r =
    z * (4.16666666666666019037e-2 + z * (-1.38888888888741095749e-3 + z * 2.48015872894767294178e-5)) +
    w * w * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11));
  const half = 0.5 * z;
  const top = 1 - half;
  return top + (1 - top - half + (z * r - x * tail));
}

/** The largest |x| that sin and cos take, 2^19 pi/2: up to there n * word below is exact. */
const largestAngle = 823549;

/**
 * sin(x + turn pi/2), the common part of sin and cos: x = n pi/2 + y, with pi/2 as two words of 33 bits and a tail
 * (Cody and Waite), so that the products of n with the words are exact.
 */
function sinQuarters(x: number, turn: number): number {
  if (!(Math.abs(x) <= largestAngle)) {
    if (Number.isNaN(x)) return NaN;
    throw new RangeError(`sin and cos take angles up to ${largestAngle}, not ${x}`);
  }
  const n = Math.floor(x * 6.36619772367581382433e-1 + 0.5);
  const first = x - n * 1.57079632673412561417;
  const second = n * 6.0771005063039659766e-11;
  const rest = first - second;
  const tail = n * 2.02226624879595063154e-21 - (first - rest - second);
  const y = rest - tail;
  return quarter(n + turn, y, rest - y - tail);
}

/** sin(n pi/2 + y + tail). */
function quarter(n: number, y: number, tail: number): number {
  const q = n - 4 * Math.floor(n / 4);
  // Both each time: V8 puts the result of a call that it does not inline, as of one that is rarely made, on the heap.
  const s = sinKernel(y, tail);
  const c = cosKernel(y, tail);
  const value = q === 1 || q === 3 ? c : s;
  return q >= 2 ? -value : value;
}

/** Sine of an angle in radians, |x| <= 823549. @throws RangeError beyond. */
export function sin(x: number): number {
  return sinQuarters(x, 0);
}

/** Cosine of an angle in radians, |x| <= 823549. @throws RangeError beyond. */
export function cos(x: number): number {
  return sinQuarters(x, 1);
}

/** sin(pi x); exact at multiples of 1/2. */
export function sinPi(x: number): number {
  const n = Math.floor(2 * x + 0.5);
  return quarter(n, (x - n / 2) * pi, 0);
}

/** cos(pi x); exact at multiples of 1/2. */
export function cosPi(x: number): number {
  const n = Math.floor(2 * x + 0.5);
  return quarter(n + 1, (x - n / 2) * pi, 0);
}
