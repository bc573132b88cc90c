import { int, pointer } from './arguments';
import { firstOf } from './division';
import { copyRun, setRun } from './runs';
import { sync } from './threads';
import { transpose } from './transpose';

/** Elements of the result that `concat` writes together. */
const nearElements: i32 = 4096;

/**
 * Strided copy of six axes: bytes, fills, fill, outSize, inStart, outStart, then sizes, strides of x, strides of out. The
 * last two axes are a plane; the lowering puts neighbours of out last and, where they aren't neighbours of x too, those
 * before them.
 */
export function copy(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const shift: usize = int(at, 0) == 1 ? 0 : 2;
  const out = pointer(at, 24);
  const x = pointer(at, 25) + (int(at, 4) << shift);
  const target = out + (int(at, 5) << shift);
  if (int(at, 1) == 1) {
    const size = int(at, 3);
    // A byte's filling is 0 or 1; a word's is its bits.
    const word = shift == 0 ? <i32>load<f32>(at, 8) * 0x01010101 : load<i32>(at, 8);
    const from = firstOf(size, thread, threads);
    setRun(out + (<usize>from << shift), word, <usize>(firstOf(size, thread + 1, threads) - from) << shift);
    sync(threads);
  }
  const rows = int(at, 10);
  const columns = int(at, 11);
  const across = int(at, 17);
  const isTranspose = across != 1 && shift == 2 && int(at, 16) == 1 && int(at, 23) == 1;
  const together = isTranspose ? 4 : 1;
  const blocks = (rows + together - 1) / together;
  const units = int(at, 6) * int(at, 7) * int(at, 8) * int(at, 9) * blocks;
  // Few rows are divided within, many are shared out.
  const within = units < 4 * threads;
  const c0 = within ? firstOf(columns, thread, threads) : 0;
  const c1 = within ? firstOf(columns, thread + 1, threads) : columns;
  const end = within ? units : firstOf(units, thread + 1, threads);
  let unit = within ? 0 : firstOf(units, thread, threads);
  while (unit < end) {
    const plane = unit / blocks;
    const block = unit - plane * blocks;
    const last = min(blocks, block + end - unit);
    const from = x + (offsetOf(at, plane, 12) << shift);
    const to = target + (offsetOf(at, plane, 18) << shift);
    const r0 = block * together;
    const r1 = min(rows, last * together);
    if (isTranspose) transpose(to, from, r0, r1, c0, c1, int(at, 22), across);
    else copyPlane(to, from, r0, r1, c0, c1, shift, at);
    unit += last - block;
  }
}

/** Elements from the first plane to plane `plane`, by the strides from word `strides` on. */
function offsetOf(at: usize, plane: i32, strides: i32): i32 {
  let offset = 0;
  let rest = plane;
  for (let axis = 3; axis >= 0 && rest > 0; axis--) {
    const size = int(at, 6 + axis);
    const next = rest / size;
    offset += (rest - next * size) * int(at, strides + axis);
    rest = next;
  }
  return offset;
}

function copyPlane(out: usize, x: usize, r0: i32, r1: i32, c0: i32, c1: i32, shift: usize, at: usize): void {
  const inDown = int(at, 16) << shift;
  const inAcross = int(at, 17) << shift;
  const outDown = int(at, 22) << shift;
  const outAcross = int(at, 23) << shift;
  const step = 1 << <i32>shift;
  const bytes = <usize>(c1 - c0) << shift;
  for (let row = r0; row < r1; row++) {
    let from = x + row * inDown + c0 * inAcross;
    let to = out + row * outDown + c0 * outAcross;
    if (outAcross == step && inAcross == step) copyRun(to, from, bytes);
    else if (outAcross == step && inAcross == 0) {
      setRun(to, shift == 0 ? <i32>load<u8>(from) * 0x01010101 : load<i32>(from), bytes);
    } else if (shift == 0) {
      for (let column = c0; column < c1; column++, from += inAcross, to += outAcross) store<u8>(to, load<u8>(from));
    } else {
      for (let column = c0; column < c1; column++, from += inAcross, to += outAcross) store<u32>(to, load<u32>(from));
    }
  }
}

/** Joins `[outer, length i]` along the last axis: outer, bytes, then the number of lengths and the lengths. */
export function concat(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const outer = int(at, 0);
  const shift: usize = int(at, 1) == 1 ? 0 : 2;
  const count = int(at, 2);
  let width = 0;
  for (let i = 0; i < count; i++) width += int(at, 3 + i);
  const within = outer < 4 * threads;
  const r0 = within ? 0 : firstOf(outer, thread, threads);
  const r1 = within ? outer : firstOf(outer, thread + 1, threads);
  // Some rows of every piece in turn, so that what is written lies together.
  const nearRows = max(1, nearElements / max(1, width));
  for (let row = r0; row < r1; row += nearRows) {
    const end = min(r1, row + nearRows);
    let start = 0;
    for (let i = 0; i < count; i++) {
      const length = int(at, 3 + i);
      const c0 = within ? firstOf(length, thread, threads) : 0;
      const c1 = within ? firstOf(length, thread + 1, threads) : length;
      let from = pointer(at, 4 + count + i) + ((<usize>row * length + c0) << shift);
      let to = pointer(at, 3 + count) + ((<usize>row * width + start + c0) << shift);
      for (let near = row; near < end; near++) {
        copyRun(to, from, <usize>(c1 - c0) << shift);
        from += <usize>length << shift;
        to += <usize>width << shift;
      }
      start += length;
    }
  }
}

/** size, value. */
export function fill(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const size = int(at, 0);
  const from = firstOf(size, thread, threads);
  setRun(
    pointer(at, 2) + (<usize>from << 2),
    load<i32>(at, 4),
    <usize>(firstOf(size, thread + 1, threads) - from) << 2,
  );
}
