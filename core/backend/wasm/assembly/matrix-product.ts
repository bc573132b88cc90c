// Products in blocks: the right side is packed a block at a time, the left one a panel at a time, wherever their
// elements come from: matrices, or the patches of images, which are never written out.

import { copyNeighbours, packColumns, packRows } from './pack';
import { Epilogue, multiplyTile, storeTile, tileColumns, tileRows } from './micro-kernel';
import { Axis } from './regions';
import { packPatchColumns, packPatchRows, Patches } from './patches';
import { packPoint } from './winograd-filter';
import { Winograd } from './winograd-grid';

/** Longest block of k: a panel of a has to stay in the first-level cache, and sums should not be too long. */
export const blockDepth: i32 = 768;

/** Most numbers of a packed block of b, which has to stay in the second-level cache. */
export const blockSize: i32 = 1 << 17;

/** Where the elements of the left side come from. */
export const enum Left {
  /** `[m, k]`. */
  rows,
  /** `[k, m]`. */
  transposed,
  /** A patch for each row. */
  patches,
  /** A patch for each k. */
  patchesTransposed,
}

/** Where the elements of the right side come from. */
export const enum Right {
  /** `[k, n]`. */
  rows,
  /** `[n, k]`. */
  transposed,
  /** A filter `[taps, channels, n]`, of which the patches have some of the taps: k is tap and channel. */
  filter,
  /** A filter `[taps, n, channels]` likewise. */
  turnedFilter,
  /** A filter at one of Winograd's points, `[phases inChannels, n]`. */
  point,
  /** The same turned, `[phases n, outChannels]`. */
  turnedPoint,
}

/** A product `[m, k] [k, n]` to do, of which one thread has rows `rowStart` to `rowEnd` and columns likewise. */
@unmanaged
export class Product {
  left: i32;
  a: usize;
  /** From row to row of the matrix in memory, in elements. */
  strideA: i32;
  right: i32;
  b: usize;
  strideB: i32;
  k: i32;
  rowStart: i32;
  rowEnd: i32;
  columnStart: i32;
  columnEnd: i32;
  out: usize;
  /** From row to row, in elements. */
  strideOut: i32;
  patches: Patches;
  /** Of a convolution by regions. */
  vertical: Axis;
  horizontal: Axis;
  /** Of a convolution by Winograd's algorithm. */
  winograd: Winograd;
  point: i32;
  epilogue: Epilogue;
  /** Addresses of the rows of a tile of the result. */
  outTable: usize;
  /** Addresses of the rows of a panel of a. */
  leftTable: usize;
  tile: usize;
  leftPanel: usize;
  rightBlock: usize;
}

/** The part of a product that lies between its first and last row and column. */
export function multiply(p: Product): void {
  // Blocks of about one length, whole vectors each.
  const blocks = (p.k + blockDepth - 1) / blockDepth;
  const depth = blocks > 1 ? ((p.k + blocks - 1) / blocks + 7) & -8 : p.k;
  const width = depth == 0 ? p.columnEnd : max((blockSize / depth) & -tileColumns, tileColumns);
  const plain = !p.epilogue.bias && p.epilogue.activation == 0;
  for (let column = p.columnStart; column < p.columnEnd; column += width) {
    const columns = min(width, p.columnEnd - column);
    let k0 = 0;
    // Once for an empty sum too, which is 0.
    do {
      const count = min(depth, p.k - k0);
      const first = k0 == 0;
      const last = k0 + count == p.k;
      packRight(p, column, columns, k0, count);
      for (let row = p.rowStart; row < p.rowEnd; row += tileRows) {
        const rows = min(tileRows, p.rowEnd - row);
        packLeft(p, row, rows, k0, count);
        const pitch = first && (!last || plain) && rows == tileRows ? commonPitch(p.outTable) : 0;
        multiplyPanel(p, column, columns, rows, count, pitch, first, last);
      }
      k0 += count;
    } while (k0 < p.k);
  }
}

/** Bytes from each row of a tile of the result to the next, or 0 where they are not the same. */
function commonPitch(table: usize): usize {
  const pitch = load<u32>(table, 4) - load<u32>(table);
  for (let i: usize = 1; i + 1 < <usize>tileRows; i++) {
    const at = table + (i << 2);
    if (load<u32>(at, 4) - load<u32>(at) != pitch) return 0;
  }
  return <usize>pitch;
}

/** One panel of a with all panels of b. Whole tiles that are done go to the result directly, where `pitch` is not 0. */
function multiplyPanel(
  p: Product,
  column: i32,
  columns: i32,
  rows: i32,
  count: i32,
  pitch: usize,
  first: bool,
  last: bool,
): void {
  const a = p.leftPanel;
  const tile = p.tile;
  const start = <usize>load<u32>(p.outTable);
  let b = p.rightBlock;
  let offset = <usize>column << 2;
  for (let left = columns; left > 0; left -= tileColumns) {
    if (pitch && left >= tileColumns) multiplyTile(count, a, b, start + offset, pitch);
    else {
      multiplyTile(count, a, b, tile, tileColumns << 2);
      storeTile(tile, p.outTable, offset, rows, min(tileColumns, left), first, last, p.epilogue);
    }
    b += <usize>count << 5;
    offset += tileColumns << 2;
  }
}

function packRight(p: Product, column: i32, columns: i32, k0: i32, count: i32): void {
  let to = p.rightBlock;
  if (p.right == Right.point || p.right == Right.turnedPoint) return packPoint(p, column, columns, k0, count, to);
  for (let j = 0; j < columns; j += tileColumns, to += <usize>count << 5) {
    const width = min(tileColumns, columns - j);
    const n = column + j;
    if (p.right == Right.rows) {
      copyNeighbours(p.b + (<usize>(k0 * p.strideB + n) << 2), <usize>p.strideB << 2, width, count, to, 32);
    } else if (p.right == Right.transposed) {
      packColumns(p.b + (<usize>(n * p.strideB + k0) << 2), <usize>p.strideB << 2, width, count, to);
    } else packFilter(p, n, width, k0, count, to);
  }
}

function packFilter(p: Product, n: i32, width: i32, k0: i32, count: i32, to: usize): void {
  const patches = p.patches;
  const channels = patches.channels;
  for (const end = k0 + count; k0 < end; ) {
    const channel = k0 % channels;
    const run = min(channels - channel, end - k0);
    const tap = patches.filterTap(k0 / channels);
    if (p.right == Right.filter) {
      const from = p.b + (<usize>((tap * channels + channel) * p.strideB + n) << 2);
      copyNeighbours(from, <usize>p.strideB << 2, width, run, to, tileColumns << 2);
    } else {
      const from = p.b + (<usize>((tap * p.strideB + n) * channels + channel) << 2);
      packColumns(from, <usize>channels << 2, width, run, to);
    }
    to += <usize>run << 5;
    k0 += run;
  }
}

function packLeft(p: Product, row: i32, rows: i32, k0: i32, count: i32): void {
  if (p.left == Left.patches) packPatchRows(p.patches, row, rows, k0, count, p.leftTable, p.leftPanel, p.outTable);
  else {
    for (let i = 0; i < rows; i++) {
      store<u32>(p.outTable + (<usize>i << 2), p.out + (<usize>((row + i) * p.strideOut) << 2));
    }
    if (p.left == Left.rows) {
      for (let i = 0; i < tileRows; i++) {
        // Rows that are not there repeat the last one; their products are never stored.
        const from = p.a + (<usize>((row + min(i, rows - 1)) * p.strideA) << 2);
        store<u32>(p.leftTable + (<usize>i << 2), from);
      }
      packRows(p.leftTable, <usize>k0 << 2, count, p.leftPanel);
    } else if (p.left == Left.transposed) {
      const from = p.a + (<usize>(k0 * p.strideA + row) << 2);
      copyNeighbours(from, <usize>p.strideA << 2, rows, count, p.leftPanel, tileRows << 2);
    } else packPatchColumns(p.patches, row, rows, k0, count, p.leftPanel);
  }
}
