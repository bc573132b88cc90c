// The transforms of Winograd's F(m, 2) along one axis, m outputs from a filter of two taps with m + 1 multiplications
// instead of 2 m, for m of 1 to 3 (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015): a polynomial
// product by its values at the points 0, 1, -1 and infinity, numbered 0 to 3; m = 2 has no point 2, m = 1 only 0 and 3.
// With pixels d, filter g and y[i] = d[i] g[0] + d[i + 1] g[1],
//   point   pixels                  filter         results
//   0       d0 - d2                 g0             y0 = m0 + m1 + m2
//   1       (d1 + d2) / 2           g0 + g1        y1 = m1 - m2
//   2       (d2 - d1) / 2           g0 - g1        y2 = m1 + m2 + m3
//   3       d3 - d1                 g1
// where m is the product of a point's two values; that is m = 3, and the smaller ones leave out what they do not have. The
// gradients are the same sums read the other way, with the transposed transforms.
//
// Each function goes over `bytes` of channels, four at a time, of rows at the given addresses.

/** Pixels (`outputs + 1` of them) to points. */
export function pixelsToPoints(
  outputs: i32,
  d0: usize,
  d1: usize,
  d2: usize,
  d3: usize,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  bytes: usize,
): void {
  if (outputs == 3) {
    const half = f32x4.splat(0.5);
    for (let i: usize = 0; i < bytes; i += 16) {
      const second = v128.load(d1 + i);
      const third = v128.load(d2 + i);
      v128.store(p0 + i, f32x4.sub(v128.load(d0 + i), third));
      v128.store(p1 + i, f32x4.mul(half, f32x4.add(second, third)));
      v128.store(p2 + i, f32x4.mul(half, f32x4.sub(third, second)));
      v128.store(p3 + i, f32x4.sub(v128.load(d3 + i), second));
    }
  } else if (outputs == 2) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const second = v128.load(d1 + i);
      v128.store(p0 + i, f32x4.sub(v128.load(d0 + i), second));
      v128.store(p1 + i, second);
      v128.store(p3 + i, f32x4.sub(v128.load(d2 + i), second));
    }
  } else {
    memory.copy(p0, d0, bytes);
    memory.copy(p3, d1, bytes);
  }
}

/** Transpose of `pixelsToPoints`; the first pixel gets what is at `before` added, unless that is 0. */
export function pointsToPixels(
  outputs: i32,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  d0: usize,
  d1: usize,
  d2: usize,
  d3: usize,
  before: usize,
  bytes: usize,
): void {
  const half = f32x4.splat(0.5);
  // What is before may lie where a pixel goes: it is read first.
  if (outputs == 3 && before) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const first = f32x4.add(v128.load(before + i), v128.load(p0 + i));
      innerPixels(half, p0 + i, p1 + i, p2 + i, p3 + i, d1 + i, d2 + i, d3 + i);
      v128.store(d0 + i, first);
    }
  } else if (outputs == 3) {
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(d0 + i, v128.load(p0 + i));
      innerPixels(half, p0 + i, p1 + i, p2 + i, p3 + i, d1 + i, d2 + i, d3 + i);
    }
  } else {
    for (let i: usize = 0; i < bytes; i += 16) {
      const zero = v128.load(p0 + i);
      const last = v128.load(p3 + i);
      const first = before ? f32x4.add(v128.load(before + i), zero) : zero;
      if (outputs == 2) {
        v128.store(d1 + i, f32x4.sub(f32x4.sub(v128.load(p1 + i), zero), last));
        v128.store(d2 + i, last);
      } else v128.store(d1 + i, last);
      v128.store(d0 + i, first);
    }
  }
}

// @ts-ignore: decorator
@inline
function innerPixels(half: v128, p0: usize, p1: usize, p2: usize, p3: usize, d1: usize, d2: usize, d3: usize): void {
  const zero = v128.load(p0);
  const last = v128.load(p3);
  const plus = f32x4.mul(half, v128.load(p1));
  const minus = f32x4.mul(half, v128.load(p2));
  v128.store(d1, f32x4.sub(f32x4.sub(plus, minus), last));
  v128.store(d2, f32x4.sub(f32x4.add(plus, minus), zero));
  v128.store(d3, last);
}

/** Points to results (`outputs` of them). */
export function pointsToResults(
  outputs: i32,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  bytes: usize,
): void {
  if (outputs == 3) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const plus = v128.load(p1 + i);
      const minus = v128.load(p2 + i);
      const sum = f32x4.add(plus, minus);
      v128.store(y0 + i, f32x4.add(v128.load(p0 + i), sum));
      v128.store(y1 + i, f32x4.sub(plus, minus));
      v128.store(y2 + i, f32x4.add(sum, v128.load(p3 + i)));
    }
  } else if (outputs == 2) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const plus = v128.load(p1 + i);
      v128.store(y0 + i, f32x4.add(v128.load(p0 + i), plus));
      v128.store(y1 + i, f32x4.add(plus, v128.load(p3 + i)));
    }
  } else {
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(y0 + i, f32x4.add(v128.load(p0 + i), v128.load(p3 + i)));
    }
  }
}

/** Transpose of `pointsToResults`. */
export function resultsToPoints(
  outputs: i32,
  y0: usize,
  y1: usize,
  y2: usize,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  bytes: usize,
): void {
  if (outputs == 3) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const first = v128.load(y0 + i);
      const second = v128.load(y1 + i);
      const third = v128.load(y2 + i);
      const ends = f32x4.add(first, third);
      v128.store(p0 + i, first);
      v128.store(p1 + i, f32x4.add(ends, second));
      v128.store(p2 + i, f32x4.sub(ends, second));
      v128.store(p3 + i, third);
    }
  } else if (outputs == 2) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const first = v128.load(y0 + i);
      const second = v128.load(y1 + i);
      v128.store(p0 + i, first);
      v128.store(p1 + i, f32x4.add(first, second));
      v128.store(p3 + i, second);
    }
  } else {
    memory.copy(p0, y0, bytes);
    memory.copy(p3, y0, bytes);
  }
}
