import type { Axis } from './axis.ts';

/** Values that span more than this are better told apart on a logarithmic axis. */
const decades = 2;
/** Decades up to which there are ticks between the powers of ten. */
const fewDecades = 2;
const mostTicks = 6;

/** Whether a linear axis would show most of the values as one. @param values finite. */
export function wantsLogarithm(values: readonly number[]): boolean {
  const least = Math.min(...values);
  return values.length > 0 && least > 0 && Math.max(...values) > 10 ** decades * least;
}

/** A logarithmic axis over some values, to whole decades beyond them. @param values above 0, at least one. */
export function logAxisOf(values: readonly number[]): Axis {
  const first = Math.floor(log10(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(log10(Math.max(...values))));
  const step = Math.ceil((last - first) / mostTicks);
  const powers = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
  const ticks = powers.flatMap((power) =>
    last - first <= fewDecades && power < last
      ? [powerOf10(power), 2 * powerOf10(power), 5 * powerOf10(power)]
      : [powerOf10(power)],
  );
  return {
    low: powerOf10(first),
    high: powerOf10(last),
    ticks,
    place: (value, from, to) => from + ((log10(value) - first) / (last - first)) * (to - from),
  };
}

/** As its decimal digits are read, which is exact to the last bit in every engine, as powers need not be. */
const powerOf10 = (power: number): number => Number(`1e${power}`);

const naturalLogarithmOf10 = 2.302585092994046;
const naturalLogarithmOf2 = 0.6931471805599453;

/**
 * Logarithm to base 10 by additions, multiplications and divisions alone, which are the same in every engine, as
 * Math.log10 need not be. Exact for powers of ten, else to some 1e-15. @param value above 0.
 */
export function log10(value: number): number {
  const [digits, exponent] = value.toExponential(16).split('e');
  let lead = Number(digits);
  // To within a factor of 1.33 of 1, where the series of ln((1 + z) / (1 - z)) needs few terms.
  let halvings = 0;
  while (lead > 4 / 3) {
    lead /= 2;
    halvings++;
  }
  return Number(exponent) + (series(lead) + halvings * naturalLogarithmOf2) / naturalLogarithmOf10;
}

/** ln of a number from 2/3 to 4/3. */
function series(x: number): number {
  const z = (x - 1) / (x + 1);
  let sum = 0;
  for (let n = 25; n >= 1; n -= 2) sum = sum * z * z + 2 / n;
  return sum * z;
}
