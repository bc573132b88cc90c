// Products with few columns, which would leave most of a tile of the micro-kernel empty: dot products of rows where they
// lie, four rows at a time.

import { blockSize, Left, Product, Right } from './matrix-product';
import { Epilogue, finished, multiplyAdd } from './micro-kernel';
import { locate, pointAtRuns } from './patches';

/** Most columns of a narrow product. */
const mostColumns: i32 = 3;

/** Rows of a narrow tile. */
const narrowRows: i32 = 4;

/** Whether a product is narrow: its columns must fit into the packed block as they are. */
export function isNarrow(p: Product, columns: i32): bool {
  return columns <= mostColumns && (p.left == Left.rows || p.left == Left.patches) && columns * p.k <= blockSize;
}

/** Rows `rowStart` to `rowEnd` of a narrow product, all `columns` of it. */
export function multiplyNarrow(p: Product, columns: i32): void {
  packNarrow(p, columns);
  const patches = p.left == Left.patches;
  const length = patches ? p.patches.tapsAcross * p.patches.channels : p.k;
  const origins = p.leftTable + (narrowRows << 2);
  const pitch = <usize>p.k << 2;
  for (let row = p.rowStart; row < p.rowEnd; row += narrowRows) {
    const rows = min(narrowRows, p.rowEnd - row);
    if (patches) locate(p.patches, row, rows, narrowRows, origins, p.leftTable, p.outTable);
    else pointAtRows(p, row, rows);
    for (let i = 0; i < narrowRows * mostColumns; i++) v128.store(p.tile + (<usize>i << 4), f32x4.splat(0));
    for (let k = 0; k < p.k; k += length) {
      const shift = patches
        ? pointAtRuns(p.patches, k / p.patches.channels, narrowRows, origins, p.leftTable)
        : 0;
      const right = p.rightBlock + (<usize>k << 2);
      const whole = columns == 1 ? length & ~7 : length & ~3;
      if (columns == 1) addDots(p.leftTable, shift, right, whole, p.tile);
      else addDotsOfColumns(p.leftTable, shift, right, pitch, columns, whole, p.tile);
      if (whole < length) {
        const done = <usize>whole << 2;
        addRest(p.leftTable, shift + done, right + done, pitch, columns, length - whole, p.tile);
      }
    }
    storeNarrow(p.tile, p.outTable, rows, columns, p.epilogue);
  }
}

function pointAtRows(p: Product, row: i32, rows: i32): void {
  for (let i = 0; i < narrowRows; i++) {
    const at = row + min(i, rows - 1);
    store<u32>(p.leftTable + (<usize>i << 2), p.a + (<usize>(at * p.strideA) << 2));
    store<u32>(p.outTable + (<usize>i << 2), p.out + (<usize>(at * p.strideOut) << 2));
  }
}

/** The right side as rows of k, one for each column. */
function packNarrow(p: Product, columns: i32): void {
  let to = p.rightBlock;
  for (let column = 0; column < columns; column++) {
    for (let k = 0; k < p.k; k++, to += 4) {
      let from: i32;
      if (p.right == Right.rows) from = k * p.strideB + column;
      else if (p.right == Right.transposed) from = column * p.strideB + k;
      else {
        const channels = p.patches.channels;
        const tap = p.patches.filterTap(k / channels);
        const channel = k % channels;
        from = p.right == Right.filter ? (tap * channels + channel) * p.strideB + column : (tap * p.strideB + column) * channels + channel;
      }
      store<u32>(to, load<u32>(p.b + (<usize>from << 2)));
    }
  }
}

/**
 * Adds to vectors in `tile` the products, lane by lane, of one column with four rows, which start `shift` bytes after the
 * addresses in `table`: two vectors for each row.
 */
export function addDots(table: usize, shift: usize, right: usize, count: i32, tile: usize): void {
  let p0 = <usize>load<u32>(table) + shift;
  let p1 = <usize>load<u32>(table, 4) + shift;
  let p2 = <usize>load<u32>(table, 8) + shift;
  let p3 = <usize>load<u32>(table, 12) + shift;
  let a0 = v128.load(tile);
  let a1 = v128.load(tile, 16);
  let a2 = v128.load(tile, 32);
  let a3 = v128.load(tile, 48);
  // A second vector of each row hides the latency of the additions.
  let b0 = v128.load(tile, 64);
  let b1 = v128.load(tile, 80);
  let b2 = v128.load(tile, 96);
  let b3 = v128.load(tile, 112);
  for (const end = right + (<usize>count << 2); right < end; right += 32) {
    const low = v128.load(right);
    const high = v128.load(right, 16);
    a0 = multiplyAdd(v128.load(p0), low, a0);
    b0 = multiplyAdd(v128.load(p0, 16), high, b0);
    a1 = multiplyAdd(v128.load(p1), low, a1);
    b1 = multiplyAdd(v128.load(p1, 16), high, b1);
    a2 = multiplyAdd(v128.load(p2), low, a2);
    b2 = multiplyAdd(v128.load(p2, 16), high, b2);
    a3 = multiplyAdd(v128.load(p3), low, a3);
    b3 = multiplyAdd(v128.load(p3, 16), high, b3);
    p0 += 32;
    p1 += 32;
    p2 += 32;
    p3 += 32;
  }
  v128.store(tile, a0);
  v128.store(tile, a1, 16);
  v128.store(tile, a2, 32);
  v128.store(tile, a3, 48);
  v128.store(tile, b0, 64);
  v128.store(tile, b1, 80);
  v128.store(tile, b2, 96);
  v128.store(tile, b3, 112);
}

/** The same for up to three columns, `pitch` bytes apart: vectors in `tile` are first by column, then by row. */
export function addDotsOfColumns(
  table: usize,
  shift: usize,
  right: usize,
  pitch: usize,
  columns: i32,
  count: i32,
  tile: usize,
): void {
  let p0 = <usize>load<u32>(table) + shift;
  let p1 = <usize>load<u32>(table, 4) + shift;
  let p2 = <usize>load<u32>(table, 8) + shift;
  let p3 = <usize>load<u32>(table, 12) + shift;
  let next = right + pitch;
  // A third column that is not there repeats the second; its products are never stored.
  let third = columns > 2 ? next + pitch : next;
  let a0 = v128.load(tile);
  let a1 = v128.load(tile, 16);
  let a2 = v128.load(tile, 32);
  let a3 = v128.load(tile, 48);
  let b0 = v128.load(tile, 64);
  let b1 = v128.load(tile, 80);
  let b2 = v128.load(tile, 96);
  let b3 = v128.load(tile, 112);
  let c0 = v128.load(tile, 128);
  let c1 = v128.load(tile, 144);
  let c2 = v128.load(tile, 160);
  let c3 = v128.load(tile, 176);
  for (const end = right + (<usize>count << 2); right < end; right += 16) {
    const w0 = v128.load(right);
    const w1 = v128.load(next);
    const w2 = v128.load(third);
    let row = v128.load(p0);
    a0 = multiplyAdd(row, w0, a0);
    b0 = multiplyAdd(row, w1, b0);
    c0 = multiplyAdd(row, w2, c0);
    row = v128.load(p1);
    a1 = multiplyAdd(row, w0, a1);
    b1 = multiplyAdd(row, w1, b1);
    c1 = multiplyAdd(row, w2, c1);
    row = v128.load(p2);
    a2 = multiplyAdd(row, w0, a2);
    b2 = multiplyAdd(row, w1, b2);
    c2 = multiplyAdd(row, w2, c2);
    row = v128.load(p3);
    a3 = multiplyAdd(row, w0, a3);
    b3 = multiplyAdd(row, w1, b3);
    c3 = multiplyAdd(row, w2, c3);
    next += 16;
    third += 16;
    p0 += 16;
    p1 += 16;
    p2 += 16;
    p3 += 16;
  }
  v128.store(tile, a0);
  v128.store(tile, a1, 16);
  v128.store(tile, a2, 32);
  v128.store(tile, a3, 48);
  v128.store(tile, b0, 64);
  v128.store(tile, b1, 80);
  v128.store(tile, b2, 96);
  v128.store(tile, b3, 112);
  v128.store(tile, c0, 128);
  v128.store(tile, c1, 144);
  v128.store(tile, c2, 160);
  v128.store(tile, c3, 176);
}

/** The same for the last `count` values of a run, one by one, to the first lane. */
function addRest(
  table: usize,
  shift: usize,
  right: usize,
  pitch: usize,
  columns: i32,
  count: i32,
  tile: usize,
): void {
  for (let column = 0; column < columns; column++, right += pitch) {
    for (let row = 0; row < narrowRows; row++, tile += 16) {
      const from = <usize>load<u32>(table + (<usize>row << 2)) + shift;
      let sum = v128.load(tile);
      for (let i: usize = 0; i < <usize>count << 2; i += 4) {
        sum = multiplyAdd(v128.load32_zero(from + i), v128.load32_zero(right + i), sum);
      }
      v128.store(tile, sum);
    }
  }
}

/** Adds up the lanes and brings them to the result. */
function storeNarrow(tile: usize, table: usize, rows: i32, columns: i32, epilogue: Epilogue): void {
  for (let column = 0; column < columns; column++) {
    const offset = <usize>column << 2;
    for (let row = 0; row < rows; row++) {
      const at = tile + (<usize>(column * narrowRows + row) << 4);
      let lanes = v128.load(at);
      if (columns == 1) lanes = f32x4.add(lanes, v128.load(at, narrowRows << 4));
      const pairs = f32x4.add(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 0, 1));
      const sum = f32x4.add(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2));
      const to = <usize>load<u32>(table + (<usize>row << 2)) + offset;
      v128.store_lane<f32>(to, finished(sum, offset, epilogue), 0);
    }
  }
}
