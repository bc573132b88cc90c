/** Maps values of an axis to pixels. */
export interface Scale {
  readonly ticks: readonly number[];
  at(value: number): number;
}

/** Ends of an axis that holds all values, with some room at either end; never empty. */
export function rangeOf(values: readonly number[]): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const room = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}

/** A linear axis from `start` to `end` pixels. */
export function scaleOf(
  [low, high]: readonly [number, number],
  start: number,
  end: number,
  ticks: readonly number[],
): Scale {
  return {
    ticks: ticks.filter((tick) => tick >= low && tick <= high),
    at: (value) => start + ((value - low) / (high - low)) * (end - start),
  };
}

/** Decades that values must span for a logarithmic axis to be the one to begin with. */
const decades = 2;
/** Pixels that a tick with its number wants. */
const tickRoom = 58;

/** Whether values can stand on a logarithmic axis. */
export function canBeLogarithmic(values: readonly number[]): boolean {
  return values.length > 0 && values.every((value) => value > 0);
}

/** Whether a linear axis would show most of the values as one. */
export function wantsLogarithm(values: readonly number[]): boolean {
  return canBeLogarithmic(values) && Math.max(...values) > 10 ** decades * Math.min(...values);
}

/**
 * A logarithmic axis that holds all values, from `start` to `end` pixels. What lies beyond, and what no logarithm has,
 * is placed at its ends.
 *
 * @param values above 0.
 */
export function logScaleOf(values: readonly number[], start: number, end: number): Scale {
  const [low, high] = rangeOf(values.map(Math.log10));
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  const step = Math.max(1, Math.ceil(((last - first + 1) * tickRoom) / (end - start)));
  const powers = Array.from({ length: Math.max(0, Math.floor((last - first) / step) + 1) }, (_, i) => first + i * step);
  // Where hardly a power of ten is in view, the numbers between them tell the scale.
  const leads = powers.length > 2 ? [1] : [1, 2, 5];
  const ticks = leads.flatMap((lead) => [first - step, ...powers].map((power) => lead * 10 ** power));
  return {
    ticks: ticks.filter((tick) => Math.log10(tick) >= low && Math.log10(tick) <= high).sort((a, b) => a - b),
    at: (value) => {
      const place = value > 0 ? (Math.log10(value) - low) / (high - low) : 0;
      return start + Math.max(0, Math.min(1, place)) * (end - start);
    },
  };
}
