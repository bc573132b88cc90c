// Arithmetic of the elementwise operations that is a few instructions; `kind` is a constant where these are used, so that
// one case of each is left.
import * as code from './chain-codes';
import { within } from './math';

// @ts-ignore: decorator
@inline
function one(where: v128): v128 {
  return v128.and(where, f32x4.splat(1));
}

/** 0 up to zero, else x; NaN stays. The sum makes 0 of -0, as `f32x4.max`, which is slower, would. */
// @ts-ignore: decorator
@inline
function relu(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), f32x4.splat(0));
}

/** x above zero, else `alpha x`; NaN stays. */
// @ts-ignore: decorator
@inline
function leakyRelu(x: v128, alpha: v128): v128 {
  return v128.bitselect(x, f32x4.mul(x, alpha), f32x4.gt(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
export function binary(kind: i32, a: v128, b: v128): v128 {
  if (kind == code.add) return f32x4.add(a, b);
  if (kind == code.sub) return f32x4.sub(a, b);
  if (kind == code.mul) return f32x4.mul(a, b);
  if (kind == code.div) return f32x4.div(a, b);
  if (kind == code.maximum) return f32x4.max(a, b);
  if (kind == code.minimum) return f32x4.min(a, b);
  if (kind == code.squaredDifference) {
    const difference = f32x4.sub(a, b);
    return f32x4.mul(difference, difference);
  }
  if (kind == code.less) return one(f32x4.lt(a, b));
  if (kind == code.lessEqual) return one(f32x4.le(a, b));
  if (kind == code.greater) return one(f32x4.gt(a, b));
  if (kind == code.greaterEqual) return one(f32x4.ge(a, b));
  if (kind == code.equal) return one(f32x4.eq(a, b));
  if (kind == code.notEqual) return one(f32x4.ne(a, b));
  const zero = f32x4.splat(0);
  if (kind == code.and) return one(v128.and(f32x4.ne(a, zero), f32x4.ne(b, zero)));
  if (kind == code.or) return one(v128.or(f32x4.ne(a, zero), f32x4.ne(b, zero)));
  if (kind == code.tanhGrad) return f32x4.mul(a, f32x4.sub(f32x4.splat(1), f32x4.mul(b, b)));
  // eluGrad
  return v128.bitselect(a, f32x4.mul(a, f32x4.add(b, f32x4.splat(1))), f32x4.ge(b, zero));
}

/** p and q are the numbers of the operation itself. */
// @ts-ignore: decorator
@inline
export function unary(kind: i32, x: v128, p: v128, q: v128): v128 {
  if (kind == code.identity) return x;
  if (kind == code.neg) return f32x4.neg(x);
  if (kind == code.abs) return f32x4.abs(x);
  if (kind == code.square) return f32x4.mul(x, x);
  if (kind == code.sqrt) return f32x4.sqrt(x);
  if (kind == code.rsqrt) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  if (kind == code.reciprocal) return f32x4.div(f32x4.splat(1), x);
  if (kind == code.relu) return relu(x);
  if (kind == code.leakyRelu) return leakyRelu(x, p);
  if (kind == code.clip) return within(x, p, q);
  if (kind == code.floor) return f32x4.floor(x);
  if (kind == code.ceil) return f32x4.ceil(x);
  if (kind == code.round) return f32x4.nearest(x);
  if (kind == code.truncate) return f32x4.trunc(x);
  const zero = f32x4.splat(0);
  if (kind == code.not) return one(f32x4.eq(x, zero));
  const known = f32x4.eq(x, x);
  if (kind == code.isNaN) return one(v128.not(known));
  if (kind == code.step) {
    const height = v128.bitselect(f32x4.splat(1), p, f32x4.gt(x, zero));
    return v128.bitselect(height, x, known);
  }
  // sign
  const signed = f32x4.sub(one(f32x4.gt(x, zero)), one(f32x4.lt(x, zero)));
  return v128.bitselect(signed, x, known);
}
