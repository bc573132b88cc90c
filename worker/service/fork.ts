import { diffSpecs } from '../../core/spec/diff.ts';
import { specAt } from '../../core/spec/edits.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { Checkpoint } from '../../core/training/checkpoint.ts';
import { Trainer } from '../../core/training/trainer.ts';
import { LabError } from '../protocol/errors.ts';
import type { RunRecord } from '../protocol/records.ts';
import type { RunStore } from '../store/run-store.ts';
import type { BackendOwner } from './backend-owner.ts';
import { checkSpec } from './check-spec.ts';
import type { DatasetCache } from './dataset-cache.ts';
import type { Fork } from './new-run.ts';

/** What a fork is made with. */
export interface ForkTools {
  readonly store: RunStore;
  readonly backend: BackendOwner;
  readonly datasets: DatasetCache;
}

/**
 * What a run forked from the checkpoint of a step, with some settings changed, begins with.
 * @throws LabError `not-found` without a checkpoint, `invalid-spec` when it does not fit the changed settings.
 */
export async function forkOf(
  { store, backend, datasets }: ForkTools,
  parent: RunRecord,
  step: number,
  changes: Partial<RunSpec>,
): Promise<{ readonly spec: RunSpec; readonly fork: Fork }> {
  const from = { runId: parent.id, step };
  const present = specAt(parent.spec, parent.edits, step);
  const stored = await store.listCheckpoints(parent.id);
  if (step === 0 && !stored.some((checkpoint) => checkpoint.step === 0)) {
    // A run that has not begun has no weights to keep: its fork begins as any run does.
    return { spec: checkSpec({ ...present, ...changes }), fork: { from } };
  }
  const loaded = await store.loadCheckpoint(parent.id, step);
  if (!loaded || loaded.checkpoint.step !== step) {
    throw new LabError('not-found', `There is no checkpoint of step ${step} to fork from.`, {
      remedy: 'Choose a step that has a checkpoint.',
    });
  }
  const spec = checkSpec({ ...present, ...changes });
  await backend.start();
  await requireFit(loaded.checkpoint, present, spec, datasets);
  const points = (await store.history(parent.id)).filter((point) => point.step <= step);
  const start = { checkpoint: { ...loaded.checkpoint, spec }, points, pinned: true };
  return { spec, fork: { from, start } };
}

/** A fork may change anything but what decides the networks. */
async function requireFit(
  checkpoint: Checkpoint,
  parent: RunSpec,
  spec: RunSpec,
  datasets: DatasetCache,
): Promise<void> {
  try {
    Trainer.restore(checkpoint, await datasets.get(spec), spec).dispose();
  } catch (cause) {
    const changed = diffSpecs(parent, spec).map(({ path }) => path);
    throw new LabError('invalid-spec', `The checkpoint does not fit the changed settings (${changed.join(', ')}).`, {
      remedy: 'Keep the method, the data’s shape, the networks and the latent dimension, or start a new run.',
      cause,
    });
  }
}
