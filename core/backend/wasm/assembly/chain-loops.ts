// One elementwise operation over a block: loops of four numbers at a time, the last of which may be fewer. There is always
// one at least. Loops ask at their end whether to go on: V8 keeps constants in registers only where every way out of the
// loop leads through their use.
import { binary, unary } from './math-basic';
import { elu, exp, expm1, sigmoid, tanh } from './math';
import { log, log1p, softplus } from './math-log';
import { sine } from './math-trig';
import * as code from './chain-codes';

/** Four numbers, or fewer at the end, before which nothing may be read beyond. */
// @ts-ignore: decorator
@inline
export function read(at: usize, bytes: usize): v128 {
  return bytes >= 16 ? v128.load(at) : readSome(at, bytes);
}

function readSome(at: usize, bytes: usize): v128 {
  if (bytes == 4) return v128.load32_zero(at);
  const two = v128.load64_zero(at);
  return bytes == 8 ? two : v128.load32_lane(at, two, 2, 8);
}

// @ts-ignore: decorator
@inline
export function write(at: usize, value: v128, bytes: usize): void {
  if (bytes >= 16) v128.store(at, value);
  else writeSome(at, value, bytes);
}

function writeSome(at: usize, value: v128, bytes: usize): void {
  if (bytes == 4) return v128.store32_lane(at, value, 0);
  v128.store64_lane(at, value, 0);
  if (bytes == 12) v128.store32_lane(at, value, 2, 8);
}

/** `d = kind(a, b)` over `bytes` of each. */
// @ts-ignore: decorator
@inline
export function eachPair(kind: i32, d: usize, a: usize, b: usize, bytes: usize): void {
  let i: usize = 0;
  if (bytes >= 32) do {
    const first = binary(kind, v128.load(a + i), v128.load(b + i));
    const second = binary(kind, v128.load(a + i, 16), v128.load(b + i, 16));
    v128.store(d + i, first);
    v128.store(d + i, second, 16);
    i += 32;
  } while (i + 32 <= bytes);
  for (; i < bytes; i += 16) {
    const rest = bytes - i;
    write(d + i, binary(kind, read(a + i, rest), read(b + i, rest)), rest);
  }
}

/** `d = kind(a)`; p and q are the numbers of the operation itself. */
// @ts-ignore: decorator
@inline
export function each(kind: i32, d: usize, a: usize, p: v128, q: v128, bytes: usize): void {
  let i: usize = 0;
  if (bytes >= 32) do {
    const first = unary(kind, v128.load(a + i), p, q);
    const second = unary(kind, v128.load(a + i, 16), p, q);
    v128.store(d + i, first);
    v128.store(d + i, second, 16);
    i += 32;
  } while (i + 32 <= bytes);
  for (; i < bytes; i += 16) {
    const rest = bytes - i;
    write(d + i, unary(kind, read(a + i, rest), p, q), rest);
  }
}

/** The same for functions that take so long that the loop around them is of no weight. */
// @ts-ignore: decorator
@inline
export function eachSlow(kind: i32, d: usize, a: usize, bytes: usize): void {
  let i: usize = 0;
  do {
    const rest = bytes - i;
    write(d + i, slow(kind, read(a + i, rest)), rest);
    i += 16;
  } while (i < bytes);
}

// @ts-ignore: decorator
@inline
function slow(kind: i32, x: v128): v128 {
  if (kind == code.exp) return exp(x);
  if (kind == code.expm1) return expm1(x);
  if (kind == code.elu) return elu(x);
  if (kind == code.tanh) return tanh(x);
  if (kind == code.sigmoid) return sigmoid(x);
  if (kind == code.log) return log(x);
  if (kind == code.log1p) return log1p(x);
  return softplus(x);
}

/** Sine (`quarters` 0) or cosine (1). */
export function eachSine(d: usize, a: usize, quarters: i32, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) store<f32>(d + i, sine(load<f32>(a + i), quarters));
}

/** `d = a != 0 ? b : c`. */
export function eachChoice(d: usize, a: usize, b: usize, c: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    const where = f32x4.ne(read(a + i, rest), f32x4.splat(0));
    write(d + i, v128.bitselect(read(b + i, rest), read(c + i, rest), where), rest);
  }
}

export function eachToInt(d: usize, a: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const rest = bytes - i;
    write(d + i, i32x4.trunc_sat_f32x4_s(read(a + i, rest)), rest);
  }
}

/** One byte for each number. */
export function eachToBool(d: usize, a: usize, bytes: usize): void {
  const count = bytes >> 2;
  for (let i: usize = 0; i < count; i++) store<u8>(d + i, load<f32>(a + (i << 2)) != 0 ? 1 : 0);
}
