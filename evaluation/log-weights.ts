import { recordFunction } from '../core/backend/recorded-function.ts';
import type { RecordedFunction } from '../core/backend/recorded-function.ts';
import * as tf from '../core/backend/tf.ts';
import type { Tensor, Tensor2D } from '../core/backend/tf.ts';
import type { Abilities } from '../core/methods/game.ts';
import type { Variables } from '../core/networks/network.ts';
import type { Draws, Watch } from './metric.ts';
import { Pace } from './pace.ts';

/** Passes from which on recording one pays, and those between two reports of progress. */
const worthRecording = 20;
const passesAReport = 20;

/** A model with a posterior to draw from, and the examples to weigh. */
export interface Weighed {
  readonly abilities: Required<Pick<Abilities, 'logWeight'>> & Pick<Abilities, 'posterior'>;
  readonly vars: Variables;
  /** Examples in one pass. */
  readonly batchSize: number;
  readonly count: number;
  readonly dimension: number;
  /** Examples [start, start + batchSize), filled up past the end. */
  examples(start: number): Tensor;
  /** Standard normal numbers of draw `draw` for those examples, `[batchSize, dimension]`. */
  epsilon(draw: number, start: number): Float32Array;
}

/** log p(x, z) - log q(z | x) of draws of each example, `[count, draws.count]`. */
export async function logWeightsOf(
  { abilities, vars, batchSize, count, dimension, examples, epsilon }: Weighed,
  { first, count: draws }: Pick<Draws, 'first' | 'count'>,
  watch: Watch | undefined,
): Promise<Float32Array> {
  const { logWeight, posterior } = abilities;
  const pace = new Pace(watch?.signal ?? new AbortController().signal);
  const weights = new Float32Array(count * draws);
  let recorded: RecordedFunction<string> | undefined;
  try {
    for (let start = 0; start < count; start += batchSize) {
      // Encoded once for all its draws.
      const x = examples(start);
      const known = posterior && tf.tidy(() => ({ ...posterior(vars, x) }));
      const weigh = (numbers: Tensor): Tensor => tf.tidy(() => logWeight(vars, x, numbers as Tensor2D, known));
      const drawn = (draw: number): Tensor => tf.tensor2d(epsilon(first + draw, start), [batchSize, dimension]);
      try {
        if (start > 0) recorded?.set({ x, ...known });
        else if (Math.ceil(count / batchSize) * draws >= worthRecording) {
          const numbers = drawn(0);
          try {
            recorded = await recordFunction<string>({ x, epsilon: numbers, ...known }, () => weigh(numbers));
          } finally {
            numbers.dispose();
          }
        }
        const rows = Math.min(batchSize, count - start);
        for (let draw = 0; draw < draws; draw++) {
          await pace.turn();
          recorded?.set({ epsilon: epsilon(first + draw, start) });
          const values = recorded ? recorded.run() : await valuesOf(() => weigh(drawn(draw)));
          for (let i = 0; i < rows; i++) weights[(start + i) * draws + draw] = values[i]!;
          const done = draw + 1;
          if (done % passesAReport === 0 || done === draws) watch?.progress((start + (rows * done) / draws) / count);
        }
      } finally {
        tf.dispose([x, ...Object.values(known ?? {})]);
      }
    }
  } finally {
    recorded?.dispose();
  }
  return weights;
}

/** The values of a tensor that nobody else needs. */
async function valuesOf(make: () => Tensor): Promise<Float32Array> {
  const tensor = tf.tidy(make);
  try {
    return (await tensor.data()) as Float32Array;
  } finally {
    tensor.dispose();
  }
}
