import { startBackend } from '../../core/backend/backend.ts';
import { loadDataset } from '../../core/data/load.ts';
import { extractorSource } from '../../evaluation/extractors/registry.ts';
import { timeEvaluation } from '../../evaluation/speed.ts';
import type { EvaluationTiming } from '../../evaluation/speed.ts';
import { LabError } from '../protocol/errors.ts';
import type { EvaluationSpeedRequest } from '../protocol/benchmark.ts';
import { readAsset } from './assets.ts';
import { answerOrder, ExclusiveWorker } from './exclusive-worker.ts';

/** Name of a worker that only times evaluation. */
export const evaluationTimerName = 'latent-lab-evaluation-timer';

interface Order {
  readonly request: EvaluationSpeedRequest;
  readonly wasmPath: string;
}

/** Times evaluation. */
export const evaluationTimer = (): ExclusiveWorker<Order, never, readonly EvaluationTiming[]> =>
  new ExclusiveWorker({ worker: evaluationTimerName, what: 'benchmark', remedy: 'Try again with fewer samples.' });

/** The timer's side. */
export const answerEvaluationSpeed = (): void =>
  answerOrder<Order, never, readonly EvaluationTiming[]>(async ({ request, wasmPath }) => {
    await startBackend({ choice: 'wasm', wasmPath, arithmetic: 'reproducible' });
    const dataset = await loadDataset({ kind: 'mnist' }, readAsset);
    const extractor = await extractorSource(readAsset)(dataset);
    if (!extractor) throw new LabError('internal', 'The digits have no features.');
    // It is the worker's end that cancels.
    return timeEvaluation(dataset, extractor, { ...request, signal: new AbortController().signal });
  });
