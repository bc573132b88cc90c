// Filters at the points of Winograd's algorithm; see winograd-transforms.ts.

import { Product, Right } from './matrix-product';
import { tileColumns } from './micro-kernel';
import { packColumns } from './pack';
import { axisPoints, Winograd } from './winograd-grid';


/** Where phase `phase` of a filter (HWIO) at `filter` starts. */
function phaseStart(w: Winograd, filter: usize, phase: i32): usize {
  const stride = w.horizontal.stride;
  const tap = (phase / stride) * 2 * stride + (phase % stride);
  return filter + (<usize>(tap * w.inChannels * w.outChannels) << 2);
}

/** Bytes to the second tap of a phase. */
// @ts-ignore: decorator
@inline
function stepDown(w: Winograd): usize {
  return <usize>(2 * w.horizontal.stride * w.vertical.stride * w.inChannels * w.outChannels) << 2;
}

// @ts-ignore: decorator
@inline
function stepAcross(w: Winograd): usize {
  return <usize>(w.horizontal.stride * w.inChannels * w.outChannels) << 2;
}

/**
 * Panels of the filter at the product's point: `[phase and inChannel][outChannel]`, or turned. `columns` from `column` on
 * are whole panels.
 */
export function packPoint(p: Product, column: i32, columns: i32, k0: i32, count: i32, to: usize): void {
  const w = p.winograd;
  const channels = w.inChannels;
  const pitch = <usize>w.outChannels << 2;
  if (p.right == Right.turnedPoint) {
    const bytes = <usize>count << 2;
    for (const end = column + columns; column < end; column += tileColumns, to += bytes << 3) {
      const from = phaseStart(w, p.b, column / channels) + <usize>(column % channels) * pitch + (<usize>k0 << 2);
      combine(w, p.point, from, pitch, bytes, tileColumns, w.room, 32);
      packColumns(w.room, bytes, tileColumns, count, to);
    }
    return;
  }
  const panel = <usize>count << 5;
  for (let done = 0; done < columns; done += someColumns) {
    const bytes = <usize>min(someColumns, columns - done) << 2;
    let row = to;
    for (let k = k0; k < k0 + count; ) {
      const channel = k % channels;
      const run = min(channels - channel, k0 + count - k);
      const from = phaseStart(w, p.b, k / channels) + <usize>channel * pitch + (<usize>(column + done) << 2);
      combine(w, p.point, from, pitch, bytes, run, row, panel);
      row += <usize>run << 5;
      k += run;
    }
    to += panel * (bytes >> 5);
  }
}

/** Columns that are packed together: a cache line of each row. */
const someColumns: i32 = 2 * tileColumns;

/**
 * The taps of a phase from `from` on at a point: of `rows` rows, `pitch` apart, `bytes`, which are whole panels of eight.
 * Each eight goes `panel` bytes after the one before, each row after the one before: behind it where `panel` is 32, else
 * 32 bytes after its start.
 */
function combine(
  w: Winograd,
  point: i32,
  from: usize,
  pitch: usize,
  bytes: usize,
  rows: i32,
  to: usize,
  panel: usize,
): void {
  const row = point / axisPoints;
  const column = point % axisPoints;
  const down = stepDown(w);
  const across = stepAcross(w);
  if (row == 3) from += down;
  if (column == 3) from += across;
  const bothDown = row == 1 || row == 2;
  const bothAcross = column == 1 || column == 2;
  const signDown = f32x4.splat(row == 1 ? 1 : -1);
  const signAcross = f32x4.splat(column == 1 ? 1 : -1);
  const next: usize = panel == 32 ? bytes : 32;
  if (bothDown && bothAcross) {
    for (; rows > 0; rows--, from += pitch, to += next) {
      let at = to;
      for (let i = from; i < from + bytes; i += 32, at += panel) {
        v128.store(at, four(i, down, across, signDown, signAcross));
        v128.store(at, four(i + 16, down, across, signDown, signAcross), 16);
      }
    }
  } else if (bothDown || bothAcross) {
    const second = bothDown ? down : across;
    const sign = bothDown ? signDown : signAcross;
    for (; rows > 0; rows--, from += pitch, to += next) {
      let at = to;
      for (let i = from; i < from + bytes; i += 32, at += panel) {
        const other = i + second;
        v128.store(at, f32x4.add(v128.load(i), f32x4.mul(sign, v128.load(other))));
        v128.store(at, f32x4.add(v128.load(i, 16), f32x4.mul(sign, v128.load(other, 16))), 16);
      }
    }
  } else {
    for (; rows > 0; rows--, from += pitch, to += next) {
      let at = to;
      for (let i = from; i < from + bytes; i += 32, at += panel) {
        v128.store(at, v128.load(i));
        v128.store(at, v128.load(i, 16), 16);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function four(at: usize, down: usize, across: usize, signDown: v128, signAcross: v128): v128 {
  const below = at + down;
  const upper = f32x4.add(v128.load(at), f32x4.mul(signAcross, v128.load(at + across)));
  const lower = f32x4.add(v128.load(below), f32x4.mul(signAcross, v128.load(below + across)));
  return f32x4.add(upper, f32x4.mul(signDown, lower));
}

/**
 * Brings sums at all points, `[point][rows][columns]` at `sums`, to the gradient of the filter: row is phase and inChannel,
 * column outChannel, from the given ones on. `adds`: to what is there.
 */
export function pointsToFilter(
  w: Winograd,
  sums: usize,
  row: i32,
  rows: i32,
  column: i32,
  columns: i32,
  filter: usize,
  adds: bool,
): void {
  const down = stepDown(w);
  const across = stepAcross(w);
  const pitch = <usize>(rows * columns) << 2;
  for (const end = row + rows; row < end; row++) {
    const channel = row % w.inChannels;
    let to = phaseStart(w, filter, row / w.inChannels) + (<usize>(channel * w.outChannels + column) << 2);
    for (const stop = sums + (<usize>columns << 2); sums < stop; sums += 16, to += 16) {
      let upperLeft = f32x4.splat(0);
      let upperRight = upperLeft;
      let lowerLeft = upperLeft;
      let lowerRight = upperLeft;
      let at = sums;
      for (let i = 0; i < axisPoints; i++) {
        const plus = v128.load(at + pitch);
        const minus = v128.load(at + 2 * pitch);
        const left = f32x4.add(v128.load(at), f32x4.add(plus, minus));
        const right = f32x4.add(f32x4.sub(plus, minus), v128.load(at + 3 * pitch));
        at += <usize>axisPoints * pitch;
        if (i != 3) {
          upperLeft = f32x4.add(upperLeft, left);
          upperRight = f32x4.add(upperRight, right);
        }
        if (i == 1 || i == 3) {
          lowerLeft = f32x4.add(lowerLeft, left);
          lowerRight = f32x4.add(lowerRight, right);
        } else if (i == 2) {
          lowerLeft = f32x4.sub(lowerLeft, left);
          lowerRight = f32x4.sub(lowerRight, right);
        }
      }
      bring(to, upperLeft, adds);
      bring(to + across, upperRight, adds);
      bring(to + down, lowerLeft, adds);
      bring(to + down + across, lowerRight, adds);
    }
  }
}

// @ts-ignore: decorator
@inline
function bring(to: usize, value: v128, adds: bool): void {
  v128.store(to, adds ? f32x4.add(v128.load(to), value) : value);
}
