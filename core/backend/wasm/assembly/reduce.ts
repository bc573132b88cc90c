import { addColumns, extremeOfRun, moreOfColumns, sumRun } from './accumulate';
import { int, pointer } from './arguments';
import { firstOf } from './division';
import { sync } from './threads';

// The kinds of Reduction.
const mean: i32 = 1;
const largest: i32 = 2;
const smallest: i32 = 3;

/** Length of the runs that are summed on their own; a whole's sum is that of its runs, in their order. */
const runLength: i32 = 4096;
/** Columns done together, and numbers (roughly) that are summed on their own; also in ../operations/reductions.ts. */
const chunkColumns: i32 = 1024;
const blockNumbers: i32 = 16384;
/** Numbers that the nearest cache holds with room to spare. */
const nearNumbers: i32 = 4096;

/** Over the middle axis of `[outer, length, inner]`; kind, outer, length, inner. */
export function reduce(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const kind = int(at, 0);
  const outer = int(at, 1);
  const length = int(at, 2);
  const inner = int(at, 3);
  const out = pointer(at, 4);
  const x = pointer(at, 5);
  if (inner == 1) reduceRuns(kind, outer, length, out, x, scratch, thread, threads);
  else reduceColumns(kind, outer, length, inner, out, x, scratch, thread, threads);
}

function reduceRuns(
  kind: i32,
  outer: i32,
  length: i32,
  out: usize,
  x: usize,
  scratch: usize,
  thread: i32,
  threads: i32,
): void {
  const runs = (length + runLength - 1) / runLength;
  if (threads == 1 || runs <= 1) {
    const end = firstOf(outer, thread + 1, threads);
    for (let row = firstOf(outer, thread, threads); row < end; row++) {
      let total = startOf(kind);
      for (let run = 0; run < runs; run++) total = joined(kind, total, ofRun(kind, x, length, row, run));
      finish(kind, out, row, total, length);
    }
    return;
  }
  const end = firstOf(outer * runs, thread + 1, threads);
  for (let unit = firstOf(outer * runs, thread, threads); unit < end; unit++) {
    store<f64>(scratch + (<usize>unit << 3), ofRun(kind, x, length, unit / runs, unit % runs));
  }
  sync(threads);
  const last = firstOf(outer, thread + 1, threads);
  for (let row = firstOf(outer, thread, threads); row < last; row++) {
    let total = startOf(kind);
    for (let run = 0; run < runs; run++) {
      total = joined(kind, total, load<f64>(scratch + (<usize>(row * runs + run) << 3)));
    }
    finish(kind, out, row, total, length);
  }
}

function ofRun(kind: i32, x: usize, length: i32, row: i32, run: i32): f64 {
  const start = run * runLength;
  const from = x + ((<usize>row * length + start) << 2);
  const count = min(runLength, length - start);
  if (kind == largest) return extremeOfRun(from, count, false);
  if (kind == smallest) return extremeOfRun(from, count, true);
  return sumRun(from, count);
}

function reduceColumns(
  kind: i32,
  outer: i32,
  length: i32,
  inner: i32,
  out: usize,
  x: usize,
  scratch: usize,
  thread: i32,
  threads: i32,
): void {
  const chunks = (inner + chunkColumns - 1) / chunkColumns;
  const blockRows = max(16, blockNumbers / min(inner, chunkColumns));
  const blocks = (length + blockRows - 1) / blockRows;
  const results = outer * chunks;
  const widest = <usize>min(inner, chunkColumns);
  const ownFirst = firstOf(results, thread, threads);
  const ownEnd = firstOf(results, thread + 1, threads);
  if (threads == 1 || blocks <= 1) {
    const totals = scratch + ((<usize>thread * widest) << 3);
    for (let result = ownFirst; result < ownEnd; result++) {
      const example = result / chunks;
      const from = (result % chunks) * chunkColumns;
      const columns = min(chunkColumns, inner - from);
      begin(kind, totals, columns);
      for (let block = 0; block < blocks; block++) {
        ofBlock(kind, x, example, length, inner, block, blockRows, from, from + columns, totals);
      }
      const row = example * inner + from;
      for (let i = 0; i < columns; i++) finish(kind, out, row + i, load<f64>(totals + (<usize>i << 3)), length);
    }
    return;
  }
  const end = firstOf(results * blocks, thread + 1, threads);
  for (let unit = firstOf(results * blocks, thread, threads); unit < end; unit++) {
    const result = unit / blocks;
    const from = (result % chunks) * chunkColumns;
    const columns = min(chunkColumns, inner - from);
    const totals = scratch + ((<usize>unit * widest) << 3);
    begin(kind, totals, columns);
    ofBlock(kind, x, result / chunks, length, inner, unit % blocks, blockRows, from, from + columns, totals);
  }
  sync(threads);
  for (let result = ownFirst; result < ownEnd; result++) {
    const from = (result % chunks) * chunkColumns;
    const columns = min(chunkColumns, inner - from);
    const row = (result / chunks) * inner + from;
    for (let i = 0; i < columns; i++) {
      let total = startOf(kind);
      for (let block = 0; block < blocks; block++) {
        const place = (<usize>(result * blocks + block) * widest + i) << 3;
        total = joined(kind, total, load<f64>(scratch + place));
      }
      finish(kind, out, row + i, total, length);
    }
  }
}

function ofBlock(
  kind: i32,
  x: usize,
  example: i32,
  length: i32,
  inner: i32,
  block: i32,
  blockRows: i32,
  from: i32,
  to: i32,
  totals: usize,
): void {
  const end = min(length, (block + 1) * blockRows);
  const start = block * blockRows;
  const first = x + (((<usize>example * length + start) * inner) << 2);
  if (kind != largest && kind != smallest) {
    addColumns(first, end - start, inner, from, to, totals);
    return;
  }
  // A few rows at a time, which stay in the nearest cache while their columns are gone through.
  const nearRows = max(16, nearNumbers / min(inner, chunkColumns));
  let near = first;
  for (let row = start; row < end; row += nearRows) {
    moreOfColumns(near, min(nearRows, end - row), inner, from, to, totals, kind == smallest);
    near += <usize>(nearRows * inner) << 2;
  }
}

function begin(kind: i32, totals: usize, columns: i32): void {
  for (let i = 0; i < columns; i++) store<f64>(totals + (<usize>i << 3), startOf(kind));
}

// @ts-ignore: decorator
@inline
function startOf(kind: i32): f64 {
  return kind == largest ? -Infinity : kind == smallest ? Infinity : 0;
}

// @ts-ignore: decorator
@inline
function joined(kind: i32, a: f64, b: f64): f64 {
  return kind == largest ? max(a, b) : kind == smallest ? min(a, b) : a + b;
}

// @ts-ignore: decorator
@inline
function finish(kind: i32, out: usize, index: i32, total: f64, length: i32): void {
  store<f32>(out + (<usize>index << 2), <f32>(kind == mean ? total / <f64>length : total));
}

/** Index of the first largest (smallest) along the middle axis; kind, outer, length, inner. A NaN counts at index 0 only. */
export function argReduce(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const least = int(at, 0) == 1;
  const length = int(at, 2);
  const inner = int(at, 3);
  const results = int(at, 1) * inner;
  const out = pointer(at, 4);
  const x = pointer(at, 5);
  const stride = <usize>inner << 2;
  const end = firstOf(results, thread + 1, threads);
  for (let result = firstOf(results, thread, threads); result < end; result++) {
    const outer = result / inner;
    let place = x + ((<usize>outer * length * inner + (result - outer * inner)) << 2);
    let best = load<f32>(place);
    let found = 0;
    for (let i = 1; i < length; i++) {
      place += stride;
      const value = load<f32>(place);
      if (least ? value < best : value > best) {
        best = value;
        found = i;
      }
    }
    store<i32>(out + (<usize>result << 2), found);
  }
}
