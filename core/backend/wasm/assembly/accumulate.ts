// Sums and extremes of runs and columns, in double precision: four neighbours in single precision, then their total in
// double, which costs little more than reading them.

/** The run's sum. */
export function sumRun(from: usize, length: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let at = from;
  const end = from + (<usize>length << 2);
  for (; at + 64 <= end; at += 64) {
    const sum = f32x4.add(
      f32x4.add(v128.load(at), v128.load(at, 16)),
      f32x4.add(v128.load(at, 32), v128.load(at, 48)),
    );
    low = f64x2.add(low, f64x2.promote_low_f32x4(sum));
    high = f64x2.add(high, f64x2.promote_low_f32x4(upper(sum)));
  }
  for (; at + 16 <= end; at += 16) {
    const four = v128.load(at);
    low = f64x2.add(low, f64x2.promote_low_f32x4(four));
    high = f64x2.add(high, f64x2.promote_low_f32x4(upper(four)));
  }
  const pair = f64x2.add(low, high);
  let total = f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
  for (; at < end; at += 4) total += <f64>load<f32>(at);
  return total;
}

/** The run's largest number, or its smallest where `least`; NaN when there is one. */
export function extremeOfRun(from: usize, length: i32, least: bool): f64 {
  let at = from;
  const end = from + (<usize>length << 2);
  let found = least ? <f32>Infinity : -(<f32>Infinity);
  if (length >= 16) {
    let a = v128.load(at);
    let b = v128.load(at, 16);
    let c = v128.load(at, 32);
    let d = v128.load(at, 48);
    for (at += 64; at + 64 <= end; at += 64) {
      a = more(a, v128.load(at), least);
      b = more(b, v128.load(at, 16), least);
      c = more(c, v128.load(at, 32), least);
      d = more(d, v128.load(at, 48), least);
    }
    const all = more(more(a, b, least), more(c, d, least), least);
    const two = more(all, upper(all), least);
    found = one(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1), least);
  }
  for (; at < end; at += 4) found = one(found, load<f32>(at), least);
  return <f64>found;
}

/**
 * Adds the sums of columns `from` to `to` over `rows` rows to the totals, one in double precision for each; `x` is
 * the first row, of `width` numbers.
 */
export function addColumns(x: usize, rows: i32, width: i32, from: i32, to: i32, totals: usize): void {
  const stride = <usize>width << 2;
  let column = from;
  for (; column + 8 <= to; column += 8) {
    let first = x + (<usize>column << 2);
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let d = f64x2.splat(0);
    let row = 0;
    for (; row + 4 <= rows; row += 4) {
      const second = first + stride;
      const third = second + stride;
      const fourth = third + stride;
      const left = f32x4.add(f32x4.add(v128.load(first), v128.load(second)), f32x4.add(v128.load(third), v128.load(fourth)));
      const right = f32x4.add(
        f32x4.add(v128.load(first, 16), v128.load(second, 16)),
        f32x4.add(v128.load(third, 16), v128.load(fourth, 16)),
      );
      a = f64x2.add(a, f64x2.promote_low_f32x4(left));
      b = f64x2.add(b, f64x2.promote_low_f32x4(upper(left)));
      c = f64x2.add(c, f64x2.promote_low_f32x4(right));
      d = f64x2.add(d, f64x2.promote_low_f32x4(upper(right)));
      first = fourth + stride;
    }
    for (; row < rows; row++, first += stride) {
      const left = v128.load(first);
      const right = v128.load(first, 16);
      a = f64x2.add(a, f64x2.promote_low_f32x4(left));
      b = f64x2.add(b, f64x2.promote_low_f32x4(upper(left)));
      c = f64x2.add(c, f64x2.promote_low_f32x4(right));
      d = f64x2.add(d, f64x2.promote_low_f32x4(upper(right)));
    }
    const total = totals + (<usize>(column - from) << 3);
    v128.store(total, f64x2.add(v128.load(total), a));
    v128.store(total, f64x2.add(v128.load(total, 16), b), 16);
    v128.store(total, f64x2.add(v128.load(total, 32), c), 32);
    v128.store(total, f64x2.add(v128.load(total, 48), d), 48);
  }
  for (; column < to; column++) {
    let first = x + (<usize>column << 2);
    let sum: f64 = 0;
    let row = 0;
    for (; row + 4 <= rows; row += 4) {
      const third = first + 2 * stride;
      sum += <f64>(load<f32>(first) + load<f32>(first + stride) + (load<f32>(third) + load<f32>(third + stride)));
      first = third + 2 * stride;
    }
    for (; row < rows; row++, first += stride) sum += <f64>load<f32>(first);
    const total = totals + (<usize>(column - from) << 3);
    store<f64>(total, load<f64>(total) + sum);
  }
}

/** As `addColumns`, for the largest or smallest of each column. */
export function moreOfColumns(
  x: usize,
  rows: i32,
  width: i32,
  from: i32,
  to: i32,
  totals: usize,
  least: bool,
): void {
  const stride = <usize>width << 2;
  let column = from;
  for (; column + 4 <= to; column += 4) {
    let at = x + (<usize>column << 2);
    let found = v128.load(at);
    for (let row = 1; row < rows; row++) {
      at += stride;
      found = more(found, v128.load(at), least);
    }
    const total = totals + (<usize>(column - from) << 3);
    const low = f64x2.promote_low_f32x4(found);
    const high = f64x2.promote_low_f32x4(upper(found));
    v128.store(total, least ? f64x2.min(v128.load(total), low) : f64x2.max(v128.load(total), low));
    v128.store(total, least ? f64x2.min(v128.load(total, 16), high) : f64x2.max(v128.load(total, 16), high), 16);
  }
  for (; column < to; column++) {
    let at = x + (<usize>column << 2);
    let found = load<f32>(at);
    for (let row = 1; row < rows; row++) {
      at += stride;
      found = one(found, load<f32>(at), least);
    }
    const total = totals + (<usize>(column - from) << 3);
    store<f64>(total, least ? min(load<f64>(total), <f64>found) : max(load<f64>(total), <f64>found));
  }
}

/** The upper two numbers, as the lower two. */
// @ts-ignore: decorator
@inline
function upper(four: v128): v128 {
  return i32x4.shuffle(four, four, 2, 3, 2, 3);
}

// @ts-ignore: decorator
@inline
function more(a: v128, b: v128, least: bool): v128 {
  return least ? f32x4.min(a, b) : f32x4.max(a, b);
}

// @ts-ignore: decorator
@inline
function one(a: f32, b: f32, least: bool): f32 {
  return least ? min(a, b) : max(a, b);
}
