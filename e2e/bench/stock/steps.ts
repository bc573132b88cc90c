import * as tf from '@tensorflow/tfjs';
import type { Module } from './modules.ts';
import * as nn from './modules.ts';

/** Makes one training step, and reads the loss as PyTorch's `item` does. */
export type Step = () => void;

/** Moves a player by one step of its optimiser. */
function move(optimiser: tf.Optimizer, { variables }: Pick<Module, 'variables'>, loss: () => tf.Scalar): void {
  const { value, grads } = tf.variableGrads(loss, [...variables]);
  optimiser.applyGradients(grads);
  value.dataSync();
  tf.dispose([value, ...Object.values(grads)]);
}

const softplusMean = (x: tf.Tensor): tf.Scalar => tf.mean(tf.softplus(x));

/** One discriminator and one generator step of the non-saturating GAN. */
function gan(generator: Module, discriminator: Module, x: tf.Tensor, latent: number, adam: () => tf.Optimizer): Step {
  const [ofG, ofD] = [adam(), adam()];
  return () =>
    tf.tidy(() => {
      const z = tf.randomNormal([x.shape[0], latent]);
      const fake = generator.apply(z);
      move(ofD, discriminator, () =>
        tf.add(softplusMean(tf.neg(discriminator.apply(x))), softplusMean(discriminator.apply(fake))),
      );
      move(ofG, generator, () => softplusMean(tf.neg(discriminator.apply(generator.apply(z)))));
    });
}

const pointsGan = (hidden: number, batch: number): Step =>
  gan(nn.mlp(2, hidden, hidden, 2), nn.mlp(2, hidden, hidden, 1), tf.randomNormal([batch, 2]), 2, () =>
    tf.train.adam(1e-3),
  );

const gaussianKl = (mean: tf.Tensor, logVariance: tf.Tensor): tf.Scalar => {
  const terms = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
  return tf.mul(tf.sum(terms), 0.5 / mean.shape[0]);
};

function vae(encoder: Module, decoder: Module, x: tf.Tensor, error: (output: tf.Tensor) => tf.Scalar): Step {
  const both = { variables: [...encoder.variables, ...decoder.variables] };
  const adam = tf.train.adam(1e-3);
  return () =>
    tf.tidy(() =>
      move(adam, both, () => {
        const [mean, logVariance] = tf.split(encoder.apply(x), 2, 1) as [tf.Tensor, tf.Tensor];
        const noise = tf.randomNormal(mean.shape);
        const z = tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
        return tf.add(error(decoder.apply(z)), gaussianKl(mean, logVariance));
      }),
    );
}

function mlpVae(batch = 128): Step {
  const x = tf.randomUniform([batch, 784]);
  return vae(nn.mlp(784, 400, 40), nn.mlp(20, 400, 784), x, (output) =>
    tf.mul(tf.sum(tf.sub(tf.softplus(output), tf.mul(x, output))), 1 / batch),
  );
}

const dcganGenerator = (): Module =>
  nn.sequential(
    nn.dense(64, 7 * 7 * 128),
    nn.reshape(7, 7, 128),
    ...[nn.batchNorm(128), nn.relu, nn.convTranspose(128, 64)],
    ...[nn.batchNorm(64), nn.relu, nn.convTranspose(64, 1), nn.tanh],
  );

const dcganDiscriminator = (norm: boolean): Module =>
  nn.sequential(
    ...[nn.conv(1, 64), nn.leakyRelu, nn.conv(64, 128)],
    ...[...(norm ? [nn.batchNorm(128)] : []), nn.leakyRelu, nn.reshape(7 * 7 * 128), nn.dense(7 * 7 * 128, 1)],
  );

const dcgan28 = (batch = 64): Step =>
  gan(dcganGenerator(), dcganDiscriminator(true), tf.randomUniform([batch, 28, 28, 1], -1, 1), 64, () =>
    tf.train.adam(2e-4, 0.5, 0.999),
  );

function wganGp28(batch = 64): Step {
  const [generator, critic] = [dcganGenerator(), dcganDiscriminator(false)];
  const [ofG, ofD] = [tf.train.adam(1e-4, 0, 0.9), tf.train.adam(1e-4, 0, 0.9)];
  const x = tf.randomUniform([batch, 28, 28, 1], -1, 1);
  const slope = tf.grad((between: tf.Tensor) => tf.sum(critic.apply(between)));
  return () =>
    tf.tidy(() => {
      const z = tf.randomNormal([batch, 64]);
      const fake = generator.apply(z);
      const mix = tf.randomUniform([batch, 1, 1, 1]);
      const between = tf.add(tf.mul(mix, x), tf.mul(tf.sub(1, mix), fake));
      move(ofD, critic, () => {
        const norm = tf.sqrt(tf.sum(tf.square(slope(between)), [1, 2, 3]));
        const penalty = tf.mean(tf.square(tf.sub(norm, 1)));
        const distance = tf.sub(tf.mean(critic.apply(fake)), tf.mean(critic.apply(x)));
        return tf.add(distance, tf.mul(penalty, 10));
      });
      move(ofG, generator, () => tf.neg(tf.mean(critic.apply(generator.apply(z)))));
    });
}

function convVae32(batch = 64): Step {
  const x = tf.randomUniform([batch, 32, 32, 3]);
  const encoder = nn.sequential(
    ...[nn.conv(3, 32), nn.relu, nn.conv(32, 64), nn.relu, nn.conv(64, 128), nn.relu],
    ...[nn.reshape(2048), nn.dense(2048, 128)],
  );
  const decoder = nn.sequential(
    ...[nn.dense(64, 2048), nn.relu, nn.reshape(4, 4, 128)],
    ...[nn.convTranspose(128, 64), nn.relu, nn.convTranspose(64, 32), nn.relu, nn.convTranspose(32, 3)],
  );
  return vae(encoder, decoder, x, (output) => tf.mul(tf.sum(tf.squaredDifference(output, x)), 0.5 / batch));
}

/** Levels of 64, 128, 256 and 256 channels and back, each meeting the level it came from. */
function unet(): Module {
  const down = [nn.conv(3, 64), nn.conv(64, 128), nn.conv(128, 256), nn.conv(256, 256)];
  const up = [
    nn.convTranspose(256, 256),
    nn.convTranspose(512, 128),
    nn.convTranspose(256, 64),
    nn.convTranspose(128, 3),
  ];
  return {
    variables: [...down, ...up].flatMap(({ variables }) => variables),
    apply(x) {
      const levels: tf.Tensor[] = [];
      let value = x;
      for (const layer of down) levels.push((value = tf.leakyRelu(layer.apply(value), 0.2)));
      value = tf.relu(up[0]!.apply(levels.pop()!));
      for (const layer of up.slice(1, -1)) value = tf.relu(layer.apply(tf.concat([value, levels.pop()!], 3)));
      return tf.tanh(up.at(-1)!.apply(tf.concat([value, levels.pop()!], 3)));
    },
  };
}

function unet64(batch = 8): Step {
  const generator = unet();
  const discriminator = nn.sequential(
    ...[nn.conv(6, 64), nn.leakyRelu, nn.conv(64, 128), nn.leakyRelu, nn.conv(128, 1, 3, 1)],
  );
  const [ofG, ofD] = [tf.train.adam(2e-4, 0.5, 0.999), tf.train.adam(2e-4, 0.5, 0.999)];
  const [x, y] = [0, 1].map(() => tf.randomUniform([batch, 64, 64, 3], -1, 1)) as [tf.Tensor, tf.Tensor];
  const judge = (picture: tf.Tensor): tf.Tensor => discriminator.apply(tf.concat([x, picture], 3));
  return () =>
    tf.tidy(() => {
      const fake = generator.apply(x);
      move(ofD, discriminator, () => tf.mul(tf.add(softplusMean(tf.neg(judge(y))), softplusMean(judge(fake))), 0.5));
      move(ofG, generator, () => {
        const made = generator.apply(x);
        const distance = tf.mean(tf.abs(tf.sub(made, y)));
        return tf.add(softplusMean(tf.neg(judge(made))), tf.mul(distance, 100));
      });
    });
}

/** The steps by the names of the report; a smaller batch where one is given. */
export const steps: Readonly<Record<string, (batch?: number) => Step>> = {
  'toy-mlp-gan': (batch = 512) => pointsGan(128, batch),
  'mlp-vae': mlpVae,
  dcgan28,
  'wgan-gp28': wganGp28,
  'conv-vae32': convVae32,
  unet64,
  'toy ring, non-saturating': (batch = 64) => pointsGan(32, batch),
};
