import type { MicroOperation } from '../../program/chain.ts';

/**
 * WGSL of the elementwise operations. Shader compilers may assume that numbers are finite, and `min`, `max` and `clamp`
 * may drop NaN: whatever decides by its argument therefore asks for NaN by its bits first. The built-in tanh and
 * exponentials lose digits near 0 on some devices, and log(0) may be finite.
 */
export const functions = `
fn larger(a : f32, b : f32) -> f32 {
  if (isNaN(a)) { return a; }
  if (isNaN(b)) { return b; }
  return select(b, a, a > b);
}
fn smaller(a : f32, b : f32) -> f32 {
  if (isNaN(a)) { return a; }
  if (isNaN(b)) { return b; }
  return select(b, a, a < b);
}
fn truth(a : bool) -> f32 { return select(0.0, 1.0, a); }
fn either(a : f32, b : f32) -> bool { return isNaN(a) || isNaN(b); }
fn magnitude(x : f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) & 0x7fffffffu); }
fn exponential(x : f32) -> f32 {
  if (isNaN(x)) { return x; }
  if (x > 88.8) { return infinity(); }
  if (x < -104.0) { return 0.0; }
  return exp(x);
}
fn exponentialMinusOne(x : f32) -> f32 {
  if (magnitude(x) < 0.1) { return x * (1.0 + x * (0.5 + x * (0.16666667 + x * (0.041666668 + x * 0.008333334)))); }
  return exponential(x) - 1.0;
}
fn logarithm(x : f32) -> f32 {
  if (isNaN(x)) { return x; }
  if (x < 0.0) { return notANumber(); }
  if (x == 0.0) { return -infinity(); }
  if (bitcast<u32>(x) == 0x7f800000u) { return x; }
  return log(x);
}
fn logarithmOfOnePlus(x : f32) -> f32 {
  if (magnitude(x) < 0.1) {
    return x * (1.0 + x * (-0.5 + x * (0.33333334 + x * (-0.25 + x * (0.2 + x * (-0.16666667 + x * 0.14285715))))));
  }
  return logarithm(1.0 + x);
}
fn hyperbolicTangent(x : f32) -> f32 {
  if (isNaN(x)) { return x; }
  let m = abs(x);
  if (m < 0.25) {
    let s = x * x;
    return x * (1.0 + s * (-0.33333334 + s * (0.13333334 + s * (-0.053968254 + s * 0.021869488))));
  }
  if (m > 10.0) { return sign(x); }
  return sign(x) * (1.0 - 2.0 / (exp(2.0 * m) + 1.0));
}
fn logistic(x : f32) -> f32 {
  if (isNaN(x)) { return x; }
  if (x < -88.0) { return exponential(x); }
  return 1.0 / (1.0 + exp(-x));
}
fn softPlus(x : f32) -> f32 {
  if (isNaN(x)) { return x; }
  let t = exponential(-abs(x));
  let tail = select(log(1.0 + t), t * (1.0 - t * (0.5 - t * 0.33333334)), t < 0.01);
  return max(x, 0.0) + tail;
}
fn squareRoot(x : f32) -> f32 {
  if (isNaN(x) || x == 0.0 || bitcast<u32>(x) == 0x7f800000u) { return x; }
  if (x < 0.0) { return notANumber(); }
  return sqrt(x);
}
fn reciprocalOf(x : f32) -> f32 {
  if (x == 0.0 && !isNaN(x)) { return bitcast<f32>(words[0].x | (bitcast<u32>(x) & 0x80000000u)); }
  return 1.0 / x;
}
fn signOf(x : f32) -> f32 {
  if (isNaN(x)) { return x; }
  return sign(x);
}
fn stepAt(x : f32, below : f32) -> f32 {
  if (isNaN(x)) { return x; }
  return select(below, 1.0, x > 0.0);
}
fn within(x : f32, low : f32, high : f32) -> f32 {
  if (isNaN(x)) { return x; }
  return select(select(x, high, x > high), low, x < low);
}
// Cody and Waite: pi/2 in three parts; fma keeps compilers from adding the parts up first.
fn sineOfQuarters(x : f32, quarters : i32) -> f32 {
  if ((bitcast<u32>(x) & 0x7f800000u) == 0x7f800000u) { return notANumber(); }
  let k = round(x * 0.63661975);
  let r = fma(-k, 7.5497901e-8, fma(-k, 4.837513e-4, fma(-k, 1.5703125, x)));
  return quarterSine(r, i32(k) + quarters);
}
// sin(r + quadrant pi/2) for |r| <= pi/4; the polynomials are those of Moshier's Cephes library.
fn quarterSine(r : f32, quadrant : i32) -> f32 {
  let z = r * r;
  let s = r + r * z * (-0.16666655 + z * (0.008332161 + z * -0.00019515296));
  let c = 1.0 - 0.5 * z + z * z * (0.041666646 + z * (-0.0013887316 + z * 0.000024433157));
  let value = select(s, c, (quadrant & 1) == 1);
  return select(value, -value, (quadrant & 2) == 2);
}
`;

type Write = (a: string, b: string, c: string, p: string, q: string) => string;

/** WGSL of each elementwise operation on scalars. */
export const microCode: Readonly<Record<MicroOperation, Write>> = {
  add: (a, b) => `${a} + ${b}`,
  sub: (a, b) => `${a} - ${b}`,
  mul: (a, b) => `${a} * ${b}`,
  div: (a, b) => `${a} / ${b}`,
  maximum: (a, b) => `larger(${a}, ${b})`,
  minimum: (a, b) => `smaller(${a}, ${b})`,
  squaredDifference: (a, b) => `(${a} - ${b}) * (${a} - ${b})`,
  less: (a, b) => `truth(${a} < ${b} && !either(${a}, ${b}))`,
  lessEqual: (a, b) => `truth(${a} <= ${b} && !either(${a}, ${b}))`,
  greater: (a, b) => `truth(${a} > ${b} && !either(${a}, ${b}))`,
  greaterEqual: (a, b) => `truth(${a} >= ${b} && !either(${a}, ${b}))`,
  equal: (a, b) => `truth(${a} == ${b} && !either(${a}, ${b}))`,
  notEqual: (a, b) => `truth(${a} != ${b} || either(${a}, ${b}))`,
  and: (a, b) => `truth((${a} != 0.0 || isNaN(${a})) && (${b} != 0.0 || isNaN(${b})))`,
  or: (a, b) => `truth(${a} != 0.0 || ${b} != 0.0 || either(${a}, ${b}))`,
  tanhGrad: (a, b) => `${a} * (1.0 - ${b} * ${b})`,
  eluGrad: (a, b) => `select(${a} * (${b} + 1.0), ${a}, ${b} >= 0.0)`,
  select: (a, b, c) => `select(${c}, ${b}, ${a} != 0.0 || isNaN(${a}))`,
  identity: (a) => a,
  neg: (a) => `-${a}`,
  abs: (a) => `magnitude(${a})`,
  square: (a) => `${a} * ${a}`,
  sqrt: (a) => `squareRoot(${a})`,
  rsqrt: (a) => `reciprocalOf(squareRoot(${a}))`,
  reciprocal: (a) => `reciprocalOf(${a})`,
  exp: (a) => `exponential(${a})`,
  expm1: (a) => `exponentialMinusOne(${a})`,
  log: (a) => `logarithm(${a})`,
  log1p: (a) => `logarithmOfOnePlus(${a})`,
  tanh: (a) => `hyperbolicTangent(${a})`,
  sigmoid: (a) => `logistic(${a})`,
  softplus: (a) => `softPlus(${a})`,
  elu: (a) => `select(exponentialMinusOne(${a}), ${a}, ${a} >= 0.0)`,
  relu: (a) => `select(${a}, 0.0, ${a} <= 0.0)`,
  leakyRelu: (a, _b, _c, p) => `select(${a}, ${p} * ${a}, ${a} < 0.0)`,
  step: (a, _b, _c, p) => `stepAt(${a}, ${p})`,
  clip: (a, _b, _c, p, q) => `within(${a}, ${p}, ${q})`,
  sign: (a) => `signOf(${a})`,
  floor: (a) => `floor(${a})`,
  ceil: (a) => `ceil(${a})`,
  round: (a) => `round(${a})`,
  truncate: (a) => `trunc(${a})`,
  not: (a) => `truth(${a} == 0.0 && !isNaN(${a}))`,
  isNaN: (a) => `truth(isNaN(${a}))`,
  sin: (a) => `sineOfQuarters(${a}, 0)`,
  cos: (a) => `sineOfQuarters(${a}, 1)`,
};
