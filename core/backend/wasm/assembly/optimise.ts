import { float, int, pointer } from './arguments';
import { get, put } from './lanes';
import { sync } from './threads';

/** Update rules; see ../../program/operations.ts. */
const Adam: i32 = 0;
const RmsProp: i32 = 1;
const RmsPropMomentum: i32 = 2;
const Sgd: i32 = 3;
const Momentum: i32 = 4;
const Nesterov: i32 = 5;
const Optimistic: i32 = 6;
const OptimisticAdam: i32 = 7;

// @ts-ignore: decorator
@inline
function slotsOf(rule: i32): i32 {
  if (rule == Adam || rule == RmsPropMomentum) return 2;
  if (rule == OptimisticAdam) return 3;
  return rule == Sgd ? 0 : 1;
}

/** Elements of all tensors together; their sizes are words `first` to `first + count - 1`. */
function total(at: usize, first: i32, count: i32): i32 {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += int(at, first + i);
  return sum;
}

/** Elements that one thread does, whole cache lines. */
// @ts-ignore: decorator
@inline
function share(elements: i32, threads: i32): i32 {
  return ((elements + threads - 1) / threads + 15) & ~15;
}

/** `decay v + (1 - decay) x`. */
// @ts-ignore: decorator
@inline
function decayed(decay: v128, v: v128, x: v128): v128 {
  return f32x4.add(f32x4.mul(decay, v), f32x4.mul(f32x4.sub(f32x4.splat(1), decay), x));
}

export function optimise(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const rule = int(at, 0);
  const count = int(at, 4);
  const slots = slotsOf(rule);
  const writes = 5 + count;
  const reads = writes + count * (1 + slots);
  const each = share(total(at, 5, count), threads);
  const from = each * thread;
  const to = from + each;
  const scalars = pointer(at, reads);
  let first = 0;
  for (let i = 0; i < count; i++) {
    const size = int(at, 5 + i);
    const start = max(from - first, 0);
    const end = min(to - first, size);
    const write = at + (<usize>(writes + i * (1 + slots)) << 2);
    const read = at + (<usize>(reads + 1 + i * (2 + slots)) << 2);
    if (start < end) move(rule, at, scalars, write, read, start, end);
    first += size;
  }
}

/** Moves elements start to end - 1 of one parameter; `write` and `read` are where its addresses are. */
function move(rule: i32, at: usize, scalars: usize, write: usize, read: usize, start: i32, end: i32): void {
  const a = f32x4.splat(float(at, 1));
  const b = f32x4.splat(float(at, 2));
  const c = f32x4.splat(float(at, 3));
  const rate = v128.load32_splat(scalars);
  switch (rule) {
    case Adam: return adam(a, b, rate, v128.load32_splat(scalars, 4), write, read, start, end);
    case RmsProp: return rmsProp(a, c, rate, write, read, start, end);
    case RmsPropMomentum: return rmsPropMomentum(a, b, c, rate, write, read, start, end);
    case Sgd: return sgd(rate, write, read, start, end);
    case Momentum: return momentum(a, rate, false, write, read, start, end);
    case Nesterov: return momentum(a, rate, true, write, read, start, end);
    case Optimistic: return optimistic(rate, write, read, start, end);
    case OptimisticAdam: return optimisticAdam(a, b, scalars, write, read, start, end);
    default: unreachable();
  }
}

function adam(a: v128, b: v128, rate: v128, epsilon: v128, write: usize, read: usize, start: i32, end: i32): void {
  for (let i = start; i < end - 3; i += 4) adamLanes(a, b, rate, epsilon, write, read, i, 4);
  if ((end - start) & 3) adamLanes(a, b, rate, epsilon, write, read, end - ((end - start) & 3), (end - start) & 3);
}

// @ts-ignore: decorator
@inline
function adamLanes(a: v128, b: v128, rate: v128, epsilon: v128, write: usize, read: usize, i: i32, lanes: i32): void {
  const offset = <usize>i << 2;
  const p = get(pointer(read, 0) + offset, lanes);
  const g = get(pointer(read, 1) + offset, lanes);
  const mean = decayed(a, get(pointer(read, 2) + offset, lanes), g);
  const square = decayed(b, get(pointer(read, 3) + offset, lanes), f32x4.mul(g, g));
  const moved = f32x4.sub(p, f32x4.div(f32x4.mul(rate, mean), f32x4.add(f32x4.sqrt(square), epsilon)));
  put(pointer(write, 0) + offset, moved, lanes);
  put(pointer(write, 1) + offset, mean, lanes);
  put(pointer(write, 2) + offset, square, lanes);
}

function rmsProp(a: v128, c: v128, rate: v128, write: usize, read: usize, start: i32, end: i32): void {
  for (let i = start; i < end - 3; i += 4) rmsPropLanes(a, c, rate, write, read, i, 4);
  if ((end - start) & 3) rmsPropLanes(a, c, rate, write, read, end - ((end - start) & 3), (end - start) & 3);
}

// @ts-ignore: decorator
@inline
function rmsPropLanes(a: v128, c: v128, rate: v128, write: usize, read: usize, i: i32, lanes: i32): void {
  const offset = <usize>i << 2;
  const p = get(pointer(read, 0) + offset, lanes);
  const g = get(pointer(read, 1) + offset, lanes);
  const square = decayed(a, get(pointer(read, 2) + offset, lanes), f32x4.mul(g, g));
  const moved = f32x4.sub(p, f32x4.div(f32x4.mul(rate, g), f32x4.add(f32x4.sqrt(square), c)));
  put(pointer(write, 0) + offset, moved, lanes);
  put(pointer(write, 1) + offset, square, lanes);
}

function rmsPropMomentum(a: v128, b: v128, c: v128, rate: v128, write: usize, read: usize, start: i32, end: i32): void {
  for (let i = start; i < end; i += 4) {
    const lanes = min(4, end - i);
    const offset = <usize>i << 2;
    const p = get(pointer(read, 0) + offset, lanes);
    const g = get(pointer(read, 1) + offset, lanes);
    const square = decayed(a, get(pointer(read, 2) + offset, lanes), f32x4.mul(g, g));
    const scaled = f32x4.div(g, f32x4.add(f32x4.sqrt(square), c));
    const velocity = f32x4.add(f32x4.mul(b, get(pointer(read, 3) + offset, lanes)), scaled);
    put(pointer(write, 0) + offset, f32x4.sub(p, f32x4.mul(rate, velocity)), lanes);
    put(pointer(write, 1) + offset, square, lanes);
    put(pointer(write, 2) + offset, velocity, lanes);
  }
}

function sgd(rate: v128, write: usize, read: usize, start: i32, end: i32): void {
  for (let i = start; i < end; i += 4) {
    const lanes = min(4, end - i);
    const offset = <usize>i << 2;
    const p = get(pointer(read, 0) + offset, lanes);
    const g = get(pointer(read, 1) + offset, lanes);
    put(pointer(write, 0) + offset, f32x4.sub(p, f32x4.mul(rate, g)), lanes);
  }
}

function momentum(a: v128, rate: v128, nesterov: bool, write: usize, read: usize, start: i32, end: i32): void {
  for (let i = start; i < end; i += 4) {
    const lanes = min(4, end - i);
    const offset = <usize>i << 2;
    const p = get(pointer(read, 0) + offset, lanes);
    const g = get(pointer(read, 1) + offset, lanes);
    const velocity = f32x4.add(f32x4.mul(a, get(pointer(read, 2) + offset, lanes)), g);
    const direction = nesterov ? f32x4.add(g, f32x4.mul(a, velocity)) : velocity;
    put(pointer(write, 0) + offset, f32x4.sub(p, f32x4.mul(rate, direction)), lanes);
    put(pointer(write, 1) + offset, velocity, lanes);
  }
}

/** `p - rate (2 direction - last)`. */
// @ts-ignore: decorator
@inline
function ahead(p: v128, rate: v128, direction: v128, last: v128): v128 {
  return f32x4.sub(p, f32x4.mul(rate, f32x4.sub(f32x4.add(direction, direction), last)));
}

function optimistic(rate: v128, write: usize, read: usize, start: i32, end: i32): void {
  for (let i = start; i < end; i += 4) {
    const lanes = min(4, end - i);
    const offset = <usize>i << 2;
    const p = get(pointer(read, 0) + offset, lanes);
    const g = get(pointer(read, 1) + offset, lanes);
    const moved = ahead(p, rate, g, get(pointer(read, 2) + offset, lanes));
    put(pointer(write, 0) + offset, moved, lanes);
    put(pointer(write, 1) + offset, g, lanes);
  }
}

function optimisticAdam(a: v128, b: v128, scalars: usize, write: usize, read: usize, start: i32, end: i32): void {
  const rate = v128.load32_splat(scalars);
  const correction = v128.load32_splat(scalars, 4);
  const epsilon = v128.load32_splat(scalars, 8);
  for (let i = start; i < end; i += 4) {
    const lanes = min(4, end - i);
    const offset = <usize>i << 2;
    const p = get(pointer(read, 0) + offset, lanes);
    const g = get(pointer(read, 1) + offset, lanes);
    const mean = decayed(a, get(pointer(read, 2) + offset, lanes), g);
    const square = decayed(b, get(pointer(read, 3) + offset, lanes), f32x4.mul(g, g));
    const direction = f32x4.div(f32x4.mul(correction, mean), f32x4.add(f32x4.sqrt(square), epsilon));
    const moved = ahead(p, rate, direction, get(pointer(read, 4) + offset, lanes));
    put(pointer(write, 0) + offset, moved, lanes);
    put(pointer(write, 1) + offset, mean, lanes);
    put(pointer(write, 2) + offset, square, lanes);
    put(pointer(write, 3) + offset, direction, lanes);
  }
}

export function average(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const decay = f32x4.splat(float(at, 0));
  const count = int(at, 1);
  const writes = 2 + count;
  const reads = writes + count;
  const each = share(total(at, 2, count), threads);
  const from = each * thread;
  const to = from + each;
  let first = 0;
  for (let t = 0; t < count; t++) {
    const size = int(at, 2 + t);
    const out = pointer(at, writes + t);
    const old = pointer(at, reads + 2 * t);
    const parameter = pointer(at, reads + 2 * t + 1);
    const end = min(to - first, size);
    for (let i = max(from - first, 0); i < end; i += 4) {
      const lanes = min(4, end - i);
      const offset = <usize>i << 2;
      put(out + offset, decayed(decay, get(old + offset, lanes), get(parameter + offset, lanes)), lanes);
    }
    first += size;
  }
}

/** Elements whose squares are summed by themselves; see `normBlock` of ../../fused/norm.ts. */
const block: i32 = 4096;

export function norm(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const count = int(at, 0);
  const reads = 2 + count;
  let blocks = 0;
  for (let t = 0; t < count; t++) {
    const size = int(at, 1 + t);
    const x = pointer(at, reads + t);
    for (let start = 0; start < size; start += block, blocks++) {
      if (blocks % threads != thread) continue;
      const sum = squareSum(x + (<usize>start << 2), min(block, size - start));
      store<f64>(scratch + (<usize>blocks << 3), sum);
    }
  }
  sync(threads);
  if (thread != 0) return;
  let sum: f64 = 0;
  for (let i = 0; i < blocks; i++) sum += load<f64>(scratch + (<usize>i << 3));
  store<f32>(pointer(at, 1 + count), <f32>Math.sqrt(sum));
}

/** Eight sums, one for each residue of the index, then what is left of the length after whole eights. */
function squareSum(x: usize, size: i32): f64 {
  let s01 = f64x2.splat(0);
  let s23 = f64x2.splat(0);
  let s45 = f64x2.splat(0);
  let s67 = f64x2.splat(0);
  const whole = x + (<usize>(size & ~7) << 2);
  let at = x;
  for (; at < whole; at += 32) {
    const low = v128.load(at);
    const high = v128.load(at, 16);
    s01 = f64x2.add(s01, square(low));
    s23 = f64x2.add(s23, square(v128.shuffle<i32>(low, low, 2, 3, 2, 3)));
    s45 = f64x2.add(s45, square(high));
    s67 = f64x2.add(s67, square(v128.shuffle<i32>(high, high, 2, 3, 2, 3)));
  }
  let sum = pair(s01) + pair(s23) + (pair(s45) + pair(s67));
  for (const end = x + (<usize>size << 2); at < end; at += 4) {
    const value = <f64>load<f32>(at);
    sum += value * value;
  }
  return sum;
}

/** Squares of the lower two lanes, exact in double precision. */
// @ts-ignore: decorator
@inline
function square(x: v128): v128 {
  const wide = f64x2.promote_low_f32x4(x);
  return f64x2.mul(wide, wide);
}

// @ts-ignore: decorator
@inline
function pair(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}
