// How the operands of a chain that are not plain float32 tensors get into a slot: see `Load` in ../../program/chain.ts.
import { write } from './chain-loops';

/** Types of an operand, as ../operations/elementwise.ts writes them. */
const float32: i32 = 0;
const int32: i32 = 1;

/** Elements `start` to `start + count` of the result's operand: element e is `x[(e / repeat) % period]`. */
export function expand(d: usize, x: usize, type: i32, repeat: i32, period: i32, start: i32, count: i32): void {
  if (repeat != 1) return expandRuns(d, x, type, repeat, period, start, count);
  let from = start % period;
  let done = 0;
  while (done < count) {
    const length = min(period - from, count - done);
    convert(d + (<usize>done << 2), x, type, from, length);
    done += length;
    from = 0;
    // What is there once is copied from itself from now on.
    if (done >= period && start % period == 0) return repeatItself(d, done, count);
  }
}

/** Fills the rest of `count` numbers with the first `done` over and over. */
function repeatItself(d: usize, done: i32, count: i32): void {
  let have = done;
  while (have < count) {
    const length = min(have, count - have);
    memory.copy(d + (<usize>have << 2), d, <usize>length << 2);
    have += length;
  }
}

function convert(d: usize, x: usize, type: i32, from: i32, count: i32): void {
  if (type == float32) {
    memory.copy(d, x + (<usize>from << 2), <usize>count << 2);
  } else if (type == int32) {
    const at = x + (<usize>from << 2);
    let i = 0;
    for (; i + 4 <= count; i += 4) {
      v128.store(d + (<usize>i << 2), f32x4.convert_i32x4_s(v128.load(at + (<usize>i << 2))));
    }
    for (; i < count; i++) store<f32>(d + (<usize>i << 2), <f32>load<i32>(at + (<usize>i << 2)));
  } else {
    const at = x + <usize>from;
    for (let i = 0; i < count; i++) store<f32>(d + (<usize>i << 2), <f32>load<u8>(at + <usize>i));
  }
}

function expandRuns(d: usize, x: usize, type: i32, repeat: i32, period: i32, start: i32, count: i32): void {
  let index = (start / repeat) % period;
  let left = repeat - (start % repeat);
  let done = 0;
  while (done < count) {
    const length = min(left, count - done);
    splat(d + (<usize>done << 2), value(x, type, index), <usize>length << 2);
    done += length;
    left = repeat;
    index = index + 1 == period ? 0 : index + 1;
  }
}

function value(x: usize, type: i32, index: i32): f32 {
  if (type == float32) return load<f32>(x + (<usize>index << 2));
  if (type == int32) return <f32>load<i32>(x + (<usize>index << 2));
  return <f32>load<u8>(x + <usize>index);
}

function splat(d: usize, number: f32, bytes: usize): void {
  const four = f32x4.splat(number);
  for (let i: usize = 0; i < bytes; i += 16) write(d + i, four, bytes - i);
}
