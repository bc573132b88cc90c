// Sums of each column over many rows: over blocks of rows in single precision, of the blocks in double.

import { get } from './lanes';

/** Rows that are summed in single precision; a block's sums do not depend on who makes them. */
export const blockRows: i32 = 64;
/** Columns of a block that one thread sums: with `blockRows` rows they stay in the first-level cache. */
export const blockColumns: i32 = 64;
/** Columns rounded up to whole vectors, so that sums are stored without regard to the end. */
// @ts-ignore: decorator
@inline
export function padded(columns: i32): i32 {
  return (columns + 3) & ~3;
}

/**
 * Mean and sum of squares about it of each column, over `rows` rows (up to `blockRows`) that lie `stride` bytes apart.
 * A first mean is taken away before the second sums are made, which then correct it (Chan, Golub, LeVeque 1983, eq. 1.7).
 * Writes doubles, up to three more than there are columns.
 */
export function columnMoments(x: usize, stride: usize, rows: i32, columns: i32, means: usize, squares: usize): void {
  let c = 0;
  for (; c + 16 <= columns; c += 16) {
    sixteenMoments(x + (<usize>c << 2), stride, rows, means + (<usize>c << 3), squares + (<usize>c << 3));
  }
  for (; c < columns; c += 4) {
    const lanes = min(4, columns - c);
    fourMoments(x + (<usize>c << 2), stride, rows, lanes, means + (<usize>c << 3), squares + (<usize>c << 3));
  }
}

function sixteenMoments(x: usize, stride: usize, rows: i32, means: usize, squares: usize): void {
  let e0 = f32x4.splat(0);
  let e1 = e0;
  let e2 = e0;
  let e3 = e0;
  const end = x + <usize>rows * stride;
  for (let at = x; at < end; at += stride) {
    e0 = f32x4.add(e0, v128.load(at));
    e1 = f32x4.add(e1, v128.load(at, 16));
    e2 = f32x4.add(e2, v128.load(at, 32));
    e3 = f32x4.add(e3, v128.load(at, 48));
  }
  const share = f32x4.splat(1 / <f32>rows);
  const p0 = f32x4.mul(e0, share);
  const p1 = f32x4.mul(e1, share);
  const p2 = f32x4.mul(e2, share);
  const p3 = f32x4.mul(e3, share);
  e0 = f32x4.splat(0);
  e1 = e0;
  e2 = e0;
  e3 = e0;
  let q0 = e0;
  let q1 = e0;
  let q2 = e0;
  let q3 = e0;
  for (let at = x; at < end; at += stride) {
    const d0 = f32x4.sub(v128.load(at), p0);
    e0 = f32x4.add(e0, d0);
    q0 = f32x4.add(q0, f32x4.mul(d0, d0));
    const d1 = f32x4.sub(v128.load(at, 16), p1);
    e1 = f32x4.add(e1, d1);
    q1 = f32x4.add(q1, f32x4.mul(d1, d1));
    const d2 = f32x4.sub(v128.load(at, 32), p2);
    e2 = f32x4.add(e2, d2);
    q2 = f32x4.add(q2, f32x4.mul(d2, d2));
    const d3 = f32x4.sub(v128.load(at, 48), p3);
    e3 = f32x4.add(e3, d3);
    q3 = f32x4.add(q3, f32x4.mul(d3, d3));
  }
  corrected(p0, e0, q0, rows, means, squares);
  corrected(p1, e1, q1, rows, means + 32, squares + 32);
  corrected(p2, e2, q2, rows, means + 64, squares + 64);
  corrected(p3, e3, q3, rows, means + 96, squares + 96);
}

function fourMoments(x: usize, stride: usize, rows: i32, lanes: i32, means: usize, squares: usize): void {
  let e = f32x4.splat(0);
  const end = x + <usize>rows * stride;
  for (let at = x; at < end; at += stride) e = f32x4.add(e, get(at, lanes));
  const pivot = f32x4.mul(e, f32x4.splat(1 / <f32>rows));
  e = f32x4.splat(0);
  let q = e;
  for (let at = x; at < end; at += stride) {
    const d = f32x4.sub(get(at, lanes), pivot);
    e = f32x4.add(e, d);
    q = f32x4.add(q, f32x4.mul(d, d));
  }
  corrected(pivot, e, q, rows, means, squares);
}

/** Stores `pivot + e / rows` and `q - e^2 / rows`, where e and q sum what is left of x without the pivot, and its square. */
// @ts-ignore: decorator
@inline
function corrected(pivot: v128, e: v128, q: v128, rows: i32, means: usize, squares: usize): void {
  correctedPair(pivot, e, q, rows, means, squares);
  correctedPair(upper(pivot), upper(e), upper(q), rows, means + 16, squares + 16);
}

// @ts-ignore: decorator
@inline
function correctedPair(pivot: v128, e: v128, q: v128, rows: i32, means: usize, squares: usize): void {
  const share = f64x2.splat(1 / <f64>rows);
  const rest = f64x2.promote_low_f32x4(e);
  const shift = f64x2.mul(rest, share);
  v128.store(means, f64x2.add(f64x2.promote_low_f32x4(pivot), shift));
  v128.store(squares, f64x2.max(f64x2.splat(0), f64x2.sub(f64x2.promote_low_f32x4(q), f64x2.mul(rest, shift))));
}

/** The upper two lanes, as the lower ones. */
// @ts-ignore: decorator
@inline
export function upper(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 2, 3, 2, 3);
}

/** Mean of all rows from the means of their blocks, for two columns; the last block has `last` rows. */
// @ts-ignore: decorator
@inline
export function joinedMean(means: usize, stride: usize, blocks: i32, last: i32, rows: i32): v128 {
  let sum = f64x2.splat(0);
  for (let b = 0; b < blocks; b++) {
    const count = f64x2.splat(<f64>(b == blocks - 1 ? last : blockRows));
    sum = f64x2.add(sum, f64x2.mul(v128.load(means + <usize>b * stride), count));
  }
  return f64x2.div(sum, f64x2.splat(<f64>rows));
}

/** Sum of squares about the mean of all rows from those of their blocks, for two columns. */
// @ts-ignore: decorator
@inline
export function joinedSquares(means: usize, squares: usize, stride: usize, blocks: i32, last: i32, mean: v128): v128 {
  let sum = f64x2.splat(0);
  for (let b = 0; b < blocks; b++) {
    const shift = f64x2.sub(v128.load(means + <usize>b * stride), mean);
    const count = f64x2.splat(<f64>(b == blocks - 1 ? last : blockRows));
    sum = f64x2.add(sum, f64x2.add(v128.load(squares + <usize>b * stride), f64x2.mul(f64x2.mul(shift, shift), count)));
  }
  return sum;
}

/**
 * Sums of dy and of `dy (x - mean) factor` for each column, over `rows` rows (up to `blockRows`) that lie `stride` bytes
 * apart. `ofRow` 1: mean and factor are those of the row, at these addresses; 0: the mean is that of the column, and the
 * factor left out. Writes single-precision numbers, up to three more than there are columns.
 */
// @ts-ignore: decorator
@inline
export function columnProducts(
  ofRow: i32,
  dy: usize,
  x: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  mean: usize,
  factor: usize,
  sums: usize,
  products: usize,
): void {
  let c = 0;
  for (; c + 16 <= columns; c += 16) {
    const place = <usize>c << 2;
    const own = ofRow ? mean : mean + place;
    sixteenProducts(ofRow, dy + place, x + place, stride, rows, own, factor, sums + place, products + place);
  }
  for (; c < columns; c += 4) {
    const place = <usize>c << 2;
    const own = ofRow ? mean : mean + place;
    const lanes = min(4, columns - c);
    fourProducts(ofRow, dy + place, x + place, stride, rows, lanes, own, factor, sums + place, products + place);
  }
}

// @ts-ignore: decorator
@inline
function sixteenProducts(
  ofRow: i32,
  dy: usize,
  x: usize,
  stride: usize,
  rows: i32,
  mean: usize,
  factor: usize,
  sums: usize,
  products: usize,
): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let p0 = s0;
  let p1 = s0;
  let p2 = s0;
  let p3 = s0;
  let m0 = ofRow ? s0 : v128.load(mean);
  let m1 = ofRow ? s0 : v128.load(mean, 16);
  let m2 = ofRow ? s0 : v128.load(mean, 32);
  let m3 = ofRow ? s0 : v128.load(mean, 48);
  let f = s0;
  for (let r = 0; r < rows; r++) {
    if (ofRow) {
      m0 = v128.load32_splat(mean + (<usize>r << 2));
      m1 = m0;
      m2 = m0;
      m3 = m0;
      f = v128.load32_splat(factor + (<usize>r << 2));
    }
    const g0 = v128.load(dy);
    s0 = f32x4.add(s0, g0);
    p0 = f32x4.add(p0, f32x4.mul(g0, centred(ofRow, v128.load(x), m0, f)));
    const g1 = v128.load(dy, 16);
    s1 = f32x4.add(s1, g1);
    p1 = f32x4.add(p1, f32x4.mul(g1, centred(ofRow, v128.load(x, 16), m1, f)));
    const g2 = v128.load(dy, 32);
    s2 = f32x4.add(s2, g2);
    p2 = f32x4.add(p2, f32x4.mul(g2, centred(ofRow, v128.load(x, 32), m2, f)));
    const g3 = v128.load(dy, 48);
    s3 = f32x4.add(s3, g3);
    p3 = f32x4.add(p3, f32x4.mul(g3, centred(ofRow, v128.load(x, 48), m3, f)));
    dy += stride;
    x += stride;
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(products, p0);
  v128.store(products, p1, 16);
  v128.store(products, p2, 32);
  v128.store(products, p3, 48);
}

// @ts-ignore: decorator
@inline
function fourProducts(
  ofRow: i32,
  dy: usize,
  x: usize,
  stride: usize,
  rows: i32,
  lanes: i32,
  mean: usize,
  factor: usize,
  sums: usize,
  products: usize,
): void {
  let s = f32x4.splat(0);
  let p = s;
  let f = s;
  let m = ofRow ? s : get(mean, lanes);
  for (let r = 0; r < rows; r++) {
    if (ofRow) {
      m = v128.load32_splat(mean + (<usize>r << 2));
      f = v128.load32_splat(factor + (<usize>r << 2));
    }
    const g = get(dy, lanes);
    s = f32x4.add(s, g);
    p = f32x4.add(p, f32x4.mul(g, centred(ofRow, get(x, lanes), m, f)));
    dy += stride;
    x += stride;
  }
  v128.store(sums, s);
  v128.store(products, p);
}

// @ts-ignore: decorator
@inline
function centred(ofRow: i32, x: v128, mean: v128, factor: v128): v128 {
  const difference = f32x4.sub(x, mean);
  return ofRow ? f32x4.mul(difference, factor) : difference;
}
