// exp and what is made of it, for four single-precision numbers at once, from nothing but IEEE 754 additions,
// multiplications and divisions: the same bits on every processor. Largest errors that
// ../micro-operations.test.ts finds, in units in the last place: exp 0.94, expm1 1.41, elu 0.72, tanh 1.08, sigmoid 1.48.
// Polynomials are those of Cephes (expf.c, tanhf.c).

/** x within [low, high]; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function within(x: v128, low: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, low), high);
}

/** Numbers around this one count by one: a sum with it is rounded to a whole number, which its last bits hold. */
const anchor: f32 = 12582912;
const anchorBits = 0x4b400000;

/** The whole number n next to `x / ln 2`, as `anchor + n`. */
// @ts-ignore: decorator
@inline
function octaves(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504088896341)), f32x4.splat(anchor));
}

/** `2^n` for `anchor + n`, n from -126 to 127. */
// @ts-ignore: decorator
@inline
function powerOfTwo(anchored: v128): v128 {
  return i32x4.shl(i32x4.add(anchored, i32x4.splat(127)), 23);
}

/** `x * 2^n` for `anchor + n`, n from -252 to 254; rounds once. */
// @ts-ignore: decorator
@inline
function scale(x: v128, anchored: v128): v128 {
  // Two factors: the power of two alone may be no number.
  const exponent = i32x4.sub(anchored, i32x4.splat(anchorBits - 254));
  const half = i32x4.shr_u(exponent, 1);
  return f32x4.mul(f32x4.mul(x, i32x4.shl(half, 23)), i32x4.shl(i32x4.sub(exponent, half), 23));
}

/** `x - n ln 2` for `anchor + n`: the first part of ln 2 has few enough bits for an exact product. */
// @ts-ignore: decorator
@inline
function remainder(x: v128, anchored: v128): v128 {
  const n = f32x4.sub(anchored, f32x4.splat(anchor));
  const rest = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  return f32x4.add(rest, f32x4.mul(n, f32x4.splat(2.12194440e-4)));
}

/** `exp(r) - 1 - r` for |r| <= ln 2 / 2. */
// @ts-ignore: decorator
@inline
function tail(r: v128): v128 {
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  return f32x4.mul(f32x4.mul(r, r), p);
}

/** `exp(r)` for |r| <= ln 2 / 2. */
// @ts-ignore: decorator
@inline
function expNear(r: v128): v128 {
  return f32x4.add(f32x4.add(tail(r), r), f32x4.splat(1));
}

// @ts-ignore: decorator
@inline
export function exp(v: v128): v128 {
  // Beyond these bounds are 0 and infinity.
  const x = within(v, f32x4.splat(-104), f32x4.splat(89));
  const n = octaves(x);
  return scale(expNear(remainder(x, n)), n);
}

/** For x from -80 to 80, where every result is a normal number. */
// @ts-ignore: decorator
@inline
function expOfModerate(x: v128): v128 {
  const n = octaves(x);
  return f32x4.mul(expNear(remainder(x, n)), powerOfTwo(n));
}

/** `2^n (exp(r) - 1 + (1 - 2^-n))` is `exp(x) - 1`; this is the part in brackets. */
// @ts-ignore: decorator
@inline
function expm1Part(r: v128, inverse: v128): v128 {
  return f32x4.add(f32x4.add(tail(r), r), f32x4.sub(f32x4.splat(1), inverse));
}

/** `2^-n` for `anchor + n`. */
// @ts-ignore: decorator
@inline
function inversePower(anchored: v128): v128 {
  return i32x4.shl(i32x4.sub(i32x4.splat(anchorBits + 127), anchored), 23);
}

/** Below this `exp(x) - 1` is -1. */
const least: f32 = -30;

// @ts-ignore: decorator
@inline
export function expm1(v: v128): v128 {
  const x = within(v, f32x4.splat(least), f32x4.splat(89));
  const n = octaves(x);
  // A large n has an inverse of no weight.
  const inverse = inversePower(i32x4.min_s(n, i32x4.splat(anchorBits + 126)));
  return scale(expm1Part(remainder(x, n), inverse), n);
}

// @ts-ignore: decorator
@inline
export function elu(v: v128): v128 {
  const x = f32x4.pmax(v, f32x4.splat(least));
  const n = octaves(x);
  const below = f32x4.mul(expm1Part(remainder(x, n), inversePower(n)), powerOfTwo(n));
  return v128.bitselect(below, v, f32x4.lt(v, f32x4.splat(0)));
}

/** A polynomial near zero, elsewhere `1 - 2 / (exp(2 |x|) + 1)` with the sign of x. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const a = f32x4.abs(x);
  const z = f32x4.mul(a, a);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, z), a), a);
  // From 10 on it is 1.
  const b = f32x4.pmin(a, f32x4.splat(10));
  const e = f32x4.add(expOfModerate(f32x4.add(b, b)), f32x4.splat(1));
  const far = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), e));
  return v128.or(v128.bitselect(near, far, f32x4.lt(a, f32x4.splat(0.625))), sign);
}

/**
 * With `e = exp(-|x|)` and `q = e / (1 + e)`: `1 - q` above zero, `e - e q` below. Nothing overflows, and small results keep
 * their bits.
 */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const q = f32x4.div(e, f32x4.add(e, f32x4.splat(1)));
  const whole = v128.bitselect(e, f32x4.splat(1), f32x4.lt(x, f32x4.splat(0)));
  return f32x4.sub(whole, f32x4.mul(whole, q));
}
