// Logarithms of four single-precision numbers at once. log is that of Cephes (logf.c). log1p works in double precision,
// where 1 + x loses nothing that single precision would show. Largest errors found, in units in the last place: log 0.72,
// log1p 0.51, softplus 1.41.
import { exp } from './math';

/** `log(m 2^e) + rest` for m within [sqrt(1/2), sqrt(2)) and a small rest. */
// @ts-ignore: decorator
@inline
function logOf(m: v128, e: v128, rest: v128): v128 {
  const f = f32x4.sub(m, f32x4.splat(1));
  const z = f32x4.mul(f, f);
  let p = f32x4.splat(7.0376836292e-2);
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-1.1514610310e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.1676998740e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-1.2420140846e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.4249322787e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-1.6668057665e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(2.0000714765e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-2.4999993993e-1));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(3.3333331174e-1));
  let y = f32x4.mul(f32x4.mul(f, z), p);
  y = f32x4.sub(y, f32x4.mul(e, f32x4.splat(2.12194440e-4)));
  y = f32x4.add(f32x4.sub(y, f32x4.mul(z, f32x4.splat(0.5))), rest);
  return f32x4.add(f32x4.add(f, y), f32x4.mul(e, f32x4.splat(0.693359375)));
}

/** -Infinity at zero, NaN below. */
// @ts-ignore: decorator
@inline
export function log(v: v128): v128 {
  // Denormal numbers are made normal first.
  const tiny = f32x4.lt(v, f32x4.splat(1.17549435e-38));
  const x = v128.bitselect(f32x4.mul(v, f32x4.splat(8388608)), v, tiny);
  // x = m 2^e with m within [sqrt(1/2), sqrt(2)).
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const whole = i32x4.sub(i32x4.shr_s(shifted, 23), v128.and(tiny, i32x4.splat(23)));
  const m = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const y = logOf(m, f32x4.convert_i32x4_s(whole), f32x4.splat(0));
  // Infinity and NaN stay; zero and what is below have their own values.
  const finite = f32x4.lt(v, f32x4.splat(Infinity));
  const known = v128.bitselect(y, v, finite);
  const real = v128.bitselect(f32x4.splat(NaN), known, f32x4.lt(v, f32x4.splat(0)));
  return v128.bitselect(f32x4.splat(-Infinity), real, f32x4.eq(v, f32x4.splat(0)));
}

/** `log(1 + x)` of two doubles above or equal to -1, to about 2^-30 of itself; Infinity and NaN stay. */
function logOfOneAnd(x: v128): v128 {
  const u = f64x2.add(x, f64x2.splat(1));
  const shifted = i64x2.sub(u, i64x2.splat(0x3fe6a09e667f3bcd));
  const whole = i64x2.shr_s(shifted, 52);
  const m = i64x2.add(v128.and(shifted, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3fe6a09e667f3bcd));
  // The numbers of one and a half 2^52 and above count by one, which makes a double of a small whole number.
  const anchor = f64x2.splat(6755399441055744);
  const e = f64x2.sub(i64x2.add(whole, anchor), anchor);
  const f = f64x2.sub(m, f64x2.splat(1));
  const s = f64x2.div(f, f64x2.add(f, f64x2.splat(2)));
  const z = f64x2.mul(s, s);
  // log(m) = 2 atanh(s), |s| < 0.172.
  let p = f64x2.splat(2.0 / 11);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 9));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 7));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 5));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 3));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0));
  const y = f64x2.add(f64x2.mul(s, p), f64x2.mul(e, f64x2.splat(0.6931471805599453)));
  // 1 + x forgets the end of a small x.
  const small = f64x2.lt(f64x2.abs(x), f64x2.splat(1e-6));
  const near = f64x2.sub(x, f64x2.mul(f64x2.mul(x, x), f64x2.splat(0.5)));
  const finite = v128.bitselect(near, y, small);
  return v128.bitselect(finite, x, f64x2.lt(x, f64x2.splat(Infinity)));
}

/** -Infinity at -1, NaN below. */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const y = joined(logOfOneAnd(f64x2.promote_low_f32x4(x)), logOfOneAnd(f64x2.promote_low_f32x4(upper(x))));
  const defined = v128.bitselect(f32x4.splat(NaN), y, f32x4.lt(x, f32x4.splat(-1)));
  return v128.bitselect(f32x4.splat(-Infinity), defined, f32x4.eq(x, f32x4.splat(-1)));
}

/** `log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|))`. */
// @ts-ignore: decorator
@inline
export function softplus(x: v128): v128 {
  const z = exp(f32x4.neg(f32x4.abs(x)));
  const u = f32x4.add(z, f32x4.splat(1));
  // What the sum has lost is at hand exactly; log(u + lost) = log(u) + lost / u.
  const lost = f32x4.sub(z, f32x4.sub(u, f32x4.splat(1)));
  const large = f32x4.gt(u, f32x4.splat(1.41421356));
  const m = v128.bitselect(f32x4.mul(u, f32x4.splat(0.5)), u, large);
  const log = logOf(m, v128.and(large, f32x4.splat(1)), f32x4.div(lost, u));
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), log);
}

/** The third and fourth number in the places of the first two. */
// @ts-ignore: decorator
@inline
function upper(x: v128): v128 {
  return i64x2.shuffle(x, x, 1, 0);
}

/** Two and two doubles as four single-precision numbers. */
// @ts-ignore: decorator
@inline
function joined(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
