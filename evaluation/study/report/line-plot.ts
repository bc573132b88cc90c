import type { Axis } from './axis.ts';
import { axisOf } from './axis.ts';
import { shown } from './content.ts';
import { at, escaped } from './html-text.ts';

export interface Series {
  readonly label: string;
  /** Which of the eight colours. */
  readonly colour: number;
  /** Points to join, ascending x; without `joined` points that stand for themselves. */
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly joined: boolean;
}

const width = 640;
const height = 300;
const left = 64;
const right = 24;
const top = 10;
const bottom = 44;

/** Lines, or points, over two axes. Empty without a point. */
export function linePlot(title: string, xLabel: string, yLabel: string, series: readonly Series[]): string {
  const all = series.flatMap(({ points }) => points);
  if (all.length === 0) return '';
  const across = axisOf(all.map(([x]) => x));
  const up = axisOf(all.map(([, y]) => y));
  const x = (value: number): number => across.place(value, left, width - right);
  const y = (value: number): number => up.place(value, height - bottom, top);
  const drawn = series.map(({ label, colour, points, joined }) => {
    const name = `<title>${escaped(label)}</title>`;
    const dots = points
      .map(
        ([px, py]) =>
          `<circle class="dot s${colour % 8}" cx="${at(x(px))}" cy="${at(y(py))}" r="${joined ? 2 : 5}">${name}</circle>`,
      )
      .join('');
    const path = points.map(([px, py]) => `${at(x(px))},${at(y(py))}`).join(' ');
    return `${joined ? `<polyline class="line s${colour % 8}" points="${path}">${name}</polyline>` : ''}${dots}`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="${escaped(title)}"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${grid(across, up, x, y)}${drawn.join('\n')}<text class="axis" x="${(left + width - right) / 2}" y="${height - 6}" text-anchor="middle">${escaped(xLabel)}</text><text class="axis" x="14" y="${(height - bottom + top) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(height - bottom + top) / 2})">${escaped(yLabel)}</text></svg></div>`;
}

function grid(across: Axis, up: Axis, x: (value: number) => number, y: (value: number) => number): string {
  const columns = across.ticks.map(
    (tick) =>
      `<line class="grid" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${top}" y2="${height - bottom}"/><text class="tick" x="${at(x(tick))}" y="${height - bottom + 16}" text-anchor="middle">${shown(tick)}</text>`,
  );
  const rows = up.ticks.map(
    (tick) =>
      `<line class="grid" x1="${left}" x2="${width - right}" y1="${at(y(tick))}" y2="${at(y(tick))}"/><text class="tick" x="${left - 6}" y="${at(y(tick) + 4)}" text-anchor="end">${shown(tick)}</text>`,
  );
  return [...columns, ...rows].join('');
}

/** What the colours stand for. */
export const legend = (labels: readonly string[]): string =>
  `<ul class="legend">${labels.map((label, i) => `<li><span class="key k${i % 8}"></span>${escaped(label)}</li>`).join('')}</ul>`;
