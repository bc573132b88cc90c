import { evaluate } from '../../evaluation/evaluate.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import { metrics } from '../../evaluation/registry.ts';
import { extractorSource } from '../../evaluation/extractors/registry.ts';
import { subjectOf } from '../../evaluation/subject.ts';
import { LabError } from '../protocol/errors.ts';
import type { EventChannel } from './event-channel.ts';
import { readAsset } from './assets.ts';
import type { RunSession } from './run-session.ts';

/** Examples that a subject draws at a time: it bounds the memory of an evaluation. */
const batchSize = 250;

/** Measures runs; one at a time, and it can be told to stop. */
export class Evaluator {
  readonly #events: EventChannel;
  readonly #extractors = extractorSource(readAsset);
  /** Those asked for that have not ended, waiting ones included. */
  readonly #controllers = new Set<AbortController>();

  constructor(events: EventChannel) {
    this.#events = events;
  }

  /** Announces an evaluation, so that it can be cancelled before its turn has come. `run` ends it. */
  plan(): AbortController {
    const controller = new AbortController();
    this.#controllers.add(controller);
    return controller;
  }

  /** Forgets an evaluation that has come to nothing. */
  drop(controller: AbortController): void {
    this.#controllers.delete(controller);
  }

  cancel(): void {
    for (const controller of this.#controllers) controller.abort();
  }

  /** Those of the metrics that cost little enough to be run while training. */
  get cheap(): readonly string[] {
    return metrics.filter(({ cost }) => cost === 'cheap').map(({ id }) => id);
  }

  /** Evaluates a run that is at rest. @throws LabError 'cancelled'. */
  async run(
    session: RunSession,
    options: { samples: number; metrics?: readonly string[] },
    controller = this.plan(),
  ): Promise<readonly MetricValue[]> {
    const { trainer, record } = session;
    const step = trainer.completed;
    const emit = (done: number, values: readonly MetricValue[]): void =>
      this.#events.emit({ type: 'evaluation', runId: session.id, step, done, metrics: values });
    try {
      const subject = subjectOf({
        game: trainer.game,
        vars: trainer.variables(),
        dataset: trainer.dataset,
        seed: record.spec.seed,
        batchSize,
      });
      const values = await evaluate(subject, {
        samples: options.samples,
        ...(options.metrics && { metrics: options.metrics }),
        extractors: this.#extractors,
        signal: controller.signal,
        progress: (fraction) => emit(Math.min(fraction, 0.999), []),
      });
      emit(1, values);
      return values;
    } catch (error) {
      emit(1, []);
      if (controller.signal.aborted) throw new LabError('cancelled', 'The evaluation was stopped.', { cause: error });
      throw error;
    } finally {
      this.drop(controller);
    }
  }
}
