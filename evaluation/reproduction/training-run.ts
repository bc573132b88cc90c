import { gradientOf } from '../../core/backend/gradients.ts';
import * as tf from '../../core/backend/tf.ts';
import { catalogue } from '../../core/catalogue.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import { loadDataset } from '../../core/data/load.ts';
import { defaultSpec } from '../../core/spec/defaults.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { Trainer } from '../../core/training/trainer.ts';
import { subjectOf } from '../subject.ts';
import type { ExperimentContext } from './experiment.ts';

/** Milliseconds of training between two looks at the signal. */
const slice = 40;

/** A GAN's spec on 2-D data: the method's defaults with the parts that a protocol gives. */
export type Protocol = Partial<Omit<RunSpec, 'method' | 'data'>> & Pick<RunSpec, 'data'>;

export function ganSpec({ data, options, ...rest }: Protocol): RunSpec {
  const base = defaultSpec(catalogue, 'gan', data.kind);
  return { ...base, ...rest, data: { ...base.data, ...data }, options: { ...base.options, ...options } };
}

/** A layered perceptron without normalisation, unless told. */
export const mlp = (width: number, depth: number, changes: Record<string, string | number> = {}) => ({
  kind: 'mlp',
  width,
  depth,
  activation: 'relu',
  norm: 'none',
  initialiser: 'pytorch',
  inputScale: 1,
  ...changes,
});

export const adam = (learningRate: number, beta1: number, beta2 = 0.999) => ({
  kind: 'adam',
  learningRate,
  beta1,
  beta2,
  epsilon: 1e-8,
});

/** The ring of eight with a radius and a spread in the plane; the dataset's own numbers are before a division by 1.414. */
export const ringOf = (radius: number, std: number) => ({
  kind: 'ring',
  modes: 8,
  radius: 1.414 * radius,
  std: 1.414 * std,
});

/** A run of an experiment: trains in slices, so that it can be stopped and the thread answers meanwhile. */
export class TrainingRun {
  readonly dataset: Dataset;
  readonly #trainer: Trainer;

  private constructor(trainer: Trainer, dataset: Dataset) {
    this.#trainer = trainer;
    this.dataset = dataset;
  }

  static async start(spec: RunSpec): Promise<TrainingRun> {
    const dataset = await loadDataset(spec.data, (name) => Promise.reject(new Error(`points need no file ${name}`)));
    return new TrainingRun(Trainer.create(spec, dataset), dataset);
  }

  /** Completed steps. */
  get step(): number {
    return this.#trainer.completed;
  }

  /**
   * Trains until `step` steps are done, then looks at the losses.
   * @param tell Called every so often with the steps done; lets other tasks run.
   * @throws NonFiniteError when a loss is not finite, and the signal's reason once it is aborted.
   */
  async until(step: number, signal: AbortSignal, tell: (step: number) => Promise<void>): Promise<void> {
    let began = performance.now();
    while (this.#trainer.completed < step) {
      this.#trainer.step();
      await this.#trainer.settled();
      if (performance.now() - began > slice) {
        await tell(this.#trainer.completed);
        signal.throwIfAborted();
        began = performance.now();
      }
    }
    await this.#trainer.report();
  }

  /** The first `count` samples, `[count, 2]`, of a stream that is the same at every step. */
  samples(count: number): Promise<Float32Array> {
    const { game, spec } = this.#trainer;
    return subjectOf({ game, vars: this.#trainer.variables(), dataset: this.dataset, seed: spec.seed }).sample(count);
  }

  /** |grad_x critic| at points `[n, 2]`. */
  gradientNorms(points: Float32Array): Float32Array {
    const critic = this.#trainer.game.abilities.critic!;
    const vars = this.#trainer.variables();
    return tf.tidy(() => {
      const gradients = gradientOf((x) => critic(vars, x), tf.tensor2d(points, [points.length / 2, 2]));
      return tf
        .sqrt(tf.sum(tf.square(gradients), 1))
        .dataSync<'float32'>()
        .slice();
    });
  }

  /** All weights of a network, its biases included, one after another. */
  weights(network: string): Float32Array {
    const vars = this.#trainer.variables();
    const { parameters } = this.#trainer.game.networks.find(({ name }) => name === network)!;
    return tf.tidy(() =>
      tf
        .concat(parameters.map(({ name }) => tf.reshape(vars.get(name), [-1])))
        .dataSync<'float32'>()
        .slice(),
    );
  }

  dispose(): void {
    this.#trainer.dispose();
  }
}

/** Starts a run, uses it, and frees what it held. */
export async function withRun<T>(spec: RunSpec, use: (run: TrainingRun) => Promise<T>): Promise<T> {
  const run = await TrainingRun.start(spec);
  try {
    return await use(run);
  } finally {
    run.dispose();
  }
}

/** Progress of several runs of equal length as one. */
export function sharedProgress({ progress }: Pick<ExperimentContext, 'progress'>, runs: number, steps: number) {
  return (run: number, label: string) => (step: number) =>
    progress((run + step / steps) / runs, `${label}: step ${step}`);
}
