import { expect, test } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import type { RunView } from '../state/run-model.ts';
import { RunCharts } from './run-charts.ts';

const points = [1, 2].map((step) => ({
  step,
  seconds: step / 10,
  values: { 'discriminator/loss': 1, 'generator/loss': 2, 'discriminator/gradient-norm': 3, 'density-js': 0.5 },
}));
const curves = { points, names: Object.keys(points[0]!.values), version: 0 };
const { spec } = catalogue.presets[0]!;
const run = { spec, resumes: [7], edits: [] };
const view = { run, checkpoints: [{ step: 5 }] } as unknown as RunView;
const metric = { id: 'density-js', label: 'Jensen-Shannon', value: 0.5, unit: 'nats', better: 'lower', counts: {} };
const measured = { ...view, run: { ...run, evaluation: { step: 2, metrics: [metric] } } } as unknown as RunView;

test('players share charts of losses and of norms, in the colour of each', () => {
  const { training } = new RunCharts().charts(curves, view);
  expect(training.map(({ title }) => title)).toEqual(['Losses', 'Gradient norms']);
  const [losses, norms] = training.map((chart) => chart.curves.map(({ label, colour }) => [label, colour]));
  expect(losses).toEqual([
    ['discriminator', 0],
    ['generator', 1],
  ]);
  expect(norms).toEqual([['discriminator', 0]]);
});

test('a metric has the name and unit of its figure once it is known', () => {
  const charts = new RunCharts();
  expect(charts.charts(curves, view).metrics[0]).toMatchObject({ title: 'Density js' });
  const named = charts.charts(curves, measured);
  expect(named.metrics[0]).toMatchObject({ title: 'Jensen-Shannon', unit: 'nats' });
  expect(named.metrics[0]!.curves[0]!.label).toBe('lower is better');
  expect(charts.charts({ ...curves, version: 1 }, measured)).toBe(named);
});

test('checkpoints and resumes are marked by the same array while they are the same', () => {
  const charts = new RunCharts();
  const marks = charts.marks(view);
  expect(marks).toEqual([
    { step: 5, kind: 'checkpoint' },
    { step: 7, kind: 'resume' },
  ]);
  expect(charts.marks({ ...view })).toBe(marks);
});
