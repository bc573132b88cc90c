import { float, int, pointer } from './arguments';
import {
  blockColumns,
  blockRows,
  columnMoments,
  columnProducts,
  joinedMean,
  joinedSquares,
  padded,
} from './column-sums';
import { get, put } from './lanes';
import { sync } from './threads';

// The scratch memory that is divided up here is counted in ../operations/updates.ts.

/** Rows or columns that a thread takes: whole cache lines of numbers. */
// @ts-ignore: decorator
@inline
function share(size: i32, threads: i32): i32 {
  return ((size + threads - 1) / threads + 15) & ~15;
}

export function batchForward(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const rows = int(at, 1);
  const columns = int(at, 2);
  const blocks = (rows + blockRows - 1) / blockRows;
  const stride = <usize>padded(columns) << 3;
  const means = scratch;
  const squares = means + <usize>blocks * stride;
  const factor = squares + <usize>blocks * stride;
  const x = pointer(at, 8);
  const rowBytes = <usize>columns << 2;
  const groups = (columns + blockColumns - 1) / blockColumns;
  for (let unit = thread; unit < blocks * groups; unit += threads) {
    const row = (unit / groups) * blockRows;
    const column = (unit % groups) * blockColumns;
    const to = <usize>(unit / groups) * stride + (<usize>column << 3);
    const from = x + <usize>row * rowBytes + (<usize>column << 2);
    const width = min(blockColumns, columns - column);
    columnMoments(from, rowBytes, min(blockRows, rows - row), width, means + to, squares + to);
  }
  sync(threads);
  const mean = pointer(at, 6);
  const last = rows - (blocks - 1) * blockRows;
  const columnShare = share(columns, threads);
  const lastColumn = min(columns, columnShare * (thread + 1));
  for (let c = columnShare * thread; c < lastColumn; c += 2) {
    const place = <usize>c << 3;
    const middle = joinedMean(means + place, stride, blocks, last, rows);
    const sum = joinedSquares(means + place, squares + place, stride, blocks, last, middle);
    const variance = f64x2.div(sum, f64x2.splat(<f64>rows));
    finish(at, factor, c, f64x2.extract_lane(middle, 0), f64x2.extract_lane(variance, 0));
    if (c + 1 < lastColumn) finish(at, factor, c + 1, f64x2.extract_lane(middle, 1), f64x2.extract_lane(variance, 1));
  }
  sync(threads);
  const shift = pointer(at, 10);
  const rowShare = (rows + threads - 1) / threads;
  const from = <usize>min(rows, rowShare * thread) * rowBytes;
  const end = pointer(at, 5) + <usize>min(rows, rowShare * (thread + 1)) * rowBytes;
  let source = x + from;
  for (let out = pointer(at, 5) + from; out < end; out += rowBytes) {
    for (let c: usize = 0; c + 16 <= rowBytes; c += 16) applyLanes(source, out, mean, factor, shift, c, 4);
    if (columns & 3) applyLanes(source, out, mean, factor, shift, rowBytes & ~15, columns & 3);
    source += rowBytes;
  }
}

/** Stores a column's statistics, and what its elements are multiplied by. */
function finish(at: usize, factors: usize, column: i32, mean: f64, variance: f64): void {
  const place = <usize>column << 2;
  store<f32>(pointer(at, 6) + place, <f32>mean);
  store<f32>(pointer(at, 7) + place, <f32>variance);
  const deviation = Math.sqrt(<f64>(<f32>variance) + <f64>float(at, 4));
  store<f32>(factors + place, <f32>(<f64>load<f32>(pointer(at, 9) + place) / deviation));
}

// @ts-ignore: decorator
@inline
function applyLanes(x: usize, out: usize, mean: usize, factor: usize, shift: usize, c: usize, lanes: i32): void {
  const difference = f32x4.sub(get(x + c, lanes), get(mean + c, lanes));
  put(out + c, f32x4.add(f32x4.mul(difference, get(factor + c, lanes)), get(shift + c, lanes)), lanes);
}

/**
 * With x' = (x - mean) / deviation and M the mean over rows,
 * `dx = scale / deviation (dy - M[dy] - x' M[dy x'])`, `dscale = sum(dy x')`, `dshift = sum(dy)`.
 */
export function batchBackward(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const rows = int(at, 1);
  const columns = int(at, 2);
  const blocks = (rows + blockRows - 1) / blockRows;
  const stride = <usize>padded(columns) << 2;
  const sums = scratch;
  const products = sums + <usize>blocks * stride;
  const factors = products + <usize>blocks * stride;
  const dy = pointer(at, 8);
  const x = pointer(at, 9);
  const mean = pointer(at, 11);
  const rowBytes = <usize>columns << 2;
  const groups = (columns + blockColumns - 1) / blockColumns;
  for (let unit = thread; unit < blocks * groups; unit += threads) {
    const row = (unit / groups) * blockRows;
    const column = (unit % groups) * blockColumns;
    const place = <usize>column << 2;
    const to = <usize>(unit / groups) * stride + place;
    const from = <usize>row * rowBytes + place;
    const height = min(blockRows, rows - row);
    const width = min(blockColumns, columns - column);
    columnProducts(0, dy + from, x + from, rowBytes, height, width, mean + place, 0, sums + to, products + to);
  }
  sync(threads);
  const columnShare = share(columns, threads);
  const lastColumn = min(columns, columnShare * (thread + 1));
  for (let c = columnShare * thread; c < lastColumn; c++) {
    slopes(at, c, total(sums, c, stride, blocks), total(products, c, stride, blocks), factors, stride);
  }
  sync(threads);
  const rowShare = (rows + threads - 1) / threads;
  const out = pointer(at, 5);
  const end = <usize>min(rows, rowShare * (thread + 1)) * rowBytes;
  for (let row = <usize>(rowShare * thread) * rowBytes; row < end; row += rowBytes) {
    for (let c: usize = 0; c + 16 <= rowBytes; c += 16) {
      slopeLanes(dy + row, x + row, out + row, mean, factors, stride, c, 4);
    }
    if (columns & 3) {
      slopeLanes(dy + row, x + row, out + row, mean, factors, stride, rowBytes & ~15, columns & 3);
    }
  }
}

/** Sum of a column over all blocks. */
function total(parts: usize, column: i32, stride: usize, blocks: i32): f64 {
  let sum: f64 = 0;
  let at = parts + (<usize>column << 2);
  for (let b = 0; b < blocks; b++) {
    sum += <f64>load<f32>(at);
    at += stride;
  }
  return sum;
}

/** Stores a column's slopes, and k, l, m of `dx = k dy - l - (x - mean) m`, each a row of `stride` bytes. */
function slopes(at: usize, column: i32, sum: f64, product: f64, factors: usize, stride: usize): void {
  const place = <usize>column << 2;
  const rows = <f64>int(at, 1);
  const inverse = 1 / Math.sqrt(<f64>load<f32>(pointer(at, 12) + place) + <f64>float(at, 4));
  const factor = <f64>load<f32>(pointer(at, 10) + place) * inverse;
  store<f32>(pointer(at, 6) + place, <f32>(product * inverse));
  store<f32>(pointer(at, 7) + place, <f32>sum);
  store<f32>(factors + place, <f32>factor);
  store<f32>(factors + stride + place, <f32>((factor * sum) / rows));
  store<f32>(factors + 2 * stride + place, <f32>((factor * inverse * inverse * product) / rows));
}

// @ts-ignore: decorator
@inline
function slopeLanes(
  dy: usize,
  x: usize,
  out: usize,
  mean: usize,
  factors: usize,
  stride: usize,
  c: usize,
  lanes: i32,
): void {
  const own = f32x4.sub(f32x4.mul(get(factors + c, lanes), get(dy + c, lanes)), get(factors + stride + c, lanes));
  const difference = f32x4.sub(get(x + c, lanes), get(mean + c, lanes));
  put(out + c, f32x4.sub(own, f32x4.mul(difference, get(factors + 2 * stride + c, lanes))), lanes);
}
