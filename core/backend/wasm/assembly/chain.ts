// Elementwise chains (../../program/chain.ts), a block of elements at a time: every step goes over one block before the
// next step does, so what is between the steps stays in the first-level cache. ../operations/elementwise.ts plans which
// register lies in which slot of the scratch memory, and writes the words that are read here.
import { float, int, pointer } from './arguments';
import * as code from './chain-codes';
import { expand } from './chain-loads';
import { eachChoice, eachSine, eachToBool, eachToInt } from './chain-loops';
import { pairs } from './chain-pairs';
import { singles } from './chain-singles';

/**
 * Body: elements, elements of a block, slots, steps done once and steps done for every block, then the steps. A step: its
 * code, where its result goes, its operands a, b and c, its numbers p and q. A place is the number of a slot, or below
 * zero `~i` for tensor i of those written and read.
 */
export function chain(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const size = int(at, 0);
  const block = int(at, 1);
  const once = int(at, 3);
  const steps = int(at, 4);
  const first = at + (code.headWords << 2);
  const second = first + <usize>(once * code.stepWords) * 4;
  const pointers = second + <usize>(steps * code.stepWords) * 4;
  const blockBytes = <usize>block << 2;
  const slots = scratch + <usize>(thread * int(at, 2)) * blockBytes;
  const blocks = (size + block - 1) / block;
  const end = (blocks * (thread + 1)) / threads;
  let b = (blocks * thread) / threads;
  if (b == end) return;
  for (let s = first; s < second; s += code.stepWords * 4) step(s, pointers, slots, blockBytes, 0, min(block, size));
  for (; b < end; b++) {
    const start = b * block;
    const count = min(block, size - start);
    for (let s = second; s < pointers; s += code.stepWords * 4) step(s, pointers, slots, blockBytes, start, count);
  }
}

/** Where a block of a slot or of a float32 or int32 tensor starts. */
// @ts-ignore: decorator
@inline
function place(word: i32, pointers: usize, slots: usize, blockBytes: usize, start: i32): usize {
  return word < 0 ? pointer(pointers, ~word) + (<usize>start << 2) : slots + <usize>word * blockBytes;
}

/** Does one step for `count` elements from `start`. */
function step(at: usize, pointers: usize, slots: usize, blockBytes: usize, start: i32, count: i32): void {
  const kind = int(at, 0);
  const bytes = <usize>count << 2;
  const d = place(int(at, 1), pointers, slots, blockBytes, start);
  if (kind == code.expand) {
    return expand(d, pointer(pointers, ~int(at, 2)), int(at, 3), int(at, 4), int(at, 5), start, count);
  }
  const a = place(int(at, 2), pointers, slots, blockBytes, start);
  if (kind <= code.eluGrad) return pairs(kind, d, a, place(int(at, 3), pointers, slots, blockBytes, start), bytes);
  switch (kind) {
    case code.select: {
      const b = place(int(at, 3), pointers, slots, blockBytes, start);
      return eachChoice(d, a, b, place(int(at, 4), pointers, slots, blockBytes, start), bytes);
    }
    case code.sin: return eachSine(d, a, 0, bytes);
    case code.cos: return eachSine(d, a, 1, bytes);
    case code.storeInt: return eachToInt(d, a, bytes);
    // The place above is that of four bytes an element.
    case code.storeBool: return eachToBool(d - <usize>start * 3, a, bytes);
    default: return singles(kind, d, a, f32x4.splat(float(at, 5)), f32x4.splat(float(at, 6)), bytes);
  }
}
