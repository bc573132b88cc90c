/** Columns of a matrix read together, so that what is read is still near when its next rows are. */
const nearColumns: i32 = 64;
/** Fewer where they would all fall into the same few lines of a cache. */
const clashingColumns: i32 = 8;
/** Elements; columns as far apart as a multiple of this clash. */
const clashingStride: i32 = 256;

/**
 * `out[r, c] = x[c, r]` of 4-byte elements for rows r0 to r1 and columns c0 to c1 of out; strides count elements.
 */
export function transpose(
  out: usize,
  x: usize,
  r0: i32,
  r1: i32,
  c0: i32,
  c1: i32,
  outStride: i32,
  inStride: i32,
): void {
  const across = <usize>inStride << 2;
  const down = <usize>outStride << 2;
  const together = inStride % clashingStride == 0 ? clashingColumns : nearColumns;
  for (let near = c0; near < c1; near += together) {
    const end = min(c1, near + together);
    let row = r0;
    for (; row + 4 <= r1; row += 4) {
      let from = x + ((<usize>row + <usize>near * inStride) << 2);
      let to = out + ((<usize>row * outStride + near) << 2);
      let column = near;
      for (; column + 4 <= end; column += 4) {
        const a = v128.load(from);
        const b = v128.load(from + across);
        const c = v128.load(from + 2 * across);
        const d = v128.load(from + 3 * across);
        const abLow = i32x4.shuffle(a, b, 0, 4, 1, 5);
        const abHigh = i32x4.shuffle(a, b, 2, 6, 3, 7);
        const cdLow = i32x4.shuffle(c, d, 0, 4, 1, 5);
        const cdHigh = i32x4.shuffle(c, d, 2, 6, 3, 7);
        v128.store(to, i64x2.shuffle(abLow, cdLow, 0, 2));
        v128.store(to + down, i64x2.shuffle(abLow, cdLow, 1, 3));
        v128.store(to + 2 * down, i64x2.shuffle(abHigh, cdHigh, 0, 2));
        v128.store(to + 3 * down, i64x2.shuffle(abHigh, cdHigh, 1, 3));
        from += 4 * across;
        to += 16;
      }
      for (; column < end; column++, from += across, to += 4) {
        const a = v128.load(from);
        v128.store_lane<u32>(to, a, 0);
        v128.store_lane<u32>(to + down, a, 1);
        v128.store_lane<u32>(to + 2 * down, a, 2);
        v128.store_lane<u32>(to + 3 * down, a, 3);
      }
    }
    for (; row < r1; row++) {
      let from = x + ((<usize>row + <usize>near * inStride) << 2);
      let to = out + ((<usize>row * outStride + near) << 2);
      for (let column = near; column < end; column++, from += across, to += 4) store<u32>(to, load<u32>(from));
    }
  }
}
