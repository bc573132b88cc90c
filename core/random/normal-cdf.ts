import { exp } from './elementary.ts';

const twoOverRootPi = 1.1283791670955126;
const rootHalf = 0.7071067811865476;

/** erf by its series with positive terms (Abramowitz and Stegun, 7.1.6), for small x. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return twoOverRootPi * exp(-x * x) * sum;
}

/** erfc by its continued fraction (Abramowitz and Stegun, 7.1.14), for large positive x. */
function erfcFraction(x: number): number {
  let fraction = x;
  for (let n = 60; n >= 1; n--) fraction = x + n / 2 / fraction;
  return (exp(-x * x) * twoOverRootPi) / 2 / fraction;
}

/** Standard normal distribution function, to about 14 digits, also far below 0. */
export function normalCdf(x: number): number {
  const z = x * rootHalf;
  if (Math.abs(z) < 2) return 0.5 + 0.5 * erfSeries(z);
  return z < 0 ? 0.5 * erfcFraction(-z) : 1 - 0.5 * erfcFraction(z);
}

/** The number below which a standard normal draw lies with probability p, 0 < p < 1. By bisection: not for inner loops. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`normalQuantile: ${p} is not between 0 and 1`);
  let low = -39;
  let high = 39;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
}
