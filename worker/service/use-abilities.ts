import * as tf from '../../core/backend/tf.ts';
import type { Trainer } from '../../core/training/trainer.ts';
import { LabError } from '../protocol/errors.ts';

/**
 * Data for latents `[count, dimension]`, read back.
 * @throws LabError when the game cannot sample, or the latents do not fill whole rows.
 */
export async function sampleAt(
  trainer: Trainer,
  latents: Float32Array,
): Promise<{ shape: readonly number[]; data: Float32Array }> {
  const { sample, latent } = trainer.game.abilities;
  if (!sample || !latent) throw new LabError('unsupported', 'This method cannot draw samples.');
  const count = latents.length / latent.dimension;
  if (!Number.isInteger(count) || count === 0) {
    throw new LabError('invalid-data', `Latents must come in groups of ${latent.dimension} numbers.`);
  }
  const x = tf.tidy(() => sample(trainer.variables(), tf.tensor2d(latents, [count, latent.dimension])));
  return { shape: [count, ...trainer.dataset.shape], data: await take(x) };
}

/** Reconstructions of held-out examples, read back. @throws LabError when the game cannot reconstruct. */
export async function reconstructExamples(
  trainer: Trainer,
  indices: readonly number[],
): Promise<{ shape: readonly number[]; originals: Float32Array; outputs: Float32Array }> {
  const { game, dataset } = trainer;
  const { reconstruct } = game.abilities;
  if (!reconstruct) throw new LabError('unsupported', 'This method cannot reconstruct.');
  const size = dataset.shape.reduce((product, length) => product * length, 1);
  const originals = new Float32Array(indices.length * size);
  indices.forEach((index, i) => originals.set(dataset.examples('test', index, 1).x, i * size));
  const shape = [indices.length, ...dataset.shape];
  const outputs = tf.tidy(() => reconstruct(trainer.variables(), tf.tensor(originals, shape)));
  return { shape, originals, outputs: await take(outputs) };
}

/** Reads a tensor back and disposes of it. */
export async function take(tensor: tf.Tensor): Promise<Float32Array> {
  const data = await tensor.data<'float32'>();
  tensor.dispose();
  return data;
}
