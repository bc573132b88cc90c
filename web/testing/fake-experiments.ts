import type { Values } from '../../core/spec/fields.ts';
import { fDivergences } from '../../core/theory/f-divergences.ts';
import type { FDivergenceId } from '../../core/theory/f-divergences.ts';
import { dataOf, positionsOf, samplesOf } from '../../core/theory/line-density-fields.ts';
import { fitGaussian, fitTarget } from '../../core/theory/mixture-fit.ts';
import type { ExperimentCurves, ExperimentReport, ExperimentRow } from '../../evaluation/reproduction/experiment.ts';
import { bestShown, divergenceIds } from '../theory/divergence/figures.ts';

/** What an experiment would have learned after a share of its steps: theory, with an error that fades. */
export function fakeCurves(id: string, options: Values, done: number): ExperimentCurves | undefined {
  if (id !== 'optimal-discriminator') return undefined;
  const [p, q] = [dataOf(options), samplesOf(options)];
  const x = Float32Array.from(positionsOf([p, q], 61));
  const all = options['objective'] === 'all';
  const best = bestShown(all ? 'minimax' : (options['objective'] as string), p, q);
  const error = 0.3 * (1 - done) + 0.01;
  if (all) {
    const trained = ['minimax', ...divergenceIds.map((id) => `f-${id}`)].map((id, n) => [
      id,
      x.map((at) => best(at) * (1 - error) + (error * n) / 9),
    ]);
    return { x, y: { best: x.map(best), ...(Object.fromEntries(trained) as Record<string, Float32Array>) } };
  }
  return { x, y: { trained: x.map((at) => best(at) * (1 - error) + error * 0.5), best: x.map(best) } };
}

/** A plausible report: every figure near what is expected. */
export function fakeExperimentReport(id: string, options: Values): ExperimentReport {
  const rows = id === 'f-gan-mixture' ? fitRows(options) : [near('minimax: V(D*,G) = -log 4 + 2 JSD', -0.5)];
  const curves = fakeCurves(id, options, 1);
  return { id, title: id, rows, passed: true, ...(curves && { curves }) };
}

function fitRows({ divergence }: Values): readonly ExperimentRow[] {
  const ids = divergence === 'all' ? (['kl', 'reverse-kl'] as const) : [divergence as FDivergenceId];
  return ids.flatMap((id) => {
    const { mean, std } = fitGaussian(id, fitTarget);
    return [near(`${fDivergences[id].label}: mu`, mean), near(`${fDivergences[id].label}: sigma`, std)];
  });
}

const near = (name: string, expected: number): ExperimentRow => ({
  name,
  expected,
  measured: expected + 0.01,
  tolerance: '± 0.1',
  passed: true,
});
