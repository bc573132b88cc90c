// Patches of images as the rows, or the columns, of a matrix that is never written out.

import { clearNeighbours, copyNeighbours, packRows } from './pack';
import { tileRows } from './micro-kernel';

/** Bytes of a tap: its place in the patch, down and across, and its number in the filter. */
export const tapBytes: usize = 12;

/**
 * Patches of images (NHWC). Position (y, x) of the grid `[batch, gridHeight, gridWidth]` has the pixels `y step +
 * start + tap` down, and likewise across; those outside the image are 0. A patch runs over taps, then channels.
 */
@unmanaged
export class Patches {
  image: usize;
  height: i32;
  width: i32;
  channels: i32;
  gridHeight: i32;
  gridWidth: i32;
  stepHeight: i32;
  stepWidth: i32;
  startHeight: i32;
  startWidth: i32;
  taps: i32;
  tapTable: usize;
  /** As many taps are a run in memory, from each multiple of this number on. */
  tapsAcross: i32;
  /** Whether every tap of every position lies inside the image. */
  inside: bool;
  /** The longest run of taps, in zeros. */
  zeros: usize;
  /** Room for a run of each row of a tile. */
  room: usize;
  /** Result of position (b, y, x): `out + b outBatch + y outHeight + x outWidth`, in bytes. */
  out: usize;
  outBatch: usize;
  outHeight: usize;
  outWidth: usize;

  // @ts-ignore: decorator
  @inline
  tapHeight(tap: i32): i32 {
    return load<i32>(this.tapTable + <usize>tap * tapBytes);
  }

  // @ts-ignore: decorator
  @inline
  tapWidth(tap: i32): i32 {
    return load<i32>(this.tapTable + <usize>tap * tapBytes, 4);
  }

  // @ts-ignore: decorator
  @inline
  filterTap(tap: i32): i32 {
    return load<i32>(this.tapTable + <usize>tap * tapBytes, 8);
  }

  addTap(height: i32, width: i32, filterTap: i32): void {
    const at = this.tapTable + <usize>this.taps * tapBytes;
    store<i32>(at, height);
    store<i32>(at, width, 4);
    store<i32>(at, filterTap, 8);
    this.taps++;
  }
}

/** Bytes of an origin: address of the pixel where a patch starts, and that pixel's place in the image. */
const originBytes: usize = 12;

/**
 * Writes down where the patches of `tile` positions from `row` on start, and their results; the last of `rows` repeats.
 * `table` gets the addresses where they start.
 */
export function locate(
  p: Patches,
  row: i32,
  rows: i32,
  tile: i32,
  origins: usize,
  table: usize,
  outTable: usize,
): void {
  let x = row % p.gridWidth;
  let y = (row / p.gridWidth) % p.gridHeight;
  let b = row / p.gridWidth / p.gridHeight;
  for (let i = 0; i < tile; i++) {
    const pixelY = y * p.stepHeight + p.startHeight;
    const pixelX = x * p.stepWidth + p.startWidth;
    const start = p.image + (<usize>(((b * p.height + pixelY) * p.width + pixelX) * p.channels) << 2);
    store<u32>(table, start);
    store<u32>(origins, start);
    store<i32>(origins, pixelY, 4);
    store<i32>(origins, pixelX, 8);
    store<u32>(outTable, p.out + <usize>b * p.outBatch + <usize>y * p.outHeight + <usize>x * p.outWidth);
    table += 4;
    origins += originBytes;
    outTable += 4;
    if (i + 1 >= rows) continue;
    if (++x < p.gridWidth) continue;
    x = 0;
    if (++y < p.gridHeight) continue;
    y = 0;
    b++;
  }
}

/**
 * Runs of taps from `tap` on in the located patches start at the addresses in `table`, plus the bytes that are returned.
 * Runs outside the image are zeros; those partly outside are put together in the room.
 */
export function pointAtRuns(p: Patches, tap: i32, tile: i32, origins: usize, table: usize): usize {
  const down = p.tapHeight(tap);
  const across = p.tapWidth(tap);
  const shift = <usize>((down * p.width + across) * p.channels) << 2;
  if (p.inside) return shift;
  const room = p.width - p.tapsAcross;
  const runBytes = <usize>(p.tapsAcross * p.channels) << 2;
  let buffer = p.room;
  for (let i = 0; i < tile; i++) {
    const y = load<i32>(origins, 4) + down;
    const x = load<i32>(origins, 8) + across;
    let run = p.zeros;
    if (<u32>y < <u32>p.height && x > -p.tapsAcross && x < p.width) {
      run = <usize>load<u32>(origins) + shift;
      if (x < 0 || x > room) {
        copyInside(p, run, x, buffer);
        run = buffer;
      }
    }
    store<u32>(table, run);
    buffer += runBytes;
    origins += originBytes;
    table += 4;
  }
  return 0;
}

/** A run of taps from pixel x of a row on, with zeros for the pixels outside. */
function copyInside(p: Patches, from: usize, x: i32, to: usize): void {
  const pixelBytes = <usize>p.channels << 2;
  const before = <usize>max(-x, 0) * pixelBytes;
  const inside = <usize>min(p.width, x + p.tapsAcross) * pixelBytes - <usize>x * pixelBytes;
  const end = <usize>p.tapsAcross * pixelBytes;
  let i: usize = 0;
  for (; i < before; i += 4) store<u32>(to + i, 0);
  for (; i + 16 <= inside; i += 16) v128.store(to + i, v128.load(from + i));
  for (; i < inside; i += 4) store<u32>(to + i, load<u32>(from + i));
  for (; i < end; i += 4) store<u32>(to + i, 0);
}

/** Packs elements k0 to k0 + count of `rows` patches from position `row` on, as rows; fills the table of their results. */
export function packPatchRows(
  p: Patches,
  row: i32,
  rows: i32,
  k0: i32,
  count: i32,
  table: usize,
  to: usize,
  outTable: usize,
): void {
  // After the addresses that packRows reads.
  const origins = table + (tileRows << 2);
  locate(p, row, rows, tileRows, origins, table, outTable);
  const length = p.tapsAcross * p.channels;
  for (const end = k0 + count; k0 < end; ) {
    const start = k0 % length;
    const run = min(length - start, end - k0);
    const shift = pointAtRuns(p, (k0 / length) * p.tapsAcross, tileRows, origins, table);
    packRows(table, shift + (<usize>start << 2), run, to);
    to += (<usize>run << 2) * tileRows;
    k0 += run;
  }
}

/** Packs elements `row` to `row + rows` of the patches of positions k0 to k0 + count, as columns. */
export function packPatchColumns(p: Patches, row: i32, rows: i32, k0: i32, count: i32, to: usize): void {
  const channels = p.channels;
  const pitch: usize = tileRows << 2;
  for (let i = 0; i < rows; ) {
    const tap = (row + i) / channels;
    const channel = (row + i) % channels;
    const width = min(channels - channel, rows - i);
    packTap(p, p.tapHeight(tap), p.tapWidth(tap), channel, width, k0, count, to + (<usize>i << 2), pitch);
    i += width;
  }
}

/** `width` neighbouring channels of one tap. */
function packTap(
  p: Patches,
  down: i32,
  across: i32,
  channel: i32,
  width: i32,
  k0: i32,
  count: i32,
  to: usize,
  pitch: usize,
): void {
  const positions = p.gridHeight * p.gridWidth;
  const step = <usize>(p.stepWidth * p.channels) << 2;
  for (const end = k0 + count; k0 < end; ) {
    const b = k0 / positions;
    const gridY = (k0 % positions) / p.gridWidth;
    const from = k0 % p.gridWidth;
    const until = min(p.gridWidth, from + end - k0);
    const y = gridY * p.stepHeight + p.startHeight + down;
    const left = p.startWidth + across;
    // Positions whose pixel lies inside the image: first to stop.
    let first = until;
    let stop = until;
    if (<u32>y < <u32>p.height) {
      first = min(max(from, left < 0 ? (p.stepWidth - 1 - left) / p.stepWidth : 0), until);
      const room = p.width - left;
      stop = min(max(first, room > 0 ? (room + p.stepWidth - 1) / p.stepWidth : 0), until);
    }
    clearNeighbours(width, first - from, to, pitch);
    to += <usize>(first - from) * pitch;
    const pixel = ((b * p.height + y) * p.width + first * p.stepWidth + left) * p.channels + channel;
    copyNeighbours(p.image + (<usize>pixel << 2), step, width, stop - first, to, pitch);
    to += <usize>(stop - first) * pitch;
    clearNeighbours(width, until - stop, to, pitch);
    to += <usize>(until - stop) * pitch;
    k0 += until - from;
  }
}
