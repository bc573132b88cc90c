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
