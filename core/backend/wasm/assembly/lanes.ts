// Four numbers at a time, and the fewer than four at the end of an array in the same way.

/** The `count` numbers (1 to 4) at an address; the lanes after them are 0. */
// @ts-ignore: decorator
@inline
export function get(at: usize, count: i32): v128 {
  if (count == 4) return v128.load(at);
  let value = v128.load32_zero(at);
  if (count > 1) value = f32x4.replace_lane(value, 1, load<f32>(at, 4));
  if (count > 2) value = f32x4.replace_lane(value, 2, load<f32>(at, 8));
  return value;
}

/** Stores the first `count` lanes (1 to 4). */
// @ts-ignore: decorator
@inline
export function put(at: usize, value: v128, count: i32): void {
  if (count == 4) {
    v128.store(at, value);
    return;
  }
  store<f32>(at, f32x4.extract_lane(value, 0));
  if (count > 1) store<f32>(at, f32x4.extract_lane(value, 1), 4);
  if (count > 2) store<f32>(at, f32x4.extract_lane(value, 2), 8);
}
