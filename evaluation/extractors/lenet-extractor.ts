import * as tf from '../../core/backend/tf.ts';
import type { Tensor } from '../../core/backend/tf.ts';
import type { Variables } from '../../core/networks/network.ts';
import type { Extractor } from '../metric.ts';
import { lenet84, lenetClasses, lenetFeatures } from './lenet.ts';

/** One parameter of the classifier on the host. */
export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Images in one pass: enough to fill the kernels, and few enough to take turns with messages. */
const batch = 100;
const pixels = 28 * 28;

/**
 * The extractor of a trained `lenet84`, run by the current backend. It keeps its weights on the host and uploads them
 * for each call, so that it holds no tensor and outlives a lost device.
 *
 * @param sha256 of the weights' file.
 * @throws Error when a parameter is missing or has another shape.
 */
export function lenetExtractor(id: string, weights: Readonly<Record<string, Weight>>, sha256: string): Extractor {
  for (const { name, shape } of lenet84.parameters) {
    const found = weights[name]?.shape.join();
    if (found !== shape.join())
      throw new Error(`${id}: ${name} has shape [${found ?? ''}] in place of [${shape.join()}]`);
  }
  return {
    id,
    family: 'lenet84',
    space: 'lenet84 features',
    remark: 'Not comparable with figures in Inception features.',
    sha256,
    features: lenetFeatures,
    classes: lenetClasses,
    async run(x, count) {
      const features = new Float32Array(count * lenetFeatures);
      const probabilities = new Float32Array(count * lenetClasses);
      const parameters = Object.fromEntries(
        lenet84.parameters.map(({ name }) => [name, tf.tensor(weights[name]!.data, weights[name]!.shape.slice())]),
      );
      try {
        for (let start = 0; start < count; start += batch) {
          const images = x.subarray(start * pixels, Math.min(start + batch, count) * pixels);
          const outputs = runBatch(parameters, images);
          features.set(await read(outputs.features), start * lenetFeatures);
          probabilities.set(await read(outputs.probabilities), start * lenetClasses);
        }
      } finally {
        tf.dispose(parameters);
      }
      return { features, probabilities };
    },
  };
}

function runBatch(parameters: Readonly<Record<string, Tensor>>, images: Float32Array) {
  const vars: Variables = { training: false, get: (name) => parameters[name]!, update: () => undefined };
  return tf.tidy(() => {
    // The last batch is filled up with black images: one shape for all keeps buffers and pipelines in use.
    const filled = new Float32Array(batch * pixels);
    filled.set(images);
    const { features, logits } = lenet84.apply(vars, tf.tensor4d(filled, [batch, 28, 28, 1]));
    const count = images.length / pixels;
    const rows = (t: Tensor) => tf.slice(t, 0, count);
    return { features: rows(features), probabilities: rows(tf.softmax(logits)) };
  });
}

async function read(tensor: Tensor): Promise<Float32Array> {
  try {
    return (await tensor.data()) as Float32Array;
  } finally {
    tensor.dispose();
  }
}
