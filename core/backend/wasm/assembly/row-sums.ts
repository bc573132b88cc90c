// Sums over one row: over blocks of it in single precision, of the blocks in double.

import { upper } from './column-sums';

/** Elements that are summed in single precision. */
const blockElements: i32 = 1024;

/** Sum of a row's elements. */
export function rowSum(x: usize, size: i32): f64 {
  let sum: f64 = 0;
  for (let start = 0; start < size; start += blockElements) {
    const count = min(blockElements, size - start);
    let at = x + (<usize>start << 2);
    const whole = at + (<usize>(count & ~15) << 2);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (; at < whole; at += 64) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
    }
    sum += lanesSum(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    for (const end = x + (<usize>(start + count) << 2); at < end; at += 4) sum += <f64>load<f32>(at);
  }
  return sum;
}

/** Sums of `x - pivot` and of its square over a row, as two doubles. */
export function rowMoments(x: usize, size: i32, pivot: f32): v128 {
  let first: f64 = 0;
  let second: f64 = 0;
  const p = f32x4.splat(pivot);
  for (let start = 0; start < size; start += blockElements) {
    const count = min(blockElements, size - start);
    let at = x + (<usize>start << 2);
    const whole = at + (<usize>(count & ~7) << 2);
    let e0 = f32x4.splat(0);
    let e1 = e0;
    let q0 = e0;
    let q1 = e0;
    for (; at < whole; at += 32) {
      const d0 = f32x4.sub(v128.load(at), p);
      e0 = f32x4.add(e0, d0);
      q0 = f32x4.add(q0, f32x4.mul(d0, d0));
      const d1 = f32x4.sub(v128.load(at, 16), p);
      e1 = f32x4.add(e1, d1);
      q1 = f32x4.add(q1, f32x4.mul(d1, d1));
    }
    first += lanesSum(f32x4.add(e0, e1));
    second += lanesSum(f32x4.add(q0, q1));
    for (const end = x + (<usize>(start + count) << 2); at < end; at += 4) {
      const d = <f64>(load<f32>(at) - pivot);
      first += d;
      second += d * d;
    }
  }
  return f64x2.replace_lane(f64x2.splat(first), 1, second);
}

/** Sums of `dy scale` and of `dy scale (x - mean)` over a row, as two doubles. */
export function rowProducts(dy: usize, x: usize, scale: usize, size: i32, mean: f32): v128 {
  let first: f64 = 0;
  let second: f64 = 0;
  const m = f32x4.splat(mean);
  for (let start = 0; start < size; start += blockElements) {
    const count = min(blockElements, size - start);
    let offset = <usize>start << 2;
    const whole = offset + (<usize>(count & ~7) << 2);
    let e0 = f32x4.splat(0);
    let e1 = e0;
    let q0 = e0;
    let q1 = e0;
    for (; offset < whole; offset += 32) {
      const u0 = f32x4.mul(v128.load(dy + offset), v128.load(scale + offset));
      e0 = f32x4.add(e0, u0);
      q0 = f32x4.add(q0, f32x4.mul(u0, f32x4.sub(v128.load(x + offset), m)));
      const u1 = f32x4.mul(v128.load(dy + offset, 16), v128.load(scale + offset, 16));
      e1 = f32x4.add(e1, u1);
      q1 = f32x4.add(q1, f32x4.mul(u1, f32x4.sub(v128.load(x + offset, 16), m)));
    }
    first += lanesSum(f32x4.add(e0, e1));
    second += lanesSum(f32x4.add(q0, q1));
    for (const end = <usize>(start + count) << 2; offset < end; offset += 4) {
      const u = load<f32>(dy + offset) * load<f32>(scale + offset);
      first += <f64>u;
      second += <f64>u * <f64>(load<f32>(x + offset) - mean);
    }
  }
  return f64x2.replace_lane(f64x2.splat(first), 1, second);
}

// @ts-ignore: decorator
@inline
function lanesSum(x: v128): f64 {
  const pairs = f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(upper(x)));
  return f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1);
}
