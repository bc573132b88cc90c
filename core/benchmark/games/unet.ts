import * as tf from '../../backend/tf.ts';
import type { Tensor } from '../../backend/tf.ts';
import { pytorchUniform } from '../../networks/initialisers.ts';
import { activation } from '../../networks/layers/activation.ts';
import { conv2d, conv2dTranspose } from '../../networks/layers/conv2d.ts';
import type { Network } from '../../networks/network.ts';
import { sequential } from '../../networks/sequential.ts';

const KERNEL = { size: 4, stride: 2, initialiser: pytorchUniform };

/**
 * A U-Net (Isola et al. 2017, arXiv:1611.07004): convolutions of size 4 and stride 2 with leaky ReLU through `channels`
 * and back by transposed ones with ReLU, each meeting the level it came from. The output has the channels of the input
 * and is linear.
 *
 * @param channels Of the input and of each level, e.g. `[3, 64, 128]`.
 */
export function unet(name: string, channels: readonly number[]): Network {
  const levels = channels.length - 1;
  const down = Array.from({ length: levels }, (_, level) =>
    sequential(`${name}/down${level}`, [
      conv2d({ ...KERNEL, inputs: channels[level]!, outputs: channels[level + 1]! }),
      activation('leakyRelu'),
    ]),
  );
  // From the innermost level outwards; all but the first take in the level of their own size as well.
  const up = Array.from({ length: levels }, (_, step) => {
    const level = levels - step;
    const inputs = channels[level]! * (step === 0 ? 1 : 2);
    return sequential(`${name}/up${step}`, [
      conv2dTranspose({ ...KERNEL, inputs, outputs: channels[level - 1]! }),
      ...(level > 1 ? [activation('relu')] : []),
    ]);
  });
  const stages = [...down, ...up];
  return {
    name,
    parameters: stages.flatMap(({ parameters }) => parameters),
    buffers: stages.flatMap(({ buffers }) => buffers),
    apply(vars, x) {
      const skipped: Tensor[] = [];
      let value = x;
      for (const stage of down) skipped.push((value = stage.apply(vars, value)));
      skipped.pop();
      for (const [step, stage] of up.entries()) {
        value = stage.apply(vars, step === 0 ? value : tf.concat([value, skipped.pop()!], -1));
      }
      return value;
    },
  };
}
