// exp and what is made of it, for four single-precision numbers at once, from nothing but IEEE 754 additions,
// multiplications and divisions: the same bits on every processor. Errors in units in the last place are those that
// ../elementwise.test.ts measures. Polynomials are those of Cephes (expf.c, tanhf.c).

/** `x * 2^n` for whole n from -252 to 254; rounds once. */
// @ts-ignore: decorator
@inline
function scale(x: v128, n: v128): v128 {
  const half = i32x4.shr_s(n, 1);
  return f32x4.mul(f32x4.mul(x, powerOfTwo(half)), powerOfTwo(i32x4.sub(n, half)));
}

/** `2^n` for whole n from -126 to 127. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** x within [low, high]; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function within(x: v128, low: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, low), high);
}

/** The whole number next to `x / ln 2`. */
// @ts-ignore: decorator
@inline
function octaves(x: v128): v128 {
  return f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
}

/** `x - n ln 2`: the first part of ln 2 has few enough bits for an exact product. */
// @ts-ignore: decorator
@inline
function remainder(x: v128, n: v128): v128 {
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

// @ts-ignore: decorator
@inline
export function exp(v: v128): v128 {
  // Beyond these bounds are 0 and infinity.
  const x = within(v, f32x4.splat(-104), f32x4.splat(89));
  const n = octaves(x);
  const r = remainder(x, n);
  const y = f32x4.add(f32x4.add(tail(r), r), f32x4.splat(1));
  return scale(y, i32x4.trunc_sat_f32x4_s(n));
}

// @ts-ignore: decorator
@inline
export function expm1(v: v128): v128 {
  // Below, it is -1 already.
  const x = within(v, f32x4.splat(-30), f32x4.splat(89));
  const n = octaves(x);
  const r = remainder(x, n);
  const whole = i32x4.trunc_sat_f32x4_s(n);
  // 2^n (exp(r) - 1 + (1 - 2^-n)); the last power is of no weight where it is not exact.
  const inverse = powerOfTwo(i32x4.neg(i32x4.min_s(whole, i32x4.splat(126))));
  const y = f32x4.add(f32x4.add(tail(r), r), f32x4.sub(f32x4.splat(1), inverse));
  return scale(y, whole);
}

// @ts-ignore: decorator
@inline
export function elu(x: v128): v128 {
  return v128.bitselect(x, expm1(x), f32x4.ge(x, f32x4.splat(0)));
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
  const e = f32x4.add(exp(f32x4.add(a, a)), f32x4.splat(1));
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
