import type { FigureBounds } from '../../figure-bounds.ts';

/**
 * The part of an interval of a mean that the mean can be in. The mean of values within bounds is within them, so cutting
 * off what lies beyond never cuts off the mean: the interval holds it as often as before.
 *
 * @param mean The mean that was seen, which stays in it where rounding has put it past a bound.
 */
export function withinBounds(
  [low, high]: readonly [number, number],
  { least = -Infinity, most = Infinity }: FigureBounds,
  mean: number,
): readonly [number, number] {
  return [Math.min(mean, Math.max(low, least)), Math.max(mean, Math.min(high, most))];
}

/** Bounds of the difference of two values of a figure: its whole range either way, where it has both ends. */
export function differenceBounds({ least, most }: FigureBounds): FigureBounds {
  return least === undefined || most === undefined ? {} : { least: least - most, most: most - least };
}

/** The bounds that hold for each of several values of a figure; none where one of them has none. */
export function sharedBounds(bounds: readonly (FigureBounds | undefined)[]): FigureBounds {
  const ends = (end: keyof FigureBounds) => bounds.map((one) => one?.[end]);
  const [leasts, mosts] = [ends('least'), ends('most')];
  return {
    ...(leasts.every((end) => end !== undefined) && leasts.length > 0 && { least: Math.min(...leasts) }),
    ...(mosts.every((end) => end !== undefined) && mosts.length > 0 && { most: Math.max(...mosts) }),
  };
}
