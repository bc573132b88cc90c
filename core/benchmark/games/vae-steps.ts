import * as tf from '../../backend/tf.ts';
import type { Scalar, Tensor } from '../../backend/tf.ts';
import type { Game } from '../../methods/game.ts';
import { methodOf } from '../../methods/registry.ts';
import { vae } from '../../methods/vae.ts';
import { pytorchUniform } from '../../networks/initialisers.ts';
import { activation } from '../../networks/layers/activation.ts';
import { conv2d, conv2dTranspose } from '../../networks/layers/conv2d.ts';
import { dense } from '../../networks/layers/dense.ts';
import type { Layer } from '../../networks/layers/layer.ts';
import { flatten, reshape } from '../../networks/layers/shape.ts';
import { sequential } from '../../networks/sequential.ts';
import { sumPerExample } from '../../objectives/reductions.ts';
import { gaussianKl, reparameterise } from '../../objectives/variational.ts';
import { defaultsOf } from '../../spec/fields.ts';
import { adam, fixedBatch, mlp, specOf } from './step.ts';
import type { BenchmarkStep } from './step.ts';

/** x[128, 784] -> 784-400-(20, 20) -> 400-784 with ReLU, Bernoulli likelihood; Adam 1e-3. */
export function mlpVae(): BenchmarkStep {
  const batch = 128;
  const dataset = fixedBatch('uniform', [28, 28, 1], batch);
  const spec = specOf({
    method: vae.id,
    options: { ...defaultsOf(vae.options), likelihood: 'bernoulli', latentDimension: 20 },
    networks: { encoder: mlp(400, 1), decoder: mlp(400, 1) },
    optimisers: { autoencoder: adam() },
    batch,
  });
  return {
    name: 'mlp-vae',
    description: 'dense VAE on 28 x 28, hidden 400, batch 128',
    spec,
    dataset,
    game: methodOf(vae.id).build(spec, dataset),
  };
}

/**
 * x[64, 32, 32, 3] -> convolutions of size 4 and stride 2 to 32, 64, 128 channels with ReLU -> (64, 64) -> dense to
 * [4, 4, 128] -> transposed convolutions to 64, 32, 3; half the squared error; Adam 1e-3.
 */
export function convVae32(): BenchmarkStep {
  const batch = 64;
  return {
    name: 'conv-vae32',
    description: 'convolutional VAE on 32 x 32 x 3, batch 64',
    spec: specOf({ method: vae.id, options: {}, networks: {}, optimisers: { autoencoder: adam() }, batch }),
    dataset: fixedBatch('uniform', [32, 32, 3], batch),
    game: convVaeGame(),
  };
}

const LATENT = 64;

function convVaeGame(): Game {
  const kernel = { size: 4, stride: 2, initialiser: pytorchUniform };
  const down = (inputs: number, outputs: number): Layer[] => [
    conv2d({ ...kernel, inputs, outputs }),
    activation('relu'),
  ];
  const up = (inputs: number, outputs: number): Layer[] => [
    activation('relu'),
    conv2dTranspose({ ...kernel, inputs, outputs }),
  ];
  const encoder = sequential('encoder', [
    ...down(3, 32),
    ...down(32, 64),
    ...down(64, 128),
    flatten(),
    dense(2048, 2 * LATENT, pytorchUniform),
  ]);
  const decoder = sequential('decoder', [
    dense(LATENT, 2048, pytorchUniform),
    reshape([4, 4, 128]),
    ...up(128, 64),
    ...up(64, 32),
    ...up(32, 3),
  ]);
  return {
    networks: [encoder, decoder],
    noise: { epsilon: { kind: 'normal', shape: [LATENT] } },
    signals: {},
    players: [
      {
        name: 'autoencoder',
        owns: ['encoder', 'decoder'],
        critic: false,
        loss(s) {
          const [mean, logVariance] = tf.split(encoder.apply(s.vars, s.real), 2, -1) as [Tensor, Tensor];
          const output = decoder.apply(s.vars, reparameterise(mean, logVariance, s.noise('epsilon')));
          const error = tf.mul(tf.mean<Scalar>(sumPerExample(tf.square(tf.sub(output, s.real)))), 0.5);
          const kl = tf.mean<Scalar>(gaussianKl(mean, logVariance));
          return { total: tf.add(error, kl), parts: {} };
        },
      },
    ],
    abilities: {},
  };
}
