import { startBackend } from '../../core/backend/backend.ts';
import { shareAmong } from '../../core/backend/load-program.ts';
import { usualThreads } from '../../core/backend/wasm/program/threads.ts';
import { SpecError } from '../../core/spec/issues.ts';
import { parseValues } from '../../core/spec/parse-values.ts';
import type { ExperimentReport } from '../../evaluation/reproduction/experiment.ts';
import { experiments } from '../../evaluation/reproduction/registry.ts';
import { LabError } from '../protocol/errors.ts';
import type { ExperimentProgress, ExperimentRequest } from '../protocol/experiment.ts';
import { answerOrder, ExclusiveWorker } from './exclusive-worker.ts';

/** Name of a worker that makes one experiment. */
export const experimenterName = 'latent-lab-experimenter';

/** Least time between two messages of progress, milliseconds. */
const interval = 100;

interface ExperimentOrder {
  readonly request: ExperimentRequest;
  readonly wasmPath: string;
}

/** Makes experiments. */
export const experimenter = (): ExclusiveWorker<ExperimentOrder, ExperimentProgress, ExperimentReport> =>
  new ExclusiveWorker({ worker: experimenterName, what: 'experiment', remedy: 'Try again, or with smaller options.' });

/** The experimenter's side. */
export const answerExperiment = (): void =>
  answerOrder<ExperimentOrder, ExperimentProgress, ExperimentReport>(async ({ request, wasmPath }, told) => {
    const { id, options = {} } = request;
    const experiment = experiments.find((candidate) => candidate.id === id);
    if (!experiment) {
      throw new LabError('not-found', `There is no experiment ${id}.`, {
        remedy: `Choose one of ${experiments.map((known) => known.id).join(', ')}.`,
      });
    }
    const checked = checkOptions(experiment.fields, options);
    await startBackend({ choice: 'wasm', wasmPath, arithmetic: 'reproducible' });
    shareAmong(usualThreads());
    let toldAt = -Infinity;
    return experiment.run({
      options: checked,
      // It is the worker's end that cancels.
      signal: new AbortController().signal,
      progress: async (done, what, curves) => {
        const now = performance.now();
        if (done < 1 && now - toldAt < interval) return;
        toldAt = now;
        told({ id, done, what, ...(curves && { curves }) });
      },
    });
  });

function checkOptions(...[fields, options]: Parameters<typeof parseValues>): ReturnType<typeof parseValues> {
  try {
    return parseValues(fields, options);
  } catch (error) {
    if (error instanceof SpecError) throw new LabError('invalid-spec', error.message);
    throw error;
  }
}
