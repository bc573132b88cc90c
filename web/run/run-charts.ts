import type { ChartMark } from '../charts/chart-marks.ts';
import type { ChartSpec } from '../charts/ll-curves.ts';
import { groupCurves, isCurve } from '../charts/series.ts';
import { formatName } from '../common/format.ts';
import { betterWords } from '../common/metric-groups.ts';
import type { Curves, RunView } from '../state/run-model.ts';

/** The charts of a run: of its players, and of what was measured in mid-run. */
export interface ChartsOfRun {
  readonly training: readonly ChartSpec[];
  readonly metrics: readonly ChartSpec[];
}

/** Makes the charts of one run: the same objects while the same curves exist, so that none is rebuilt for every point. */
export class RunCharts {
  #charts: ChartsOfRun = { training: [], metrics: [] };
  #marks: readonly ChartMark[] = [];
  /** What the charts were made for. */
  #drawn: { readonly points: Curves['points']; readonly key: string } | undefined;

  charts({ points, names: all }: Curves, { run, evaluating }: RunView): ChartsOfRun {
    const names = all.filter((name) => name.includes('/') || isCurve(name, points));
    const measured = [...(run.evaluation?.metrics ?? []), ...(evaluating?.metrics ?? [])];
    const cards = new Map(measured.map((metric) => [metric.id, metric]));
    const key = JSON.stringify(names.map((name) => [name, cards.get(name)?.label]));
    if (points === this.#drawn?.points && key === this.#drawn.key) return this.#charts;
    this.#drawn = { points, key };
    const { batch } = run.spec;
    const players = [...new Set(names.filter(isOfPlayer).map((name) => name.split('/')[0]))];
    const charts = groupCurves(names).map((group): ChartSpec => {
      const metric = cards.get(group.names[0] ?? '');
      const curves = group.names.map((name, i) => {
        const [player = name, part] = name.split('/');
        const named = part === 'loss' || part === 'gradient-norm' ? player : (part ?? name);
        const label = (metric && betterWords[metric.better]) || formatName(named);
        const colour = named === player && part !== undefined ? players.indexOf(player) : i + 2;
        return { label, colour, name, points, batch };
      });
      return { title: metric?.label ?? group.title, ...(metric?.unit && { unit: metric.unit }), curves };
    });
    this.#charts = {
      training: charts.filter(({ curves: [first] }) => isOfPlayer(first!.name)),
      metrics: charts.filter(({ curves: [first] }) => !isOfPlayer(first!.name)),
    };
    return this.#charts;
  }

  marks({ checkpoints, run }: RunView): readonly ChartMark[] {
    const marks: ChartMark[] = [
      ...checkpoints.map(({ step }) => ({ step, kind: 'checkpoint' as const })),
      ...run.resumes.map((step) => ({ step, kind: 'resume' as const })),
      ...run.edits.map(({ step }) => ({ step, kind: 'edit' as const })),
    ];
    if (JSON.stringify(marks) !== JSON.stringify(this.#marks)) this.#marks = marks;
    return this.#marks;
  }
}

const isOfPlayer = (name: string): boolean => name.includes('/');
