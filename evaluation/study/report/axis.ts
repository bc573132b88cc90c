/** A scale of a drawing: where a value lies, and what to write beside it. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** From `from` at the low end to `to` at the high one. */
  place(value: number, from: number, to: number): number;
}

/** About as many ticks as are read at a glance. */
const fewTicks = 5;

/** Values that differ by less, of their size, count as one; so do those that are as small themselves. */
const rounding = 1e-9;

/** An axis over some values, to round numbers beyond them. @param values finite. */
export function axisOf(values: readonly number[]): Axis {
  const least = Math.min(...values, Infinity);
  const most = Math.max(...values, -Infinity);
  const apart = most - least > rounding * Math.max(Math.abs(least), Math.abs(most), rounding);
  const [low, high] = apart ? [least, most] : around(Number.isFinite(least) ? least : 0);
  const step = roundStep((high - low) / fewTicks);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  const [start, end] = [ticks[0]!, ticks.at(-1)!];
  return {
    low: start,
    high: end,
    ticks,
    place: (value, from, to) => from + ((value - start) / (end - start)) * (to - from),
  };
}

const around = (value: number): [number, number] => {
  const margin = Math.abs(value) > rounding ? Math.abs(value) * 0.1 : 1;
  return [value - margin, value + margin];
};

/** The next of 1, 2, 5, 10, ... Found by division alone: logarithms differ in their last bits between engines. */
function roundStep(width: number): number {
  let power = 1;
  while (power * 10 <= width) power *= 10;
  while (power > width) power /= 10;
  const lead = width / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}
