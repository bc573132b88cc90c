import { int, pointer } from './arguments';
import { firstOf } from './division';
import { addRun } from './float-runs';
import { copyRun, setRun } from './runs';

/** The bits of a NaN, which an index outside reads, so that the mistake shows. */
const nan: i32 = 0x7fc00000;

/** `out[o, i] = x[o, indices[i]]`: outer, rows, width, count. */
export function gather(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const rows = int(at, 1);
  const count = int(at, 3);
  const bytes = <usize>int(at, 2) << 2;
  const x = pointer(at, 5);
  const indices = pointer(at, 6);
  const units = int(at, 0) * count;
  const first = firstOf(units, thread, threads);
  const end = firstOf(units, thread + 1, threads);
  let to = pointer(at, 4) + <usize>first * bytes;
  for (let unit = first; unit < end; unit++, to += bytes) {
    const outer = unit / count;
    const index = load<i32>(indices + (<usize>(unit - outer * count) << 2));
    if (<u32>index < <u32>rows) copyRun(to, x + <usize>(outer * rows + index) * bytes, bytes);
    else setRun(to, nan, bytes);
  }
}

/**
 * `out[s] = sum of x[i] where segments[i] = s`, others dropped: segments, count, width. Threads share wide rows by
 * columns, narrow ones by segments.
 */
export function scatterAdd(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const segments = int(at, 0);
  const count = int(at, 1);
  const width = int(at, 2);
  const out = pointer(at, 3);
  const x = pointer(at, 4);
  const ids = pointer(at, 5);
  const byColumns = width >= 16 * threads;
  const firstId = byColumns ? 0 : firstOf(segments, thread, threads);
  const endId = byColumns ? segments : firstOf(segments, thread + 1, threads);
  const firstColumn = byColumns ? firstOf(width, thread, threads) : 0;
  const columns = (byColumns ? firstOf(width, thread + 1, threads) : width) - firstColumn;
  for (let id = firstId; id < endId; id++) {
    setRun(out + ((<usize>id * width + firstColumn) << 2), 0, <usize>columns << 2);
  }
  for (let row = 0; row < count; row++) {
    const id = load<i32>(ids + (<usize>row << 2));
    if (id < firstId || id >= endId) continue;
    addRun(
      out + ((<usize>id * width + firstColumn) << 2),
      x + ((<usize>row * width + firstColumn) << 2),
      <usize>columns << 2,
    );
  }
}

/** `out[i, d] = on where indices[i] = d, else off`: count, depth, on, off. */
export function oneHot(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const count = int(at, 0);
  const depth = int(at, 1);
  const out = pointer(at, 4);
  const indices = pointer(at, 5);
  const end = firstOf(count, thread + 1, threads);
  for (let i = firstOf(count, thread, threads); i < end; i++) {
    const row = out + ((<usize>i * depth) << 2);
    setRun(row, int(at, 3), <usize>depth << 2);
    const index = load<i32>(indices + (<usize>i << 2));
    if (<u32>index < <u32>depth) store<i32>(row + (<usize>index << 2), int(at, 2));
  }
}
