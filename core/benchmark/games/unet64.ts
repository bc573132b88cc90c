import * as tf from '../../backend/tf.ts';
import type { Scalar } from '../../backend/tf.ts';
import type { Game } from '../../methods/game.ts';
import { pytorchUniform } from '../../networks/initialisers.ts';
import { activation } from '../../networks/layers/activation.ts';
import { conv2d } from '../../networks/layers/conv2d.ts';
import { sequential } from '../../networks/sequential.ts';
import { adversarialLosses } from '../../objectives/adversarial/registry.ts';
import { adam, fixedBatch, specOf } from './step.ts';
import type { BenchmarkStep } from './step.ts';
import { unet } from './unet.ts';

/** Weight of the distance to the picture that was asked for. */
const L1_WEIGHT = 100;

/**
 * An image-to-image GAN on x and y `[8, 64, 64, 3]`, kept as one picture of six channels in [0, 1): a U-Net
 * 64-128-256-256 with tanh, a discriminator of patches on (x, y) 64-128-1; non-saturating + 100 L1; Adam 2e-4 (0.5, 0.999).
 */
export function unet64(): BenchmarkStep {
  const batch = 8;
  const optimiser = adam(2e-4, 0.5, 0.999);
  return {
    name: 'unet64',
    description: 'image-to-image GAN with a U-Net on 64 x 64 x 3, batch 8',
    spec: specOf({
      method: 'gan',
      options: {},
      networks: {},
      optimisers: { generator: optimiser, discriminator: optimiser },
      batch,
    }),
    dataset: fixedBatch('uniform', [64, 64, 6], batch),
    game: pairedGame(),
  };
}

function pairedGame(): Game {
  const generator = unet('generator', [3, 64, 128, 256, 256]);
  const strided = { size: 4, stride: 2, initialiser: pytorchUniform };
  const discriminator = sequential('discriminator', [
    conv2d({ ...strided, inputs: 6, outputs: 64 }),
    activation('leakyRelu'),
    conv2d({ ...strided, inputs: 64, outputs: 128 }),
    activation('leakyRelu'),
    conv2d({ size: 3, stride: 1, initialiser: pytorchUniform, inputs: 128, outputs: 1 }),
  ]);
  const loss = adversarialLosses['non-saturating'];
  return {
    networks: [generator, discriminator],
    noise: {},
    signals: {
      real: (s) => tf.sub(tf.mul(s.real, 2), 1),
      x: (s) => tf.slice(s.get('real'), [0, 0, 0, 0], [-1, -1, -1, 3]),
      y: (s) => tf.slice(s.get('real'), [0, 0, 0, 3], [-1, -1, -1, 3]),
      fake: (s) => tf.tanh(generator.apply(s.vars, s.get('x'))),
      realLogits: (s) => discriminator.apply(s.vars, s.get('real')),
      fakeLogits: (s) => discriminator.apply(s.vars, tf.concat([s.get('x'), s.get('fake')], -1)),
    },
    players: [
      {
        name: 'discriminator',
        owns: ['discriminator'],
        critic: true,
        loss: (s) => ({
          total: tf.mul(loss.discriminator(s.get('realLogits'), s.get('fakeLogits')), 0.5),
          parts: {},
        }),
      },
      {
        name: 'generator',
        owns: ['generator'],
        critic: false,
        loss(s) {
          const distance = tf.mean<Scalar>(tf.abs(tf.sub(s.get('fake'), s.get('y'))));
          const fooled = loss.generator(s.get('fakeLogits'), s.get('fakeLogits'));
          return { total: tf.add(fooled, tf.mul(distance, L1_WEIGHT)), parts: {} };
        },
      },
    ],
    abilities: {},
  };
}
