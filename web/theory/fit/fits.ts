import { fDivergences } from '../../../core/theory/f-divergences.ts';
import type { FDivergenceId } from '../../../core/theory/f-divergences.ts';
import { fitGaussian, fitTarget } from '../../../core/theory/mixture-fit.ts';
import type { GaussianFit } from '../../../core/theory/mixture-fit.ts';
import type { ExperimentReport } from '../../../evaluation/reproduction/experiment.ts';
import { Store } from '../../state/store.ts';

export const fitIds = Object.keys(fDivergences) as FDivergenceId[];

/** The nearest Gaussian by each divergence, as far as they are computed. */
export const optima = new Store<ReadonlyMap<FDivergenceId, GaussianFit>>(new Map());

let computing = false;

/** Computes the optima one at a time, each in a task of its own: together they would stop the page for a while. */
export function computeOptima(): void {
  if (computing) return;
  computing = true;
  const next = ([id, ...rest]: readonly FDivergenceId[]): void => {
    if (id === undefined) return;
    optima.value = new Map(optima.value).set(id, fitGaussian(id, fitTarget));
    setTimeout(() => next(rest));
  };
  setTimeout(() => next(fitIds));
}

/** A Gaussian that was trained. */
export interface TrainedFit {
  readonly mean: number;
  readonly std: number;
}

/** The trained Gaussians of a report, read from the names of its figures. */
export function trainedFits({ rows }: ExperimentReport): ReadonlyMap<FDivergenceId, TrainedFit> {
  const measured = new Map(rows.map((row) => [row.name, row.measured]));
  const found = new Map<FDivergenceId, TrainedFit>();
  for (const id of fitIds) {
    const mean = measured.get(`${fDivergences[id].label}: mu`);
    const std = measured.get(`${fDivergences[id].label}: sigma`);
    if (mean !== undefined && std !== undefined) found.set(id, { mean, std });
  }
  return found;
}
