import { svg } from 'lit';
import type { SVGTemplateResult } from 'lit';

/** Outlines around the origin, each within 4.5 pixels of it. */
const outlines = [
  'M-3.6 0A3.6 3.6 0 1 0 3.6 0A3.6 3.6 0 1 0 -3.6 0Z',
  'M-3.2 -3.2H3.2V3.2H-3.2Z',
  'M0 -4.3L4 2.9H-4Z',
  'M0 -4.4L3.7 0L0 4.4L-3.7 0Z',
  'M0 4.3L4 -2.9H-4Z',
  'M-3.6 -3.8H3.6L-3.6 3.8H3.6Z',
];

/** Marks that can be told apart: every outline filled, then hollow. */
export const markCount = 2 * outlines.length;

/** A mark of its own shape at a place; numbers beyond the last shape begin again. */
export function markAt(mark: number, x: number, y: number): SVGTemplateResult {
  const hollow = Math.floor(mark / outlines.length) % 2 === 1;
  return svg`<path class="mark ${hollow ? 'hollow' : ''}" d=${outlines[mark % outlines.length]!} transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" />`;
}

/**
 * Where curves of a picture carry their marks, as shares of its width: several times along each, and each at other places
 * than the rest, so that curves that lie on each other still show.
 *
 * @param place Number of the curve, from 0, among `count` with marks.
 */
export function markPlaces(place: number, count: number, width: number): readonly number[] {
  /** Pixels between two marks, of whichever curves. */
  const spacing = 24;
  const rounds = Math.max(1, Math.floor(width / (spacing * count)));
  return Array.from({ length: rounds }, (_, round) => (round + (place + 0.5) / count) / rounds);
}
