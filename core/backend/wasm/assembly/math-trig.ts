// Sine and cosine, one number at a time in double precision. The remainder of a large number takes as many bits of 2/pi
// as it needs (M. Payne and R. Hanek, 1983).

/** 32 bits of 2/pi, the last of which is bit `8 (at + 1)` after the point. */
function twoOverPi(at: i32): u32 {
  const byte = at - 3;
  const first = byte >> 2;
  const pair = (<u64>word(first) << 32) | <u64>word(first + 1);
  return <u32>(pair >> <u64>(32 - ((byte & 3) << 3)));
}

function word(index: i32): u32 {
  switch (index) {
    case 0: return 0xa2f9836e;
    case 1: return 0x4e441529;
    case 2: return 0xfc2757d1;
    case 3: return 0xf534ddc0;
    case 4: return 0xdb629599;
    case 5: return 0x3c439041;
    default: return 0;
  }
}

/** Sine of `x + quarters pi / 2`. */
export function sine(x: f32, quarters: i32): f32 {
  const bits = reinterpret<u32>(x) & 0x7fffffff;
  if (bits >= 0x7f800000) return NaN;
  let quadrant = quarters;
  let r: f64;
  if (bits < 0x47000000) {
    // |x| < 32768: n times the first part of pi / 2 is exact.
    const n = nearest(<f64>x * 0.6366197723675814);
    r = <f64>x - n * 1.57079632673412561417 - n * 6.07710050650619224932e-11;
    quadrant += <i32>n;
  } else {
    const at = (bits >> 26) & 15;
    const mantissa = ((bits & 0x7fffff) | 0x800000) << ((bits >> 23) & 7);
    const high = <u64>(mantissa * twoOverPi(at)) << 32;
    const middle = <u64>mantissa * <u64>twoOverPi(at + 4);
    const low = (<u64>mantissa * <u64>twoOverPi(at + 8)) >> 32;
    // The fraction of |x| 2/pi / 4, of which 1 is 2^64.
    let turn = high + middle + low;
    const n = (turn + (<u64>1 << 61)) >> 62;
    turn -= n << 62;
    r = <f64>(<i64>turn) * 3.406121580086554e-19;
    if (x < 0) {
      r = -r;
      quadrant -= <i32>n;
    } else quadrant += <i32>n;
  }
  const z = r * r;
  const y = quadrant & 1 ? cosineOf(z) : r + r * z * sineOf(z);
  return <f32>(quadrant & 2 ? -y : y);
}

/** `(sin(r) / r - 1) / r^2` for |r| <= pi / 4, z = r^2. */
// @ts-ignore: decorator
@inline
function sineOf(z: f64): f64 {
  return -1.0 / 6 + z * (1.0 / 120 + z * (-1.0 / 5040 + z * (1.0 / 362880 + z * (-1.0 / 39916800))));
}

// @ts-ignore: decorator
@inline
function cosineOf(z: f64): f64 {
  return 1 + z * (-0.5 + z * (1.0 / 24 + z * (-1.0 / 720 + z * (1.0 / 40320 + z * (-1.0 / 3628800 + z / 479001600)))));
}
