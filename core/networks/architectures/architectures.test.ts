import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../backend/tf.ts';
import { defaultsOf } from '../../spec/fields.ts';
import type { Chosen } from '../../spec/fields.ts';
import { draws, expectClose, randomVariables, variablesOf } from '../testing.ts';
import type { Network } from '../network.ts';
import { sizeOf } from './architecture.ts';
import { architectures, buildNetwork } from './registry.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Shape of the outputs for three examples. */
function outputShape(network: Network, from: readonly number[], training = true): number[] {
  return tf.tidy(() => {
    const x = tf.tensor(draws('input', 3 * sizeOf(from)), [3, ...from]);
    return network.apply(variablesOf(randomVariables(network, 0.1), training), x).shape;
  });
}
const parameterCount = (network: Network) => network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
const build = (chosen: Chosen, from: readonly number[], to: readonly number[], name = 'net') =>
  buildNetwork(chosen, { name, from, to });

describe('dense layers', () => {
  it.each([
    [[2], [2]],
    [[64], [28, 28, 1]],
    [[28, 28, 1], [40]],
    [[5, 7, 3], [1]],
    [
      [28, 28, 1],
      [28, 28, 1],
    ],
  ])('join %j and %j', (from, to) => {
    expect(outputShape(build({ kind: 'mlp', width: 8 }, from, to), from)).toEqual([3, ...to]);
  });

  it('have the parameters of the reference networks', () => {
    const generator = build({ kind: 'mlp' }, [2], [2]);
    // nn.Linear(2, 128), nn.Linear(128, 128), nn.Linear(128, 2)
    expect(parameterCount(generator)).toBe(384 + 16_512 + 258);
    expect(parameterCount(build({ kind: 'mlp', width: 400, depth: 1 }, [28, 28, 1], [40]))).toBe(
      784 * 400 + 400 + 16_040,
    );
  });

  it('start as nn.Linear does', () => {
    const [kernel, bias] = build({ kind: 'mlp', width: 100 }, [25], [1]).parameters;
    expect(kernel).toEqual({
      name: 'net/dense0/kernel',
      shape: [25, 100],
      initialiser: { kind: 'uniform', limit: 0.2 },
    });
    expect(bias).toEqual({ name: 'net/dense0/bias', shape: [100], initialiser: { kind: 'uniform', limit: 0.2 } });
  });

  it.each([
    ['glorot', Math.sqrt(6 / (50 + 20))],
    ['he', Math.sqrt(6 / 50)],
  ])('start by the rule %s, with biases of 0', (initialiser, limit) => {
    const { parameters } = build({ kind: 'mlp', width: 20, depth: 1, initialiser }, [50], [2]);
    expect(parameters[0]!.initialiser).toEqual({ kind: 'uniform', limit });
    const biases = parameters.filter(({ name }) => name.endsWith('bias'));
    expect(biases.length).toBe(2);
    for (const bias of biases) expect(bias.initialiser).toEqual({ kind: 'constant', value: 0 });
  });

  it('without hidden layers are one linear map', () => {
    const network = build({ kind: 'mlp', depth: 0 }, [3], [2]);
    expect(network.parameters.map(({ name }) => name)).toEqual(['net/dense0/kernel', 'net/dense0/bias']);
    const values = {
      'net/dense0/kernel': tf.tensor([1, 2, 3, 4, 5, 6], [3, 2]),
      'net/dense0/bias': tf.tensor([-30, 1]),
    };
    expectClose(network.apply(variablesOf(values), tf.tensor([[1, 1, 1]])), [-21, 13], 1e-6);
  });

  it('apply each hidden layer as dense, norm, activation, and nothing to the output', () => {
    const network = build({ kind: 'mlp', width: 4, depth: 2, norm: 'batch', activation: 'tanh' }, [2], [1], 'd');
    expect(network.parameters.map(({ name }) => name)).toEqual([
      'd/dense0/kernel',
      'd/dense0/bias',
      'd/batchNorm0/scale',
      'd/batchNorm0/shift',
      'd/dense1/kernel',
      'd/dense1/bias',
      'd/batchNorm1/scale',
      'd/batchNorm1/shift',
      'd/dense2/kernel',
      'd/dense2/bias',
    ]);
    expect(network.buffers.map(({ name }) => name)).toEqual([
      'd/batchNorm0/mean',
      'd/batchNorm0/variance',
      'd/batchNorm1/mean',
      'd/batchNorm1/variance',
    ]);
    // With zero hidden weights and unit shift every hidden unit is tanh(1): the output shows where the nonlinearity is.
    const values = Object.fromEntries(
      [...network.parameters, ...network.buffers].map(({ name, shape }) => {
        const value = /shift|variance|scale|dense2/.test(name) ? 1 : 0;
        return [name, tf.fill([...shape], value)];
      }),
    );
    expectClose(network.apply(variablesOf(values, false), tf.tensor([[9, -9]])), [4 * Math.tanh(1) + 1], 1e-5);
  });
});

describe('DCGAN', () => {
  it.each([
    [28, 28, 1],
    [32, 32, 3],
    [32, 32, 1],
    [64, 64, 3],
    [12, 8, 2],
    [20, 24, 1],
  ])('goes from a vector to %i x %i x %i and back', (...image) => {
    const small = { kind: 'dcgan', channels: 8 };
    expect(outputShape(build(small, [16], image), [16])).toEqual([3, ...image]);
    expect(outputShape(build(small, image, [1]), image)).toEqual([3, 1]);
    expect(outputShape(build(small, image, [40]), image, false)).toEqual([3, 40]);
  });

  it('has the parameters of the reference generator and discriminator', () => {
    const generator = build({ kind: 'dcgan' }, [64], [28, 28, 1]);
    // Linear(64, 7*7*128), BatchNorm2d(128), ConvTranspose2d(128, 64, 4), BatchNorm2d(64), ConvTranspose2d(64, 1, 4)
    expect(parameterCount(generator)).toBe(407_680 + 256 + 131_136 + 128 + 1_025);
    expect(generator.buffers.map(({ shape }) => shape)).toEqual([[128], [128], [64], [64]]);
    // Conv2d(1, 64, 4), Conv2d(64, 128, 4), BatchNorm2d(128), Linear(7*7*128, 1)
    expect(parameterCount(build({ kind: 'dcgan' }, [28, 28, 1], [1]))).toBe(1_088 + 131_200 + 256 + 6_273);
    expect(parameterCount(build({ kind: 'dcgan', norm: 'none' }, [28, 28, 1], [1]))).toBe(1_088 + 131_200 + 6_273);
  });

  it('has the layers of the reference conv encoder and decoder for 32 x 32 x 3', () => {
    const kernels = (network: Network) =>
      network.parameters.filter(({ name }) => name.endsWith('kernel')).map(({ shape }) => shape);
    const chosen = { kind: 'dcgan', channels: 32, norm: 'none' };
    expect(kernels(build(chosen, [32, 32, 3], [128]))).toEqual([
      [4, 4, 3, 32],
      [4, 4, 32, 64],
      [4, 4, 64, 128],
      [2048, 128],
    ]);
    expect(kernels(build(chosen, [64], [32, 32, 3]))).toEqual([
      [64, 2048],
      [4, 4, 64, 128],
      [4, 4, 32, 64],
      [4, 4, 3, 32],
    ]);
  });

  it('does not normalise the layer next to the image', () => {
    const names = build({ kind: 'dcgan' }, [28, 28, 1], [1], 'd').parameters.map(({ name }) => name);
    expect(names).toEqual([
      'd/conv0/kernel',
      'd/conv0/bias',
      'd/conv1/kernel',
      'd/conv1/bias',
      'd/batchNorm0/scale',
      'd/batchNorm0/shift',
      'd/dense0/kernel',
      'd/dense0/bias',
    ]);
  });

  it.each([
    [[2], [1], 'joins an image and a vector, not 2 and 1'],
    [[28, 28, 1], [28, 28, 1], 'joins an image and a vector'],
    [[30, 30, 1], [1], '30 x 30 x 1 does not allow'],
    [[7, 7, 1], [1], '7 x 7 x 1 does not allow'],
    [[16], [28, 64, 1], '28 x 64 x 1 does not allow'],
  ])('objects to %j -> %j', (from, to, message) => {
    const dcgan = architectures.find(({ id }) => id === 'dcgan')!;
    expect(dcgan.objection(from, to)).toContain(message);
    expect(() => build({ kind: 'dcgan' }, from, to, 'critic')).toThrow(/^critic: /);
  });
});

describe('the registry', () => {
  it('fills the fields that a choice leaves out with their defaults', () => {
    for (const architecture of architectures) {
      const chosen = { kind: architecture.id, ...defaultsOf(architecture.fields) };
      const names = (network: Network) => JSON.stringify([network.parameters, network.buffers]);
      expect(names(build({ kind: architecture.id }, [28, 28, 1], [1]))).toBe(names(build(chosen, [28, 28, 1], [1])));
    }
  });

  it('names the architectures there are when asked for another', () => {
    expect(() => build({ kind: 'resnet' }, [2], [1])).toThrow(
      'There is no architecture "resnet"; there are: mlp, dcgan.',
    );
  });

  it('declares data that can be sent between threads', () => {
    for (const { id, label, help, fields, dataRanks } of architectures) {
      const card = { id, label, help, fields, dataRanks };
      expect(structuredClone(card)).toEqual(card);
    }
  });
});
