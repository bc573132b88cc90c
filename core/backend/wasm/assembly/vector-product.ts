// Products of one row with a matrix: sums of the matrix's rows, which are read once and in order.

import { finished, Epilogue, multiplyAdd } from './micro-kernel';

/** Columns at a time: as many vectors as hide the latency of the additions. */
export const vectorColumns: i32 = 32;

/**
 * `out[j] = sum of vector[l] matrix[l, j]` for columns `from` to `to`, whose rows are `pitch` bytes apart, then the
 * epilogue; its bias is one number for all columns where `oneBias` is set. `tile` has room for `vectorColumns`.
 */
export function multiplyVector(
  vector: usize,
  k: i32,
  matrix: usize,
  pitch: usize,
  out: usize,
  from: i32,
  to: i32,
  oneBias: bool,
  epilogue: Epilogue,
  tile: usize,
): void {
  for (let column = from; column < to; column += vectorColumns) {
    const columns = min(vectorColumns, to - column);
    const start = matrix + (<usize>column << 2);
    if (columns == vectorColumns) addRows(vector, k, start, pitch, tile);
    else addPartialRows(vector, k, start, pitch, columns, tile);
    for (let j = 0; j < columns; j += 4) {
      const offset = <usize>(column + j) << 2;
      const at = tile + (<usize>j << 2);
      const value = finished(v128.load(at), oneBias ? 0 : offset, epilogue);
      if (columns - j >= 4) v128.store(out + offset, value);
      else {
        v128.store(at, value);
        memory.copy(out + offset, at, <usize>(columns - j) << 2);
      }
    }
  }
}

/** A whole tile of sums. */
export function addRows(vector: usize, k: i32, matrix: usize, pitch: usize, tile: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  for (const end = vector + (<usize>k << 2); vector < end; vector += 4) {
    const factor = v128.load32_splat(vector);
    s0 = multiplyAdd(factor, v128.load(matrix), s0);
    s1 = multiplyAdd(factor, v128.load(matrix, 16), s1);
    s2 = multiplyAdd(factor, v128.load(matrix, 32), s2);
    s3 = multiplyAdd(factor, v128.load(matrix, 48), s3);
    s4 = multiplyAdd(factor, v128.load(matrix, 64), s4);
    s5 = multiplyAdd(factor, v128.load(matrix, 80), s5);
    s6 = multiplyAdd(factor, v128.load(matrix, 96), s6);
    s7 = multiplyAdd(factor, v128.load(matrix, 112), s7);
    matrix += pitch;
  }
  v128.store(tile, s0);
  v128.store(tile, s1, 16);
  v128.store(tile, s2, 32);
  v128.store(tile, s3, 48);
  v128.store(tile, s4, 64);
  v128.store(tile, s5, 80);
  v128.store(tile, s6, 96);
  v128.store(tile, s7, 112);
}

/** The same for fewer columns: four at a time, then one at a time. */
function addPartialRows(vector: usize, k: i32, matrix: usize, pitch: usize, columns: i32, tile: usize): void {
  const end = vector + (<usize>k << 2);
  for (let j = 0; j < columns; ) {
    const whole = columns - j >= 4;
    let sum = f32x4.splat(0);
    let row = matrix + (<usize>j << 2);
    for (let at = vector; at < end; at += 4, row += pitch) {
      const values = whole ? v128.load(row) : v128.load32_zero(row);
      sum = multiplyAdd(v128.load32_splat(at), values, sum);
    }
    const to = tile + (<usize>j << 2);
    if (whole) v128.store(to, sum);
    else v128.store_lane<f32>(to, sum, 0);
    j += whole ? 4 : 1;
  }
}
