import * as tf from '../../core/backend/tf.ts';
import type { Trainer } from '../../core/training/trainer.ts';
import type { ProgressEvent } from '../protocol/events.ts';
import type { RunSaver } from './run-saver.ts';
import type { SessionHost } from './session-host.ts';

/** How far a run is, how fast it goes, and what it takes. */
export function progressOf(
  { completed, execution }: Trainer,
  { record, lastSaved }: RunSaver,
  stepsPerSecond: number,
  host: SessionHost,
): ProgressEvent {
  const { steps } = record.spec;
  const { numTensors, numBytes } = tf.memory();
  const heap = host.heapBytes();
  // A recorded step has memory of its own beside tfjs's heap.
  const heapBytes = heap !== undefined && execution.mode === 'recorded' ? heap + execution.bytes : heap;
  return {
    type: 'progress',
    runId: record.id,
    step: completed,
    steps,
    stepsPerSecond,
    eta: stepsPerSecond > 0 ? (steps - completed) / stepsPerSecond : Infinity,
    backend: host.backend(),
    execution,
    memory: { tensors: numTensors, tensorBytes: numBytes, ...(heapBytes !== undefined && { heapBytes }) },
    ...(lastSaved && { lastSaved }),
  };
}
