// The innermost product: a tile of the result, kept in registers over a block of k.

/** Rows of a tile: with the columns below, as many accumulators as there are registers for. */
export const tileRows: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;

/** Columns of a tile: two vectors. */
export const tileColumns: i32 = 8;

/** What becomes of a tile. */
@unmanaged
export class Epilogue {
  /** Address of the bias, padded to whole tiles, or 0. */
  bias: usize;
  /** 0: none, 1: relu, 2: leakyRelu. */
  activation: i32;
  alpha: f32;
}

/** `a b + c`: rounded once or twice in the fast build, as the processor likes it, twice in the reproducible one. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** Bytes of a tile on its way to the result. */
export const tileBytes: usize = tileRows * tileColumns * 4;

/**
 * The product of a panel of a (`[k][tileRows]`) and a panel of b (`[k][tileColumns]`) to `to`, with `pitch` bytes from
 * row to row.
 */
export function multiplyTile(k: i32, a: usize, b: usize, to: usize, pitch: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  for (const end = b + (<usize>k << 5); b < end; b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = multiplyAdd(s, b0, c00);
    c01 = multiplyAdd(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = multiplyAdd(s, b0, c10);
    c11 = multiplyAdd(s, b1, c11);
    s = v128.load32_splat(a, 8);
    c20 = multiplyAdd(s, b0, c20);
    c21 = multiplyAdd(s, b1, c21);
    s = v128.load32_splat(a, 12);
    c30 = multiplyAdd(s, b0, c30);
    c31 = multiplyAdd(s, b1, c31);
    if (tileRows > 4) {
      s = v128.load32_splat(a, 16);
      c40 = multiplyAdd(s, b0, c40);
      c41 = multiplyAdd(s, b1, c41);
    }
    if (tileRows > 5) {
      s = v128.load32_splat(a, 20);
      c50 = multiplyAdd(s, b0, c50);
      c51 = multiplyAdd(s, b1, c51);
    }
    a += tileRows << 2;
  }
  v128.store(to, c00);
  v128.store(to, c01, 16);
  to += pitch;
  v128.store(to, c10);
  v128.store(to, c11, 16);
  to += pitch;
  v128.store(to, c20);
  v128.store(to, c21, 16);
  to += pitch;
  v128.store(to, c30);
  v128.store(to, c31, 16);
  if (tileRows > 4) {
    to += pitch;
    v128.store(to, c40);
    v128.store(to, c41, 16);
  }
  if (tileRows > 5) {
    to += pitch;
    v128.store(to, c50);
    v128.store(to, c51, 16);
  }
}

/**
 * Brings the first `rows` rows and `columns` columns of a tile to the result, whose rows start `offset` bytes after the
 * addresses in `table`. `first` 0 adds to what is there; `last` 1 applies the epilogue.
 */
export function storeTile(
  tile: usize,
  table: usize,
  offset: usize,
  rows: i32,
  columns: i32,
  first: bool,
  last: bool,
  epilogue: Epilogue,
): void {
  for (let row = 0; row < rows; row++) {
    const to = <usize>load<u32>(table + (<usize>row << 2)) + offset;
    let left = v128.load(tile);
    let right = v128.load(tile, 16);
    if (columns == tileColumns) {
      if (!first) {
        left = f32x4.add(v128.load(to), left);
        right = f32x4.add(v128.load(to, 16), right);
      }
      if (last) {
        left = finished(left, offset, epilogue);
        right = finished(right, offset + 16, epilogue);
      }
      v128.store(to, left);
      v128.store(to, right, 16);
    } else {
      storePart(to, offset, left, min(columns, 4), first, last, epilogue);
      if (columns > 4) storePart(to + 16, offset + 16, right, columns - 4, first, last, epilogue);
    }
    tile += 32;
  }
}

/** The first `columns` of four values. */
function storePart(
  to: usize,
  offset: usize,
  value: v128,
  columns: i32,
  first: bool,
  last: bool,
  epilogue: Epilogue,
): void {
  if (!first) {
    let before = v128.load32_zero(to);
    if (columns > 1) before = v128.load_lane<f32>(to, before, 1, 4);
    if (columns > 2) before = v128.load_lane<f32>(to, before, 2, 8);
    if (columns > 3) before = v128.load_lane<f32>(to, before, 3, 12);
    value = f32x4.add(before, value);
  }
  if (last) value = finished(value, offset, epilogue);
  v128.store_lane<f32>(to, value, 0);
  if (columns > 1) v128.store_lane<f32>(to, value, 1, 4);
  if (columns > 2) v128.store_lane<f32>(to, value, 2, 8);
  if (columns > 3) v128.store_lane<f32>(to, value, 3, 12);
}

/** Bias and activation, each rounded, as if they were operations of their own. `offset`: bytes from the first column. */
// @ts-ignore: decorator
@inline
export function finished(value: v128, offset: usize, epilogue: Epilogue): v128 {
  if (epilogue.bias) value = f32x4.add(value, v128.load(epilogue.bias + offset));
  if (epilogue.activation == 1) value = f32x4.max(value, f32x4.splat(0));
  else if (epilogue.activation == 2) {
    const zero = f32x4.splat(0);
    value = v128.bitselect(value, f32x4.mul(value, f32x4.splat(epilogue.alpha)), f32x4.gt(value, zero));
  }
  return value;
}
