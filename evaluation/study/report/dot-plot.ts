import type { ArmRow, FigureColumn } from '../study-table.ts';
import type { Axis } from './axis.ts';
import { axisOf } from './axis.ts';
import { logAxisOf, wantsLogarithm } from './log-axis.ts';
import { direction, shown } from './content.ts';
import { at, escaped } from './html-text.ts';

const width = 640;
const labels = 200;
const row = 34;
const top = 14;

/**
 * Each arm's mean with its interval, and the value of each seed as a small dot; on a logarithmic axis, at whose edge
 * intervals that reach beyond the least value end, where values span decades. Empty without a value.
 */
export function dotPlot({ id, label, unit, better, floor }: FigureColumn, arms: readonly ArmRow[]): string {
  const rows = arms.flatMap((arm) => {
    const figure = arm.figures[id];
    return figure && figure.mean !== null ? [{ arm, figure, mean: figure.mean }] : [];
  });
  if (rows.length === 0) return '';
  const points = rows.flatMap(({ figure }) => figure.values.filter((value) => value !== null));
  const logarithmic = wantsLogarithm(points);
  const held = [...points, ...rows.flatMap(({ figure }) => withinReach(figure.interval, points)), ...(floor ?? [])];
  const axis = logarithmic ? logAxisOf(held.filter((value) => value >= Math.min(...points))) : axisOf(held);
  const x = (value: number): number => axis.place(Math.min(axis.high, Math.max(axis.low, value)), labels, width - 20);
  const bottom = top + rows.length * row;
  const drawn = rows.map(({ arm, figure, mean }, i) => {
    const y = top + i * row + row / 2;
    const interval = figure.interval;
    const seeds = figure.values.flatMap((value) =>
      value === null ? [] : [`<circle class="seed" cx="${at(x(value))}" cy="${at(y + 8)}" r="2.5"/>`],
    );
    return [
      `<text class="label" x="${labels - 12}" y="${at(y + 4)}" text-anchor="end">${escaped(short(arm.label))}</text>`,
      ...(interval
        ? [`<line class="interval" x1="${at(x(interval[0]))}" x2="${at(x(interval[1]))}" y1="${at(y)}" y2="${at(y)}"/>`]
        : []),
      ...seeds,
      `<circle class="mean s${i % 8}" cx="${at(x(mean))}" cy="${at(y)}" r="5"><title>${escaped(`${arm.label}: ${shown(mean)}`)}</title></circle>`,
    ].join('');
  });
  const floorLine =
    floor && floor[0] >= (logarithmic ? axis.low : -Infinity)
      ? `<line class="floor" x1="${at(x(floor[0]))}" x2="${at(x(floor[0]))}" y1="${top}" y2="${bottom}"><title>floor ${shown(floor[0])}</title></line>`
      : '';
  const title = escaped(`${label} of each arm, with 95% intervals${logarithmic ? ', on a logarithmic axis' : ''}`);
  return `<div class="wide" tabindex="0" role="region" aria-label="${title}"><svg viewBox="0 0 ${width} ${bottom + 44}" role="img" aria-label="${title}">${axisLines(axis, x, top, bottom)}${floorLine}${drawn.join('\n')}<text class="axis" x="${at((labels + width) / 2)}" y="${bottom + 38}" text-anchor="middle">${escaped(`${[label, unit].filter(Boolean).join(', ')} ${direction(better)}${logarithmic ? ' (logarithmic)' : ''}`)}</text></svg></div>`;
}

/** The ends of an interval that do not stretch the picture to several times the width of the values. */
function withinReach(interval: readonly [number, number] | undefined, points: readonly number[]): readonly number[] {
  const [least, most] = [Math.min(...points), Math.max(...points)];
  const reach = most - least;
  return (interval ?? []).map((end) => Math.min(most + reach, Math.max(least - reach, end)));
}

/** Ticks of a horizontal axis with their grid. */
function axisLines({ ticks }: Axis, x: (value: number) => number, from: number, to: number): string {
  return ticks
    .map(
      (tick) =>
        `<line class="grid" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${from}" y2="${to}"/><text class="tick" x="${at(x(tick))}" y="${to + 16}" text-anchor="middle">${shown(tick)}</text>`,
    )
    .join('');
}

/** A label that fits beside a plot; the table has it whole. */
const short = (label: string): string => (label.length > 28 ? `${label.slice(0, 27)}…` : label);
