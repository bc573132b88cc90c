// Panels: the operands of a product in the order in which the micro-kernel reads them, `[k][rows of a tile]`.

import { tileColumns, tileRows } from './micro-kernel';

/** Address `row` of a table. */
// @ts-ignore: decorator
@inline
function entry(table: usize, row: i32): usize {
  return <usize>load<u32>(table + (<usize>row << 2));
}

// @ts-ignore: decorator
@inline
function lowPairs(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5);
}

// @ts-ignore: decorator
@inline
function highPairs(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 6, 3, 7);
}

// @ts-ignore: decorator
@inline
function lowHalves(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 0, 2);
}

// @ts-ignore: decorator
@inline
function highHalves(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 1, 3);
}

/** Four runs of four, `from` bytes after their starts, to columns `to` of four rows of a panel, `pitch` bytes apart. */
// @ts-ignore: decorator
@inline
function transposeFour(p0: usize, p1: usize, p2: usize, p3: usize, from: usize, to: usize, pitch: usize): void {
  const r0 = v128.load(p0 + from);
  const r1 = v128.load(p1 + from);
  const r2 = v128.load(p2 + from);
  const r3 = v128.load(p3 + from);
  const low01 = lowPairs(r0, r1);
  const low23 = lowPairs(r2, r3);
  const high01 = highPairs(r0, r1);
  const high23 = highPairs(r2, r3);
  v128.store(to, lowHalves(low01, low23));
  v128.store(to + pitch, highHalves(low01, low23));
  v128.store(to + 2 * pitch, lowHalves(high01, high23));
  v128.store(to + 3 * pitch, highHalves(high01, high23));
}

/** `count` values from `shift` bytes after each of the addresses in `table`, which are the rows of a tile. */
export function packRows(table: usize, shift: usize, count: i32, to: usize): void {
  const pitch: usize = tileRows << 2;
  const p0 = entry(table, 0) + shift;
  const p1 = entry(table, 1) + shift;
  const p2 = entry(table, 2) + shift;
  const p3 = entry(table, 3) + shift;
  const p4 = entry(table, 4) + shift;
  const p5 = tileRows > 5 ? entry(table, 5) + shift : 0;
  const bytes = <usize>count << 2;
  const whole = bytes & ~15;
  let from: usize = 0;
  for (; from < whole; from += 16, to += 4 * pitch) {
    const r0 = v128.load(p0 + from);
    const r1 = v128.load(p1 + from);
    const r2 = v128.load(p2 + from);
    const r3 = v128.load(p3 + from);
    const r4 = v128.load(p4 + from);
    const low01 = lowPairs(r0, r1);
    const low23 = lowPairs(r2, r3);
    const high01 = highPairs(r0, r1);
    const high23 = highPairs(r2, r3);
    const second = highHalves(low01, low23);
    const third = lowHalves(high01, high23);
    const fourth = highHalves(high01, high23);
    v128.store(to, lowHalves(low01, low23));
    // Four rows of the panel one after the other, as whole vectors.
    if (tileRows > 5) {
      const r5 = v128.load(p5 + from);
      const low = lowPairs(r4, r5);
      const high = highPairs(r4, r5);
      v128.store(to, lowHalves(low, second), 16);
      v128.store(to, highHalves(second, low), 32);
      v128.store(to, third, 48);
      v128.store(to, lowHalves(high, fourth), 64);
      v128.store(to, highHalves(fourth, high), 80);
    } else {
      v128.store(to, v128.shuffle<f32>(v128.shuffle<f32>(r4, second, 0, 0, 4, 4), second, 0, 2, 5, 6), 16);
      v128.store(to, v128.shuffle<f32>(v128.shuffle<f32>(second, r4, 3, 3, 5, 5), third, 0, 2, 4, 5), 32);
      v128.store(to, v128.shuffle<f32>(third, v128.shuffle<f32>(r4, fourth, 2, 2, 4, 4), 2, 3, 4, 6), 48);
      v128.store(to, v128.shuffle<f32>(fourth, v128.shuffle<f32>(fourth, r4, 3, 3, 7, 7), 1, 2, 4, 6), 64);
    }
  }
  for (; from < bytes; from += 4, to += pitch) {
    store<u32>(to, load<u32>(p0 + from));
    store<u32>(to, load<u32>(p1 + from), 4);
    store<u32>(to, load<u32>(p2 + from), 8);
    store<u32>(to, load<u32>(p3 + from), 12);
    store<u32>(to, load<u32>(p4 + from), 16);
    if (tileRows > 5) store<u32>(to, load<u32>(p5 + from), 20);
  }
}

/** `count` values of each of `columns` rows that are `stride` bytes apart, which become the columns of a tile. */
export function packColumns(start: usize, stride: usize, columns: i32, count: i32, to: usize): void {
  // Columns that are not there repeat the last one; their products are never stored.
  const last = columns - 1;
  const p0 = start;
  const p1 = start + <usize>min(1, last) * stride;
  const p2 = start + <usize>min(2, last) * stride;
  const p3 = start + <usize>min(3, last) * stride;
  const p4 = start + <usize>min(4, last) * stride;
  const p5 = start + <usize>min(5, last) * stride;
  const p6 = start + <usize>min(6, last) * stride;
  const p7 = start + <usize>min(7, last) * stride;
  const bytes = <usize>count << 2;
  const whole = bytes & ~15;
  let from: usize = 0;
  for (; from < whole; from += 16, to += 128) {
    transposeFour(p0, p1, p2, p3, from, to, 32);
    transposeFour(p4, p5, p6, p7, from, to + 16, 32);
  }
  for (; from < bytes; from += 4, to += 32) {
    store<u32>(to, load<u32>(p0 + from));
    store<u32>(to, load<u32>(p1 + from), 4);
    store<u32>(to, load<u32>(p2 + from), 8);
    store<u32>(to, load<u32>(p3 + from), 12);
    store<u32>(to, load<u32>(p4 + from), 16);
    store<u32>(to, load<u32>(p5 + from), 20);
    store<u32>(to, load<u32>(p6 + from), 24);
    store<u32>(to, load<u32>(p7 + from), 28);
  }
}

/** `width` neighbours in each of `count` rows that are `stride` bytes apart, to rows of a panel `pitch` bytes apart. */
// @ts-ignore: decorator
@inline
export function copyNeighbours(start: usize, stride: usize, width: i32, count: i32, to: usize, pitch: usize): void {
  if (width == 8) {
    for (; count > 0; count--, start += stride, to += pitch) {
      v128.store(to, v128.load(start));
      v128.store(to, v128.load(start, 16), 16);
    }
  } else if (width == 6) {
    for (; count > 0; count--, start += stride, to += pitch) {
      v128.store(to, v128.load(start));
      store<u64>(to, load<u64>(start, 16), 16);
    }
  } else if (width == 5) {
    for (; count > 0; count--, start += stride, to += pitch) {
      v128.store(to, v128.load(start));
      store<u32>(to, load<u32>(start, 16), 16);
    }
  } else if (width == 4) {
    for (; count > 0; count--, start += stride, to += pitch) v128.store(to, v128.load(start));
  } else if (width == 1) {
    for (; count > 0; count--, start += stride, to += pitch) store<u32>(to, load<u32>(start));
  } else {
    const bytes = <usize>width << 2;
    for (; count > 0; count--, start += stride, to += pitch) {
      for (let i: usize = 0; i < bytes; i += 4) store<u32>(to + i, load<u32>(start + i));
    }
  }
}

/** Zeros for `width` neighbours in each of `count` rows of a panel. */
export function clearNeighbours(width: i32, count: i32, to: usize, pitch: usize): void {
  const bytes = <usize>width << 2;
  for (; count > 0; count--, to += pitch) {
    for (let i: usize = 0; i < bytes; i += 4) store<u32>(to + i, 0);
  }
}
