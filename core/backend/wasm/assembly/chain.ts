// Elementwise chains (../../program/chain.ts), a block of elements at a time: every step goes over one block before the
// next step does, so what is between the steps stays in the first-level cache. ../operations/elementwise.ts plans which
// register lies in which slot of the scratch memory, and writes the words that are read here.
import { float, int, pointer } from './arguments';
import * as code from './chain-codes';
import { expand } from './chain-loads';
import { each, eachChoice, eachPair, eachSine, eachSlow, eachToBool, eachToInt } from './chain-loops';

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

function pairs(kind: i32, d: usize, a: usize, b: usize, bytes: usize): void {
  switch (kind) {
    case code.add: return eachPair(code.add, d, a, b, bytes);
    case code.sub: return eachPair(code.sub, d, a, b, bytes);
    case code.mul: return eachPair(code.mul, d, a, b, bytes);
    case code.div: return eachPair(code.div, d, a, b, bytes);
    case code.maximum: return eachPair(code.maximum, d, a, b, bytes);
    case code.minimum: return eachPair(code.minimum, d, a, b, bytes);
    case code.squaredDifference: return eachPair(code.squaredDifference, d, a, b, bytes);
    case code.less: return eachPair(code.less, d, a, b, bytes);
    case code.lessEqual: return eachPair(code.lessEqual, d, a, b, bytes);
    case code.greater: return eachPair(code.greater, d, a, b, bytes);
    case code.greaterEqual: return eachPair(code.greaterEqual, d, a, b, bytes);
    case code.equal: return eachPair(code.equal, d, a, b, bytes);
    case code.notEqual: return eachPair(code.notEqual, d, a, b, bytes);
    case code.and: return eachPair(code.and, d, a, b, bytes);
    case code.or: return eachPair(code.or, d, a, b, bytes);
    case code.tanhGrad: return eachPair(code.tanhGrad, d, a, b, bytes);
    case code.eluGrad: return eachPair(code.eluGrad, d, a, b, bytes);
    default: unreachable();
  }
}

function singles(kind: i32, d: usize, a: usize, p: v128, q: v128, bytes: usize): void {
  switch (kind) {
    case code.identity: return each(code.identity, d, a, p, q, bytes);
    case code.neg: return each(code.neg, d, a, p, q, bytes);
    case code.abs: return each(code.abs, d, a, p, q, bytes);
    case code.square: return each(code.square, d, a, p, q, bytes);
    case code.sqrt: return each(code.sqrt, d, a, p, q, bytes);
    case code.rsqrt: return each(code.rsqrt, d, a, p, q, bytes);
    case code.reciprocal: return each(code.reciprocal, d, a, p, q, bytes);
    case code.relu: return each(code.relu, d, a, p, q, bytes);
    case code.leakyRelu: return each(code.leakyRelu, d, a, p, q, bytes);
    case code.step: return each(code.step, d, a, p, q, bytes);
    case code.clip: return each(code.clip, d, a, p, q, bytes);
    case code.sign: return each(code.sign, d, a, p, q, bytes);
    case code.floor: return each(code.floor, d, a, p, q, bytes);
    case code.ceil: return each(code.ceil, d, a, p, q, bytes);
    case code.round: return each(code.round, d, a, p, q, bytes);
    case code.truncate: return each(code.truncate, d, a, p, q, bytes);
    case code.not: return each(code.not, d, a, p, q, bytes);
    case code.isNaN: return each(code.isNaN, d, a, p, q, bytes);
    case code.exp: return eachSlow(code.exp, d, a, bytes);
    case code.expm1: return eachSlow(code.expm1, d, a, bytes);
    case code.elu: return eachSlow(code.elu, d, a, bytes);
    case code.tanh: return eachSlow(code.tanh, d, a, bytes);
    case code.sigmoid: return eachSlow(code.sigmoid, d, a, bytes);
    case code.log: return eachSlow(code.log, d, a, bytes);
    case code.log1p: return eachSlow(code.log1p, d, a, bytes);
    case code.softplus: return eachSlow(code.softplus, d, a, bytes);
    default: unreachable();
  }
}
