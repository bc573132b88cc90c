// Arithmetic on runs of neighbours (the channels of a pixel, a row of a table); lengths are in bytes.

export function addRun(to: usize, from: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(from + i)));
  for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(to + i) + load<f32>(from + i));
}

/** Adds `scale from`. */
export function addScaled(to: usize, from: usize, scale: f32, bytes: usize): void {
  const scales = f32x4.splat(scale);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    v128.store(to + i, f32x4.add(v128.load(to + i), f32x4.mul(v128.load(from + i), scales)));
  }
  for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(to + i) + load<f32>(from + i) * scale);
}

export function divideRun(to: usize, divisor: f32, bytes: usize): void {
  const divisors = f32x4.splat(divisor);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, f32x4.div(v128.load(to + i), divisors));
  for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(to + i) / divisor);
}

/** Four runs weighed by how far a point between them is from the first: `across` and `down`, from 0 to 1. */
export function blend(
  to: usize,
  topLeft: usize,
  topRight: usize,
  bottomLeft: usize,
  bottomRight: usize,
  across: f32,
  down: f32,
  bytes: usize,
): void {
  const acrosses = f32x4.splat(across);
  const downs = f32x4.splat(down);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const a = v128.load(topLeft + i);
    const b = v128.load(bottomLeft + i);
    const top = f32x4.add(a, f32x4.mul(f32x4.sub(v128.load(topRight + i), a), acrosses));
    const bottom = f32x4.add(b, f32x4.mul(f32x4.sub(v128.load(bottomRight + i), b), acrosses));
    v128.store(to + i, f32x4.add(top, f32x4.mul(f32x4.sub(bottom, top), downs)));
  }
  for (; i < bytes; i += 4) {
    const a = load<f32>(topLeft + i);
    const b = load<f32>(bottomLeft + i);
    const top = a + (load<f32>(topRight + i) - a) * across;
    const bottom = b + (load<f32>(bottomRight + i) - b) * across;
    store<f32>(to + i, top + (bottom - top) * down);
  }
}
