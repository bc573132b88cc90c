import { canonical } from '../../core/spec/canonical.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import type { EvaluationReport } from '../../evaluation/evaluate.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import { metrics } from '../../evaluation/registry.ts';
import { extractorSource } from '../../evaluation/extractors/registry.ts';
import { subjectOf } from '../../evaluation/subject.ts';
import { LabError } from '../protocol/errors.ts';
import type { RunId, RunRecord } from '../protocol/records.ts';
import type { FeatureCache } from '../store/feature-cache.ts';
import type { EventChannel } from './event-channel.ts';
import { readAsset } from './assets.ts';
import type { RunSession } from './run-session.ts';
import type { ScheduledEvaluation } from './session-host.ts';

/** Examples that a subject draws at a time: it bounds the memory of an evaluation. */
const batchSize = 250;

/** Those that cost little enough to be run while training. */
const cheapMetrics = metrics.filter(({ cost }) => cost === 'cheap').map(({ id }) => id);

/** What a run is to be measured by; all metrics that it can be unless some are named. */
export interface EvaluationOptions {
  readonly samples: number;
  readonly metrics?: readonly string[];
  /** Posterior draws for each example of an importance-weighted bound. */
  readonly importance?: number;
}

/** What an evaluator works with. */
interface EvaluatorHost {
  readonly events: EventChannel;
  readonly features: FeatureCache;
  /** The backend that computes: features of another differ in their last bits. */
  backend(): string;
  /** Changes the record of a run. */
  update(runId: RunId, change: Partial<RunRecord>): Promise<void>;
}

/** Measures runs; one at a time, and it can be told to stop. */
export class Evaluator {
  readonly #host: EvaluatorHost;
  readonly #extractors = extractorSource(readAsset);
  /** Those asked for that have not ended, waiting ones included. */
  readonly #controllers = new Set<AbortController>();

  constructor(host: EvaluatorHost) {
    this.#host = host;
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

  /**
   * Evaluates a run that is at rest, and adds what came of it to its curves and its record.
   * @param interlude Whether training waits for it, so that its time counts as what evaluations take of the run.
   * @throws LabError 'cancelled'.
   */
  async run(
    session: RunSession,
    options: EvaluationOptions,
    controller = this.plan(),
    interlude = false,
  ): Promise<readonly MetricValue[]> {
    const step = session.trainer.completed;
    const report = await this.#measure(session, options, controller);
    const metrics = report.values;
    const { costs: former, share: formerShare } = session.record.evaluation ?? {};
    const share = interlude ? session.countEvaluation(sum(Object.values(report.costs))) : formerShare;
    const evaluation = {
      step,
      metrics,
      costs: { ...former, ...report.costs },
      ...(share !== undefined && { share }),
    };
    this.#host.events.emit({ type: 'evaluation', runId: session.id, done: 1, ...evaluation });
    session.addPoint(Object.fromEntries(metrics.map(({ id, value }) => [id, value])));
    await this.#host.update(session.id, { evaluation });
    return metrics;
  }

  /** An evaluation that the spec asks for. A failure of it must not end the training. */
  async runScheduled(session: RunSession, which: ScheduledEvaluation): Promise<void> {
    const { spec, study } = session.record;
    const { samples } = spec.evaluation;
    // A study evaluates the end of its runs itself, since it needs to know what comes of it.
    if (study && which === 'final') return;
    const asked = study?.metrics;
    const cheap = cheapMetrics.filter((id) => asked?.includes(id) !== false);
    const chosen = which === 'cheap' ? cheap : asked;
    try {
      await this.run(session, { samples, ...(chosen && { metrics: chosen }) }, this.plan(), which !== 'final');
      if (which === 'final') await session.save();
    } catch (error) {
      if (!(error instanceof LabError && error.code === 'cancelled')) this.#host.events.warn(session.id, error);
    }
  }

  async #measure(
    session: RunSession,
    options: EvaluationOptions,
    controller: AbortController,
  ): Promise<EvaluationReport> {
    const { trainer, record } = session;
    const step = trainer.completed;
    const emit = (done: number): void =>
      this.#host.events.emit({ type: 'evaluation', runId: session.id, step, done, metrics: [] });
    try {
      const subject = subjectOf({
        game: trainer.game,
        vars: trainer.variables(),
        dataset: trainer.dataset,
        seed: record.spec.seed,
        batchSize,
      });
      return await evaluate(subject, {
        samples: options.samples,
        ...(options.metrics && { metrics: options.metrics }),
        ...(options.importance && { importance: options.importance }),
        extractors: this.#extractors,
        store: this.#host.features.of(`${canonical(record.spec.data)}/${this.#host.backend()}`),
        signal: controller.signal,
        progress: (fraction) => emit(Math.min(fraction, 0.999)),
      });
    } catch (error) {
      emit(1);
      if (controller.signal.aborted) throw new LabError('cancelled', 'The evaluation was stopped.', { cause: error });
      throw error;
    } finally {
      this.drop(controller);
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
