import { multiplyAdd } from './micro-kernel';

/**
 * Multiplications and additions on registers alone, as many as a core can do: 96 floating-point operations a round, half
 * of them multiplications. Returns a number that depends on all of them.
 */
export function multiplyAddPeak(rounds: i32): f32 {
  return ASC_FEATURE_RELAXED_SIMD ? fused(rounds) : separate(2 * rounds);
}

/** Twelve fused operations a round, on accumulators of their own to hide the latency. */
function fused(rounds: i32): f32 {
  // Close to 1, so that nothing overflows or becomes denormal, which would be slow.
  const x = f32x4.splat(0.99999994);
  const y = f32x4.splat(1);
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(1);
  let a2 = f32x4.splat(2);
  let a3 = f32x4.splat(3);
  let a4 = f32x4.splat(4);
  let a5 = f32x4.splat(5);
  let a6 = f32x4.splat(6);
  let a7 = f32x4.splat(7);
  let a8 = f32x4.splat(8);
  let a9 = f32x4.splat(9);
  let a10 = f32x4.splat(10);
  let a11 = f32x4.splat(11);
  for (let i = 0; i < rounds; i++) {
    a0 = multiplyAdd(x, a0, y);
    a1 = multiplyAdd(x, a1, y);
    a2 = multiplyAdd(x, a2, y);
    a3 = multiplyAdd(x, a3, y);
    a4 = multiplyAdd(x, a4, y);
    a5 = multiplyAdd(x, a5, y);
    a6 = multiplyAdd(x, a6, y);
    a7 = multiplyAdd(x, a7, y);
    a8 = multiplyAdd(x, a8, y);
    a9 = multiplyAdd(x, a9, y);
    a10 = multiplyAdd(x, a10, y);
    a11 = multiplyAdd(x, a11, y);
  }
  const low = f32x4.add(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)), f32x4.add(a4, a5));
  const high = f32x4.add(f32x4.add(f32x4.add(a6, a7), f32x4.add(a8, a9)), f32x4.add(a10, a11));
  return f32x4.extract_lane(f32x4.add(low, high), 0);
}

/**
 * Six multiplications and six additions a round: chains of their own, so that neither waits for the other. The factors
 * are 1, which the compiler cannot know.
 */
function separate(rounds: i32): f32 {
  let m0 = f32x4.splat(<f32>(rounds > 0));
  let m1 = m0;
  let m2 = m0;
  let m3 = m0;
  let m4 = m0;
  let m5 = m0;
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  for (let i = 0; i < rounds; i++) {
    s0 = f32x4.add(s0, m0);
    m0 = f32x4.mul(m0, m0);
    s1 = f32x4.add(s1, m1);
    m1 = f32x4.mul(m1, m1);
    s2 = f32x4.add(s2, m2);
    m2 = f32x4.mul(m2, m2);
    s3 = f32x4.add(s3, m3);
    m3 = f32x4.mul(m3, m3);
    s4 = f32x4.add(s4, m4);
    m4 = f32x4.mul(m4, m4);
    s5 = f32x4.add(s5, m5);
    m5 = f32x4.mul(m5, m5);
  }
  const sums = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(s4, s5));
  const products = f32x4.add(f32x4.add(f32x4.add(m0, m1), f32x4.add(m2, m3)), f32x4.add(m4, m5));
  return f32x4.extract_lane(f32x4.add(sums, products), 0);
}
