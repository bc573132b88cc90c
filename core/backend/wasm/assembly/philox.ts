import { int, pointer } from './arguments';
import { put } from './lanes';

/**
 * The streams of core/random/stream.ts, bit for bit: the same operations in the same order, two normal pairs at a time,
 * one in each lane of a vector of doubles.
 */
export function philox(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const normal = int(at, 0) == 1;
  const size = int(at, 1);
  const seed = <u32>int(at, 2);
  const stream = <u32>int(at, 3);
  const out = pointer(at, 4);
  const counter = pointer(at, 5);
  const low = load<u32>(counter);
  const high = load<u32>(counter, 4);
  const blocks = (size + 3) >> 2;
  const each = (blocks + threads - 1) / threads;
  const end = min(blocks, each * (thread + 1));
  let block = each * thread;
  // Two blocks at a time keep the arithmetic busy and share the constants, which cost as much as an operation each.
  for (; block + 1 < end && (block << 2) + 8 <= size; block += 2) {
    const first = draw(seed, stream, <u32>block, low, high);
    const second = draw(seed, stream, <u32>(block + 1), low, high);
    const to = out + (<usize>block << 4);
    v128.store(to, normal ? normals(first) : uniforms(first));
    v128.store(to, normal ? normals(second) : uniforms(second), 16);
  }
  for (; block < end; block++) {
    const words = draw(seed, stream, <u32>block, low, high);
    const left = min(4, size - (block << 2));
    put(out + (<usize>block << 4), normal ? normals(words) : uniforms(words), left);
  }
}

/** Philox4x32-10 of the counter (block, 0, c2, c3) under the key (k0, k1); see core/random/philox.ts. */
// @ts-ignore: decorator
@inline
function draw(k0: u32, k1: u32, block: u32, c2: u32, c3: u32): v128 {
  let x0 = block;
  let x1: u32 = 0;
  let x2 = c2;
  let x3 = c3;
  for (let round = 0; round < 10; round++) {
    const p0 = <u64>x0 * 0xd2511f53;
    const p1 = <u64>x2 * 0xcd9e8d57;
    x0 = <u32>(p1 >> 32) ^ x1 ^ k0;
    x1 = <u32>p1;
    x2 = <u32>(p0 >> 32) ^ x3 ^ k1;
    x3 = <u32>p0;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  let words = i32x4.splat(x0);
  words = i32x4.replace_lane(words, 1, x1);
  words = i32x4.replace_lane(words, 2, x2);
  return i32x4.replace_lane(words, 3, x3);
}

// @ts-ignore: decorator
@inline
function uniforms(words: v128): v128 {
  // 24 bits and a power of two: nothing is rounded.
  return f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(words, 8)), f32x4.splat(5.9604644775390625e-8));
}

/** Box and Muller (1958): words (a, b, c, d) give the pairs of (a, b) and (c, d). */
// @ts-ignore: decorator
@inline
function normals(words: v128): v128 {
  const first = v128.shuffle<i32>(words, words, 0, 2, 0, 2);
  const second = v128.shuffle<i32>(words, words, 1, 3, 1, 3);
  const unit = f64x2.mul(
    f64x2.add(f64x2.convert_low_i32x4_u(first), f64x2.splat(0.5)),
    f64x2.splat(2.3283064365386962890625e-10),
  );
  const radius = f64x2.sqrt(f64x2.mul(f64x2.splat(-2), ln(unit)));
  const quadrant = i32x4.shr_u(i32x4.add(second, i32x4.splat(0x20000000)), 30);
  const eighth = i32x4.shr_s(i32x4.shl(second, 2), 2);
  const angle = f64x2.mul(f64x2.convert_low_i32x4_s(eighth), f64x2.splat(1.4629180792671596e-9));
  const s = sin(angle);
  const c = cos(angle);
  const quarter = i64x2.extend_low_i32x4_u(quadrant);
  const swap = i64x2.eq(v128.and(quarter, i64x2.splat(1)), i64x2.splat(1));
  // Quadrants 1 and 2 negate the cosine, 2 and 3 the sine: the second bit of quadrant + 1, and of quadrant.
  const minusCosine = i64x2.shl(i64x2.shr_u(i64x2.add(quarter, i64x2.splat(1)), 1), 63);
  const minusSine = i64x2.shl(i64x2.shr_u(quarter, 1), 63);
  const cosine = v128.xor(v128.bitselect(s, c, swap), minusCosine);
  const sine = v128.xor(v128.bitselect(c, s, swap), minusSine);
  const even = f32x4.demote_f64x2_zero(f64x2.mul(radius, cosine));
  const odd = f32x4.demote_f64x2_zero(f64x2.mul(radius, sine));
  return v128.shuffle<i32>(even, odd, 0, 4, 1, 5);
}

/** `ln` of core/random/elementary.ts for normal numbers above 0. */
// @ts-ignore: decorator
@inline
function ln(x: v128): v128 {
  const shifted = i64x2.add(x, i64x2.splat(0x3ff0000000000000 - 0x3fe6a09e00000000));
  const exponents = i64x2.sub(i64x2.shr_s(shifted, 52), i64x2.splat(0x3ff));
  const k = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(exponents, exponents, 0, 2, 0, 2));
  const mantissa = i64x2.add(v128.and(shifted, i64x2.splat(0xfffffffffffff)), i64x2.splat(0x3fe6a09e00000000));
  const f = f64x2.sub(mantissa, f64x2.splat(1));
  const halfSquare = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const even = f64x2.mul(w, line(w, 3.999999999940941908e-1, line(w, 2.222219843214978396e-1, f64x2.splat(1.531383769920937332e-1))));
  const odd = f64x2.mul(
    z,
    line(
      w,
      6.66666666666673513e-1,
      line(w, 2.857142874366239149e-1, line(w, 1.818357216161805012e-1, f64x2.splat(1.479819860511658591e-1))),
    ),
  );
  const product = f64x2.mul(s, f64x2.add(halfSquare, f64x2.add(odd, even)));
  const low = f64x2.add(product, f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10)));
  const high = f64x2.mul(k, f64x2.splat(6.9314718036912381649e-1));
  return f64x2.add(f64x2.add(f64x2.sub(low, halfSquare), f), high);
}

/** `constant + x slope`. */
// @ts-ignore: decorator
@inline
function line(x: v128, constant: f64, slope: v128): v128 {
  return f64x2.add(f64x2.splat(constant), f64x2.mul(x, slope));
}

/** `sinKernel` of core/random/elementary.ts with no tail. */
// @ts-ignore: decorator
@inline
function sin(x: v128): v128 {
  const z = f64x2.mul(x, x);
  const w = f64x2.mul(z, z);
  const r = f64x2.add(
    line(z, 8.33333333332248946124e-3, line(z, -1.98412698298579493134e-4, f64x2.splat(2.75573137070700676789e-6))),
    f64x2.mul(
      f64x2.mul(z, w),
      line(z, -2.50507602534068634195e-8, f64x2.splat(1.58969099521155010221e-10)),
    ),
  );
  const v = f64x2.mul(z, x);
  const inner = f64x2.mul(z, f64x2.sub(f64x2.splat(0), f64x2.mul(v, r)));
  return f64x2.sub(x, f64x2.add(inner, f64x2.mul(v, f64x2.splat(1.66666666666666324348e-1))));
}

/** `cosKernel` of core/random/elementary.ts with no tail. */
// @ts-ignore: decorator
@inline
function cos(x: v128): v128 {
  const z = f64x2.mul(x, x);
  const w = f64x2.mul(z, z);
  const r = f64x2.add(
    f64x2.mul(
      z,
      line(z, 4.16666666666666019037e-2, line(z, -1.38888888888741095749e-3, f64x2.splat(2.48015872894767294178e-5))),
    ),
    f64x2.mul(
      f64x2.mul(w, w),
      line(z, -2.75573143513906633035e-7, line(z, 2.0875723212981748279e-9, f64x2.splat(-1.13596475577881948265e-11))),
    ),
  );
  const half = f64x2.mul(f64x2.splat(0.5), z);
  const top = f64x2.sub(f64x2.splat(1), half);
  const lost = f64x2.sub(f64x2.sub(f64x2.splat(1), top), half);
  return f64x2.add(top, f64x2.add(lost, f64x2.mul(z, r)));
}
