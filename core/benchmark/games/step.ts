import type { Dataset } from '../../data/dataset.ts';
import type { Game } from '../../methods/game.ts';
import { normal, uniform } from '../../random/stream.ts';
import type { Chosen, Values } from '../../spec/fields.ts';
import { SPEC_VERSION } from '../../spec/run-spec.ts';
import type { RunSpec } from '../../spec/run-spec.ts';

/** A training step to be timed: a game on one fixed batch of synthetic data, as a trainer takes it. */
export interface BenchmarkStep {
  readonly name: string;
  /** Plain words: networks and batch. */
  readonly description: string;
  readonly spec: RunSpec;
  readonly dataset: Dataset;
  readonly game: Game;
}

const SEED = 1;

/** How a fixed batch is drawn: standard normal points, or pixels uniform in [0, 1). */
export type Content = 'normal' | 'uniform';

/** A dataset of which every batch is the same one, so that a step's time has none of its making in it. */
export function fixedBatch(content: Content, shape: readonly number[], batch: number): Dataset {
  const size = shape.reduce((product, extent) => product * extent, batch);
  const x = (content === 'normal' ? normal : uniform)(SEED, 'benchmark', 0, size);
  const only = { x, labels: new Int32Array() };
  return { id: 'fixed-batch', shape, classes: 0, count: () => Infinity, batch: () => only, examples: () => only };
}

/** The same step on the first examples of its batch, where the whole one takes too long. */
export function withBatch(step: BenchmarkStep, batch: number): BenchmarkStep {
  const { x, labels } = step.dataset.batch(SEED, 0, step.spec.batch);
  const only = { x: x.slice(0, (x.length / step.spec.batch) * batch), labels };
  return { ...step, spec: { ...step.spec, batch }, dataset: { ...step.dataset, batch: () => only } };
}

/** What differs between the specs of the steps. */
export interface StepSpec {
  readonly method: string;
  readonly options: Values;
  readonly networks: Readonly<Record<string, Chosen>>;
  readonly optimisers: Readonly<Record<string, Chosen>>;
  readonly batch: number;
}

/** A spec of one critic move for each move of the others, without averages. */
export const specOf = (own: StepSpec): RunSpec => ({
  version: SPEC_VERSION,
  ...own,
  data: { kind: 'fixed-batch' },
  dynamics: { kind: 'alternating', criticSteps: 1 },
  steps: Number.MAX_SAFE_INTEGER,
  seed: SEED,
  ema: 0,
  arithmetic: 'reproducible',
  evaluation: { every: 0, samples: 0 },
});

/** Adam as PyTorch has it. */
export const adam = (learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999): Chosen => ({
  kind: 'adam',
  learningRate,
  beta1,
  beta2,
  epsilon: 1e-8,
});

/** Dense layers with ReLU between them. */
export const mlp = (width: number, depth: number): Chosen => ({
  kind: 'mlp',
  width,
  depth,
  activation: 'relu',
  norm: 'none',
});
