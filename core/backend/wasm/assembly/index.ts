import { int, pointer } from './arguments';
import { chain } from './chain';
import { conv, convFilter, convInput } from './conv';
import { concat, copy, fill } from './copy';
import { gemm } from './gemm';
import { gather, oneHot, scatterAdd } from './gather';
import { avgPool, avgPoolGrad, resize, resizeGrad } from './images';
import { normBackward, normForward } from './norm';
import { average, norm, optimise } from './optimise';
import { philox } from './philox';
import { argReduce, reduce } from './reduce';
import { softmax } from './softmax';
import { enter, sync } from './threads';

// Exported so that they stay functions: inlined, their accumulators would not stay in registers.
export { multiplyTile } from './micro-kernel';
export { addDots, addDotsOfColumns } from './narrow-product';
export { multiplyAddPeak } from './peak';
export { panelProducts, rowProducts } from './row-products';
export { addRows } from './vector-product';

/** Bits of an instruction's flags. */
const parallel: i32 = 1;
const waitBefore: i32 = 2;

/**
 * Runs the instructions from `from` up to `end` as thread `thread` of `threads`; every thread calls it with the same
 * program. `barrier` is the address of what they meet at (see threads.ts; unused with one thread).
 */
export function run(from: usize, end: usize, thread: i32, threads: i32, barrier: usize): void {
  enter(barrier);
  for (let at = from; at < end; at += <usize>int(at, 1) << 2) {
    const word = int(at, 0);
    const flags = word >> 16;
    if (flags & waitBefore) sync(threads);
    const scratch = pointer(at, 2);
    if (flags & parallel) step(word & 0xffff, at + 12, scratch, thread, threads);
    else if (thread == 0) step(word & 0xffff, at + 12, scratch, 0, 1);
  }
  // Whoever returns may read what all have written, or write what they have read.
  sync(threads);
}

function step(code: i32, at: usize, scratch: usize, thread: i32, threads: i32): void {
  switch (code) {
    case 0: return gemm(at, scratch, thread, threads);
    case 1: return conv(at, scratch, thread, threads);
    case 2: return convInput(at, scratch, thread, threads);
    case 3: return convFilter(at, scratch, thread, threads);
    case 4: return chain(at, scratch, thread, threads);
    case 5: return reduce(at, scratch, thread, threads);
    case 6: return argReduce(at, scratch, thread, threads);
    case 7: return softmax(at, scratch, thread, threads);
    case 8: return copy(at, scratch, thread, threads);
    case 9: return concat(at, scratch, thread, threads);
    case 10: return fill(at, scratch, thread, threads);
    case 11: return gather(at, scratch, thread, threads);
    case 12: return scatterAdd(at, scratch, thread, threads);
    case 13: return oneHot(at, scratch, thread, threads);
    case 14: return avgPool(at, scratch, thread, threads);
    case 15: return avgPoolGrad(at, scratch, thread, threads);
    case 16: return resize(at, scratch, thread, threads);
    case 17: return resizeGrad(at, scratch, thread, threads);
    case 18: return normForward(at, scratch, thread, threads);
    case 19: return normBackward(at, scratch, thread, threads);
    case 20: return optimise(at, scratch, thread, threads);
    case 21: return average(at, scratch, thread, threads);
    case 22: return norm(at, scratch, thread, threads);
    case 23: return philox(at, scratch, thread, threads);
    default: unreachable();
  }
}
