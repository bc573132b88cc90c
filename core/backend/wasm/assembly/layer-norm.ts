import { float, int, pointer } from './arguments';
import { blockColumns, blockRows, columnProducts, padded } from './column-sums';
import { get, put } from './lanes';
import { rowMoments, rowProducts, rowSum } from './row-sums';
import { sync } from './threads';

// The scratch memory that is divided up here is counted in ../operations/updates.ts.

/** `values` repeated to fill `columns`, by all threads together; they must meet before it is read. */
function repeat(to: usize, values: usize, columns: i32, channels: i32, thread: i32, threads: i32): void {
  for (let c = thread * channels; c < columns; c += threads * channels) {
    memory.copy(to + (<usize>c << 2), values, <usize>channels << 2);
  }
}

export function layerForward(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const rows = int(at, 1);
  const columns = int(at, 2);
  const channels = int(at, 3);
  const epsilon = <f64>float(at, 4);
  const rowBytes = <usize>columns << 2;
  const stride = <usize>padded(columns) << 2;
  let scale = pointer(at, 9);
  let shift = pointer(at, 10);
  if (channels != columns) {
    repeat(scratch, scale, columns, channels, thread, threads);
    repeat(scratch + stride, shift, columns, channels, thread, threads);
    scale = scratch;
    shift = scratch + stride;
  }
  sync(threads);
  const each = (rows + threads - 1) / threads;
  const end = min(rows, each * (thread + 1));
  for (let row = each * thread; row < end; row++) {
    const offset = <usize>row * rowBytes;
    const x = pointer(at, 8) + offset;
    const out = pointer(at, 5) + offset;
    const pivot = <f32>(rowSum(x, columns) / <f64>columns);
    const sums = rowMoments(x, columns, pivot);
    const rest = f64x2.extract_lane(sums, 0) / <f64>columns;
    const spread = f64x2.extract_lane(sums, 1) / <f64>columns - rest * rest;
    const mean = <f32>(<f64>pivot + rest);
    const variance = <f32>Math.max(0, spread);
    store<f32>(pointer(at, 6) + (<usize>row << 2), mean);
    store<f32>(pointer(at, 7) + (<usize>row << 2), variance);
    const m = f32x4.splat(mean);
    const inverse = f32x4.splat(<f32>(1 / Math.sqrt(<f64>variance + epsilon)));
    for (let c: usize = 0; c + 16 <= rowBytes; c += 16) applyLanes(x, out, m, inverse, scale, shift, c, 4);
    if (columns & 3) applyLanes(x, out, m, inverse, scale, shift, rowBytes & ~15, columns & 3);
  }
}

// @ts-ignore: decorator
@inline
function applyLanes(
  x: usize,
  out: usize,
  mean: v128,
  inverse: v128,
  scale: usize,
  shift: usize,
  c: usize,
  lanes: i32,
): void {
  const standard = f32x4.mul(f32x4.sub(get(x + c, lanes), mean), inverse);
  put(out + c, f32x4.add(f32x4.mul(standard, get(scale + c, lanes)), get(shift + c, lanes)), lanes);
}

/**
 * With x' = (x - mean) / deviation, u = dy scale and M the mean over a row, `dx = (u - M[u] - x' M[u x']) / deviation`;
 * dscale and dshift sum `dy x'` and dy over all elements of a channel.
 */
export function layerBackward(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const rows = int(at, 1);
  const columns = int(at, 2);
  const channels = int(at, 3);
  const epsilon = <f64>float(at, 4);
  const rowBytes = <usize>columns << 2;
  const stride = <usize>padded(columns) << 2;
  const blocks = (rows + blockRows - 1) / blockRows;
  const inverses = scratch + stride;
  const sums = inverses + (<usize>rows << 2);
  const products = sums + <usize>blocks * stride;
  const dy = pointer(at, 8);
  const x = pointer(at, 9);
  const mean = pointer(at, 11);
  let scale = pointer(at, 10);
  if (channels != columns) {
    repeat(scratch, scale, columns, channels, thread, threads);
    scale = scratch;
  }
  const each = (rows + threads - 1) / threads;
  const end = min(rows, each * (thread + 1));
  for (let row = each * thread; row < end; row++) {
    const variance = load<f32>(pointer(at, 12) + (<usize>row << 2));
    store<f32>(inverses + (<usize>row << 2), <f32>(1 / Math.sqrt(<f64>variance + epsilon)));
  }
  sync(threads);
  for (let row = each * thread; row < end; row++) {
    const offset = <usize>row * rowBytes;
    backwardRow(at, offset, scale, load<f32>(mean + (<usize>row << 2)), load<f32>(inverses + (<usize>row << 2)));
  }
  const groups = (columns + blockColumns - 1) / blockColumns;
  for (let unit = thread; unit < blocks * groups; unit += threads) {
    const row = (unit / groups) * blockRows;
    const place = <usize>((unit % groups) * blockColumns) << 2;
    const from = <usize>row * rowBytes + place;
    const to = <usize>(unit / groups) * stride + place;
    const height = min(blockRows, rows - row);
    const width = min(blockColumns, columns - (unit % groups) * blockColumns);
    const own = <usize>row << 2;
    columnProducts(
      1,
      dy + from,
      x + from,
      rowBytes,
      height,
      width,
      mean + own,
      inverses + own,
      sums + to,
      products + to,
    );
  }
  sync(threads);
  for (let channel = thread; channel < channels; channel += threads) {
    const place = <usize>channel << 2;
    store<f32>(pointer(at, 6) + place, <f32>total(products, channel, channels, columns, stride, blocks));
    store<f32>(pointer(at, 7) + place, <f32>total(sums, channel, channels, columns, stride, blocks));
  }
}

/** dx of one row; `offset` is where it begins. */
function backwardRow(at: usize, offset: usize, scale: usize, mean: f32, inverse: f32): void {
  const columns = int(at, 2);
  const rowBytes = <usize>columns << 2;
  const out = pointer(at, 5) + offset;
  const dy = pointer(at, 8) + offset;
  const x = pointer(at, 9) + offset;
  const sums = rowProducts(dy, x, scale, columns, mean);
  const each = <f64>inverse / <f64>columns;
  const k = f32x4.splat(inverse);
  const l = f32x4.splat(<f32>(each * f64x2.extract_lane(sums, 0)));
  const m = f32x4.splat(<f32>(each * <f64>inverse * <f64>inverse * f64x2.extract_lane(sums, 1)));
  const centre = f32x4.splat(mean);
  for (let c: usize = 0; c + 16 <= rowBytes; c += 16) slopeLanes(dy, x, out, scale, centre, k, l, m, c, 4);
  if (columns & 3) slopeLanes(dy, x, out, scale, centre, k, l, m, rowBytes & ~15, columns & 3);
}

/** `k dy scale - l - (x - mean) m`. */
// @ts-ignore: decorator
@inline
function slopeLanes(
  dy: usize,
  x: usize,
  out: usize,
  scale: usize,
  mean: v128,
  k: v128,
  l: v128,
  m: v128,
  c: usize,
  lanes: i32,
): void {
  const own = f32x4.mul(k, f32x4.mul(get(dy + c, lanes), get(scale + c, lanes)));
  const difference = f32x4.sub(get(x + c, lanes), mean);
  put(out + c, f32x4.sub(f32x4.sub(own, l), f32x4.mul(difference, m)), lanes);
}

/** Sum of a channel's columns over all blocks. */
function total(parts: usize, channel: i32, channels: i32, columns: i32, stride: usize, blocks: i32): f64 {
  let sum: f64 = 0;
  for (let b = 0; b < blocks; b++) {
    const row = parts + <usize>b * stride;
    for (let c = channel; c < columns; c += channels) sum += <f64>load<f32>(row + (<usize>c << 2));
  }
  return sum;
}
