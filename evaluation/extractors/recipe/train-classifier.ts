import type { Scalar, Tensor } from '../../../core/backend/tf.ts';
import * as tf from '../../../core/backend/tf.ts';
import { optimise } from '../../../core/backend/fused/optimise.ts';
import { valueAndGradients } from '../../../core/backend/gradients.ts';
import type { Batch, Dataset } from '../../../core/data/dataset.ts';
import { drawInitial } from '../../../core/networks/initialisers.ts';
import type { Variables } from '../../../core/networks/network.ts';
import { cosPi } from '../../../core/random/elementary.ts';
import { uniform } from '../../../core/random/stream.ts';
import { adam } from '../../../core/training/optimisers/adam.ts';
import { lenet84, lenetClasses } from '../lenet.ts';

/** All that decides the weights of a classifier, together with the code and the data. */
export interface Recipe {
  readonly seed: number;
  readonly epochs: number;
  readonly batch: number;
  /** Adam's rate at the first step; it falls to 0 along half a cosine. */
  readonly learningRate: number;
  /** Images move by up to this many pixels in each direction, what leaves is lost. */
  readonly shift: number;
  /** Mirror every second image, by chance. */
  readonly flip: boolean;
}

/** How the shipped classifiers were made. Clothes may be mirrored, digits may not. */
export const recipes: Readonly<Record<string, Recipe>> = {
  mnist: { seed: 1, epochs: 5, batch: 128, learningRate: 2e-3, shift: 2, flip: false },
  'fashion-mnist': { seed: 1, epochs: 8, batch: 128, learningRate: 2e-3, shift: 1, flip: true },
};

const side = 28;
/** Steps between reports. */
const interval = 20;

/** Shifts (and mirrors) each image of batch `step` of a recipe. Images `[count, 28, 28]`; returns new ones. */
export function augmented({ x, labels }: Batch, { seed, shift, flip }: Recipe, step: number): Float32Array {
  const draws = uniform(seed, 'evaluation/augmentation', step, 3 * labels.length);
  const out = new Float32Array(x.length);
  for (let i = 0; i < labels.length; i++) {
    const [down, right, mirror] = draws.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    const dy = Math.floor(down * (2 * shift + 1)) - shift;
    const dx = Math.floor(right * (2 * shift + 1)) - shift;
    const mirrored = flip && mirror < 0.5;
    const image = i * side * side;
    for (let row = Math.max(0, dy); row < Math.min(side, side + dy); row++) {
      for (let column = Math.max(0, dx); column < Math.min(side, side + dx); column++) {
        const from = mirrored ? side - 1 - (column - dx) : column - dx;
        out[image + row * side + column] = x[image + (row - dy) * side + from]!;
      }
    }
  }
  return out;
}

/** Training progress after a step: the means of loss and accuracy since the last report. */
export type Report = (step: number, steps: number, loss: number, accuracy: number) => void;

/**
 * Trains the classifier by a recipe with the current backend.
 * @returns its parameters by name.
 */
export async function trainClassifier(
  dataset: Dataset,
  recipe: Recipe,
  report: Report,
): Promise<Record<string, { shape: readonly number[]; data: Float32Array }>> {
  const optimiser = adam.create({
    kind: 'adam',
    learningRate: recipe.learningRate,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  });
  const parameters: Record<string, Tensor> = {};
  const slots: Record<string, readonly Tensor[]> = {};
  for (const declaration of lenet84.parameters) {
    const { name, shape } = declaration;
    parameters[name] = tf.tensor(drawInitial(declaration, name, recipe.seed), shape.slice());
    slots[name] = optimiser.slots.map(() => tf.zeros(shape.slice()));
  }
  const names = Object.keys(parameters);
  const vars: Variables = { training: true, get: (name) => parameters[name]!, update: () => undefined };
  const steps = Math.floor((recipe.epochs * dataset.count('train')) / recipe.batch);
  let [loss, correct] = [0, 0];
  for (let step = 0; step < steps; step++) {
    const batch = dataset.batch(recipe.seed, step, recipe.batch);
    const learningRate = (recipe.learningRate * (1 + cosPi(step / steps))) / 2;
    const kept = tf.tidy(() => {
      const x = tf.tensor4d(augmented(batch, recipe, step), [recipe.batch, side, side, 1]);
      const target = tf.tensor2d(oneHot(batch.labels), [recipe.batch, lenetClasses]);
      const { total, extra, gradients } = valueAndGradients(() => {
        const { logits } = lenet84.apply(vars, x);
        return { total: crossEntropy(logits, target), extra: { logits } };
      }, parameters);
      const moves = names.map((name) => ({
        parameter: parameters[name]!,
        gradient: gradients[name]!,
        slots: slots[name]!,
      }));
      const scalars = tf.tensor(optimiser.scalars(Float64Array.of(learningRate), step + 1));
      const moved = optimise(optimiser, scalars, moves).map((move) => ({ ...move, slots: [...move.slots] }));
      return { moved, total, logits: extra.logits };
    });
    names.forEach((name, index) => {
      tf.dispose([parameters[name]!, ...slots[name]!]);
      ({ parameter: parameters[name], slots: slots[name] } = kept.moved[index]!);
    });
    loss += (await kept.total.data())[0]! / interval;
    correct += correctlyClassified((await kept.logits.data()) as Float32Array, batch.labels);
    tf.dispose([kept.total, kept.logits]);
    if ((step + 1) % interval === 0) {
      report(step + 1, steps, loss, correct / (interval * recipe.batch));
      [loss, correct] = [0, 0];
    }
  }
  const trained: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
  for (const [name, tensor] of Object.entries(parameters)) {
    trained[name] = { shape: tensor.shape, data: (await tensor.data()) as Float32Array };
    tf.dispose([tensor, ...slots[name]!]);
  }
  return trained;
}

function crossEntropy(logits: Tensor, target: Tensor): Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(logits)), 1)));
}

function oneHot(labels: Int32Array): Float32Array {
  const rows = new Float32Array(labels.length * lenetClasses);
  labels.forEach((label, i) => (rows[i * lenetClasses + label] = 1));
  return rows;
}

/** How many rows of scores `[count, 10]` are largest at their label. */
export function correctlyClassified(scores: Float32Array, labels: Int32Array): number {
  let correct = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = scores.subarray(i * lenetClasses, (i + 1) * lenetClasses);
    if (row.indexOf(Math.max(...row)) === labels[i]) correct++;
  }
  return correct;
}
