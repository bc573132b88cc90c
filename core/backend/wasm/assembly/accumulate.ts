// Sums and extremes of runs and columns, in double precision: four or eight numbers in single precision, then their total
// in double, which costs little more than reading them.

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
  let a = f32x4.splat(least ? <f32>Infinity : -(<f32>Infinity));
  let b = a;
  let nan = i32x4.splat(0);
  let at = from;
  const end = from + (<usize>length << 2);
  for (; at + 32 <= end; at += 32) {
    const left = v128.load(at);
    const right = v128.load(at, 16);
    a = more(a, left, least);
    b = more(b, right, least);
    nan = v128.or(nan, v128.or(f32x4.ne(left, left), f32x4.ne(right, right)));
  }
  if (at + 16 <= end) {
    const four = v128.load(at);
    a = more(a, four, least);
    nan = v128.or(nan, f32x4.ne(four, four));
    at += 16;
  }
  if (v128.any_true(nan)) return NaN;
  const all = more(a, b, least);
  const two = more(all, upper(all), least);
  let found = one(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1), least);
  for (; at < end; at += 4) found = one(found, load<f32>(at), least);
  return <f64>found;
}

/**
 * Adds the sums of columns `from` to `to` over `rows` rows to the totals, one in double precision for each; `x` is
 * the first row, of `width` numbers.
 */
export function addColumns(x: usize, rows: i32, width: i32, from: i32, to: i32, totals: usize): void {
  const stride = <usize>width << 2;
  const columns = to - from;
  let first = x + (<usize>from << 2);
  let row = 0;
  for (; row + 8 <= rows; row += 8, first += 8 * stride) {
    let at = first;
    let total = totals;
    let column = 0;
    for (; column + 4 <= columns; column += 4, at += 16, total += 32) {
      const fifth = at + 4 * stride;
      const upperFour = f32x4.add(
        f32x4.add(v128.load(at), v128.load(at + stride)),
        f32x4.add(v128.load(at + 2 * stride), v128.load(at + 3 * stride)),
      );
      const lowerFour = f32x4.add(
        f32x4.add(v128.load(fifth), v128.load(fifth + stride)),
        f32x4.add(v128.load(fifth + 2 * stride), v128.load(fifth + 3 * stride)),
      );
      addTo(total, f32x4.add(upperFour, lowerFour));
    }
    for (; column < columns; column++, at += 4, total += 8) {
      const fifth = at + 4 * stride;
      store<f64>(total, load<f64>(total) + <f64>(sumOf4(at, stride) + sumOf4(fifth, stride)));
    }
  }
  for (; row < rows; row++, first += stride) {
    let column = 0;
    for (; column + 4 <= columns; column += 4) addTo(totals + (<usize>column << 3), v128.load(first + (<usize>column << 2)));
    for (; column < columns; column++) {
      const total = totals + (<usize>column << 3);
      store<f64>(total, load<f64>(total) + <f64>load<f32>(first + (<usize>column << 2)));
    }
  }
}

/** Adds four numbers to four totals. */
// @ts-ignore: decorator
@inline
function addTo(totals: usize, four: v128): void {
  v128.store(totals, f64x2.add(v128.load(totals), f64x2.promote_low_f32x4(four)));
  v128.store(totals, f64x2.add(v128.load(totals, 16), f64x2.promote_low_f32x4(upper(four))), 16);
}

// @ts-ignore: decorator
@inline
function sumOf4(at: usize, stride: usize): f32 {
  return load<f32>(at) + load<f32>(at + stride) + (load<f32>(at + 2 * stride) + load<f32>(at + 3 * stride));
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
  for (; column + 8 <= to; column += 8) {
    let at = x + (<usize>column << 2);
    let a = v128.load(at);
    let b = v128.load(at, 16);
    let nanA = f32x4.ne(a, a);
    let nanB = f32x4.ne(b, b);
    for (let row = 1; row < rows; row++) {
      at += stride;
      const left = v128.load(at);
      const right = v128.load(at, 16);
      a = more(a, left, least);
      b = more(b, right, least);
      nanA = v128.or(nanA, f32x4.ne(left, left));
      nanB = v128.or(nanB, f32x4.ne(right, right));
    }
    const total = totals + (<usize>(column - from) << 3);
    join(total, v128.or(a, nanA), least);
    join(total + 32, v128.or(b, nanB), least);
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

/** Joins four numbers with four totals. */
function join(totals: usize, four: v128, least: bool): void {
  const low = f64x2.promote_low_f32x4(four);
  const high = f64x2.promote_low_f32x4(upper(four));
  v128.store(totals, least ? f64x2.min(v128.load(totals), low) : f64x2.max(v128.load(totals), low));
  v128.store(totals, least ? f64x2.min(v128.load(totals, 16), high) : f64x2.max(v128.load(totals, 16), high), 16);
}

/** The upper two numbers, as the lower two. */
// @ts-ignore: decorator
@inline
function upper(four: v128): v128 {
  return i32x4.shuffle(four, four, 2, 3, 2, 3);
}

/** In each lane b where it is more than a; NaN in b is lost, which comparing alone does much faster than keeping it. */
// @ts-ignore: decorator
@inline
function more(a: v128, b: v128, least: bool): v128 {
  return least ? f32x4.pmin(a, b) : f32x4.pmax(a, b);
}

/** The more of the two, NaN if one is. */
// @ts-ignore: decorator
@inline
function one(a: f32, b: f32, least: bool): f32 {
  return (least ? b < a : b > a) || b != b ? b : a;
}
