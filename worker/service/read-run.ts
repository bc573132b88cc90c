import { catalogue } from '../../core/catalogue.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import { datasetCardOf } from '../../core/spec/dataset-card.ts';
import { methodOf } from '../../core/methods/registry.ts';
import { LabError } from '../protocol/errors.ts';
import type { MetricPoint, RunId, RunRecord } from '../protocol/records.ts';
import type { OpenRun } from '../protocol/service.ts';
import { mergePoints } from '../store/history-chunks.ts';
import type { RunStore } from '../store/run-store.ts';
import type { DatasetCache } from './dataset-cache.ts';
import type { RunSession } from './run-session.ts';

/** Real points drawn behind the samples. */
const shownPoints = 2000;

/** What a page needs to show a run: what is stored, what is in memory, and how its data look. */
export async function readRun(
  store: RunStore,
  datasets: DatasetCache,
  run: RunRecord,
  live: RunSession | undefined,
): Promise<Omit<OpenRun, 'state' | 'elsewhere'>> {
  const [checkpoints, points, frameSteps] = await Promise.all([
    store.listCheckpoints(run.id),
    pointsOf(store, run.id, live),
    store.frameSteps(run.id),
  ]);
  const card = datasetCardOf(catalogue, run.spec.data)!;
  const dataset = card.shape.length === 1 ? await presentDataset(datasets, run) : undefined;
  return {
    run,
    step: live?.trainer.completed ?? run.step,
    checkpoints,
    points,
    frameSteps,
    ...(dataset && { realPoints: dataset.examples('test', 0, Math.min(shownPoints, dataset.count('test'))).x }),
    ...(dataset?.modes && { modes: { centres: Float32Array.from(dataset.modes.centres), std: dataset.modes.std } }),
    ...(dataset?.extent !== undefined && { extent: dataset.extent }),
    abilities: Object.keys(methodOf(run.spec.method).build(run.spec, card).abilities),
  };
}

/** The curves of a run: what is stored, and what is in memory. */
export async function pointsOf(
  store: RunStore,
  runId: RunId,
  live: RunSession | undefined,
): Promise<readonly MetricPoint[]> {
  // Taken first: meanwhile they may be stored, and then come twice instead of not at all.
  const unsaved = live?.unsavedPoints ?? [];
  return mergePoints([...(await store.history(runId)), ...unsaved]);
}

/** The data of a run, or undefined where they are an imported set that is not here: the run can still be looked at. */
async function presentDataset(datasets: DatasetCache, { spec }: RunRecord): Promise<Dataset | undefined> {
  try {
    return await datasets.get(spec);
  } catch (error) {
    if (error instanceof LabError && error.code === 'not-found') return undefined;
    throw error;
  }
}
