import { extremeOfRun, sumRun } from './accumulate';
import { int, pointer } from './arguments';
import { firstOf } from './division';
import { exp } from './math';
import { log } from './math-log';

/**
 * `exp(x - m) / sum(exp(x - m))` over each row with its largest number m, or the logarithm of that: rows, columns, log.
 */
export function softmax(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const rows = int(at, 0);
  const columns = int(at, 1);
  const bytes = <usize>columns << 2;
  const end = firstOf(rows, thread + 1, threads);
  for (let row = firstOf(rows, thread, threads); row < end; row++) {
    const to = pointer(at, 3) + <usize>row * bytes;
    const from = pointer(at, 4) + <usize>row * bytes;
    const largest = f32x4.splat(<f32>extremeOfRun(from, columns, false));
    for (let i: usize = 0; i < bytes; i += 16) {
      const x = loadUpTo4(from + i, bytes - i);
      storeUpTo4(to + i, bytes - i, exp(f32x4.sub(x, largest)));
    }
    const sum = f32x4.splat(<f32>sumRun(to, columns));
    if (int(at, 2) == 1) {
      const shift = log(sum);
      for (let i: usize = 0; i < bytes; i += 16) {
        const x = f32x4.sub(loadUpTo4(from + i, bytes - i), largest);
        storeUpTo4(to + i, bytes - i, f32x4.sub(x, shift));
      }
    } else {
      for (let i: usize = 0; i < bytes; i += 16) {
        storeUpTo4(to + i, bytes - i, f32x4.div(loadUpTo4(to + i, bytes - i), sum));
      }
    }
  }
}

/** Four numbers, or as many as there are bytes for. */
// @ts-ignore: decorator
@inline
function loadUpTo4(from: usize, bytes: usize): v128 {
  if (bytes >= 16) return v128.load(from);
  let four = v128.load32_zero(from);
  if (bytes > 4) four = v128.load_lane<u32>(from + 4, four, 1);
  if (bytes > 8) four = v128.load_lane<u32>(from + 8, four, 2);
  return four;
}

// @ts-ignore: decorator
@inline
function storeUpTo4(to: usize, bytes: usize, four: v128): void {
  if (bytes >= 16) {
    v128.store(to, four);
    return;
  }
  v128.store_lane<u32>(to, four, 0);
  if (bytes > 4) v128.store_lane<u32>(to + 4, four, 1);
  if (bytes > 8) v128.store_lane<u32>(to + 8, four, 2);
}
