import type { MetricValue } from '../../evaluation/metric.ts';
import { formatCount } from '../common/format.ts';

/** One figure of several runs. */
export interface FigureRow {
  readonly id: string;
  readonly label: string;
  readonly better: MetricValue['better'];
  /** Of each run, undefined where it was not measured. */
  readonly cells: readonly (MetricValue | undefined)[];
  /** Why the figures can't be compared; empty where they can. */
  readonly cautions: readonly string[];
}

/** Every figure that any of the runs has, in the order in which they were first measured. */
export function figureRows(runs: readonly (readonly MetricValue[])[]): readonly FigureRow[] {
  const first = new Map<string, MetricValue>();
  for (const figure of runs.flat()) if (!first.has(figure.id)) first.set(figure.id, figure);
  return [...first.values()].map(({ id, label, better }) => {
    const cells = runs.map((figures) => figures.find((figure) => figure.id === id));
    return { id, label, better, cells, cautions: cautionsOf(cells.filter((cell) => cell !== undefined)) };
  });
}

/** What the figures do not share and would have to: a figure is a function of its counts and of its extractor too. */
function cautionsOf(cells: readonly MetricValue[]): readonly string[] {
  const cautions: string[] = [];
  const sides = ['generated', 'real'] as const;
  for (const side of sides) {
    const counts = distinct(cells.map(({ counts }) => counts[side]));
    if (counts.length > 1) {
      const words = counts.map((count) => (count === undefined ? 'none' : formatCount(count)));
      cautions.push(`made from different numbers of ${side} examples: ${words.join(', ')}`);
    }
  }
  const extractors = distinct(
    cells.map(({ extractor }) => extractor && `${extractor.id} ${extractor.sha256.slice(0, 8)}`),
  );
  if (extractors.length > 1) {
    cautions.push(`made with different extractors: ${extractors.map((name) => name ?? 'none').join(', ')}`);
  }
  return cautions;
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

/** Index of the best value of a row, undefined where neither direction is better, two are best or it has none to be better than. */
export function bestOf({ better, cells, cautions }: FigureRow): number | undefined {
  if (better === 'none' || cautions.length > 0) return undefined;
  const sign = better === 'higher' ? -1 : 1;
  const scores = cells.map((cell) => (cell && Number.isFinite(cell.value) ? sign * cell.value : Infinity));
  const best = Math.min(...scores);
  const holders = scores.flatMap((score, i) => (score === best ? [i] : []));
  const measured = scores.filter((score) => score !== Infinity).length;
  return measured < 2 || holders.length !== 1 ? undefined : holders[0];
}
