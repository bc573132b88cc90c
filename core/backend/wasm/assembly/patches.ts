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
  /** As many zeros as there are channels. */
  zeros: usize;
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

/** Packs elements k0 to k0 + count of the patches of positions `row` on, as rows; fills the table of their results. */
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
  const positions = p.gridHeight * p.gridWidth;
  const channels = p.channels;
  // After the addresses that packRows reads: image, top and left of each row.
  const origins = table + (tileRows << 2);
  for (let i = 0; i < tileRows; i++) {
    const position = row + min(i, rows - 1);
    const b = position / positions;
    const y = (position % positions) / p.gridWidth;
    const x = position % p.gridWidth;
    const origin = origins + <usize>i * 12;
    store<u32>(origin, p.image + (<usize>(b * p.height * p.width * channels) << 2));
    store<i32>(origin, y * p.stepHeight + p.startHeight, 4);
    store<i32>(origin, x * p.stepWidth + p.startWidth, 8);
    store<u32>(outTable + (<usize>i << 2), p.out + <usize>b * p.outBatch + <usize>y * p.outHeight + <usize>x * p.outWidth);
  }
  for (const end = k0 + count; k0 < end; ) {
    const tap = k0 / channels;
    const channel = k0 % channels;
    const run = min(channels - channel, end - k0);
    const down = p.tapHeight(tap);
    const across = p.tapWidth(tap);
    for (let i = 0; i < tileRows; i++) {
      const origin = origins + <usize>i * 12;
      const y = load<i32>(origin, 4) + down;
      const x = load<i32>(origin, 8) + across;
      const inside = <u32>y < <u32>p.height && <u32>x < <u32>p.width;
      const pixel = <usize>load<u32>(origin) + (<usize>((y * p.width + x) * channels) << 2);
      store<u32>(table + (<usize>i << 2), inside ? pixel : p.zeros);
    }
    packRows(table, <usize>channel << 2, run, to);
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
