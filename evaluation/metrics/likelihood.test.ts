import { beforeAll, describe, expect, test } from 'vitest';
import * as tf from '../../core/backend/tf.ts';
import { startBackend } from '../../core/backend/backend.ts';
import { wasmPathInNode } from '../../core/backend/testing/wasm-path.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import { gameVariables } from '../../core/methods/testing.ts';
import { vae } from '../../core/methods/vae.ts';
import type * as Vae from '../../core/methods/vae.ts';
import { randomVariables, variablesOf } from '../../core/networks/testing.ts';
import { normal } from '../../core/random/stream.ts';
import { catalogue } from '../../core/catalogue.ts';
import { defaultSpec } from '../../core/spec/defaults.ts';
import type { MetricValue, Subject } from '../metric.ts';
import { subjectOf } from '../subject.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import { contextOf, noiseImages, subjectWith } from '../testing/subjects.ts';
import { exactLikelihood } from './exact-likelihood.ts';
import { importanceBound } from './importance-bound.ts';

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

/** Rows of three values that share one latent. */
const rows: Dataset = {
  id: 'rows',
  shape: [3],
  classes: 0,
  count: () => 5000,
  batch: () => {
    throw new Error('Evaluation draws no training batch.');
  },
  examples: (split, start, count) => {
    const draws = normal(1, `rows/${split}`, 0, 4 * count, 4 * start);
    const x = Float32Array.from({ length: 3 * count }, (_, at) => {
      const i = Math.floor(at / 3);
      return draws[4 * i]! * (0.5 - (at % 3)) + 0.5 * draws[4 * i + 1 + (at % 3)]!;
    });
    return { x, labels: new Int32Array(count) };
  },
};

const linear = { kind: 'mlp', depth: 0 };

/** A VAE of linear maps with arbitrary parameters: its posterior is not the true one. */
function linearVae({ vae: method }: Pick<typeof Vae, 'vae'>): Subject {
  const base = defaultSpec(catalogue, 'vae', 'ring');
  const options = { ...base.options, likelihood: 'gaussian', std: 0.8, latentDimension: 2 };
  const game = method.build(
    { ...base, options, networks: { encoder: linear, decoder: linear } } as unknown as Parameters<
      typeof method.build
    >[0],
    rows,
  );
  // A posterior about as wide as the true one, whose mean hardly follows the data: it needs some hundred draws.
  const values = {
    ...gameVariables(game, 0.5),
    ...randomVariables(game.networks[0]!, 0.1),
    'encoder/dense0/bias': tf.tensor1d([0, 0, -0.5, -0.5]),
  };
  return subjectOf({ game, vars: variablesOf(values), dataset: rows, seed: 1, batchSize: 50 });
}

function boundsAt(subject: Subject, importance: number, samples: number): Promise<readonly MetricValue[]> {
  return importanceBound.compute({ ...contextOf(subject, samples), importance });
}

knownAnswer<typeof Vae>(
  'the bound of a linear-Gaussian VAE converges to its exact likelihood',
  new URL('../../core/methods/vae.ts', import.meta.url),
  async (module) => {
    const subject = linearVae(module);
    const [exact] = await exactLikelihood.compute(contextOf(subject, 50));
    const [single, ...bounds] = await boundsAt(subject, 500, 50);
    expect(Math.abs(bounds.at(-1)!.value - exact!.value)).toBeLessThan(0.06);
    expect(single!.value).toBeGreaterThan(exact!.value + 0.1);
  },
  {
    'no Jacobian of the draw': {
      replace: 'tf.mul(sumPerExample(logVariance), 0.5)',
      by: 'tf.mul(sumPerExample(logVariance), 0)',
    },
    'the variance for the deviation in it': {
      replace: 'sumPerExample(logVariance), 0.5)',
      by: 'sumPerExample(logVariance), 1)',
    },
    'no prior': { replace: 'tf.sub(standardNormalLogDensity(z), likelihood', by: 'tf.sub(0, likelihood' },
    'the posterior counted for, not against': {
      replace: 'tf.sub(logJoint, logPosterior)',
      by: 'tf.add(logJoint, logPosterior)',
    },
    'draws wider than their density says': {
      replace: 'const z = reparameterise(mean, logVariance, epsilon);\n    // log q',
      by: 'const z = reparameterise(mean, logVariance, tf.mul(epsilon, 1.5));\n    // log q',
    },
  },
);

describe('importance-weighted bounds', () => {
  test('are ordered: one draw, five, fifty, the likelihood; and a bound goes by its number of draws', async () => {
    const subject = linearVae({ vae });
    const [exact] = await exactLikelihood.compute(contextOf(subject, 400));
    const five = await boundsAt(subject, 5, 400);
    const fifty = await boundsAt(subject, 50, 400);
    expect(five.map(({ id }) => id)).toEqual(['negative-bound-1', 'negative-bound-5']);
    expect(fifty.map(({ id }) => id)).toEqual(['negative-bound-1', 'negative-bound-50']);
    expect((await boundsAt(subject, 1, 400)).map(({ id }) => id)).toEqual(['negative-bound-1']);
    const values = [five[0], five[1], fifty[1], exact].map((figure) => figure!.value);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(values[0]! - values[1]!).toBeGreaterThan(0.2);
    for (const { value, interval, counts, unit, better } of [...five, ...fifty]) {
      expect(interval![0]).toBeLessThan(value);
      expect(interval![1]).toBeGreaterThan(value);
      expect([counts, unit, better]).toEqual([{ real: 400 }, 'nats', 'lower']);
    }
  });

  test('of 5,000 draws are the likelihood, and those of fewer of the same draws are told on the way', async () => {
    const subject = linearVae({ vae });
    const [exact] = await exactLikelihood.compute(contextOf(subject, 20));
    const figures = await boundsAt(subject, 5000, 20);
    expect(figures.map(({ id }) => id)).toEqual([1, 5, 50, 500, 5000].map((k) => `negative-bound-${k}`));
    const values = [...figures, exact!].map(({ value }) => value);
    expect(values.slice(0, 5)).toEqual(values.slice(0, 5).toSorted((a, b) => b - a));
    expect(Math.abs(values[4]! - exact!.value)).toBeLessThan(0.02);
    expect(values[1]! - values[2]!).toBeGreaterThan(0.02);
    const five = await boundsAt(subject, 5, 20);
    expect(figures[1]!.value).toBe(five[1]!.value);
  });

  test('draws depend on the seed, the example and their number alone, not on how they are asked for', async () => {
    const subject = linearVae({ vae });
    const { x } = rows.examples('test', 0, 120);
    const whole = await subject.logWeights(x, { first: 0, count: 4 });
    const part = await subject.logWeights(x.subarray(3 * 70), { first: 2, count: 2, example: 70 });
    part.forEach((weight, at) => expect(weight).toBe(whole[4 * (70 + (at >> 1)) + 2 + (at % 2)]));
    expect(whole[0]).not.toBe(whole[1]);
    // So many that the passes are recorded.
    const many = await subject.logWeights(x, { first: 1, count: 12 });
    const before = tf.memory().numTensors;
    const few = await subject.logWeights(x.subarray(3 * 100), { first: 9, count: 3, example: 100 });
    expect(tf.memory().numTensors).toBe(before);
    few.forEach((weight, at) => expect(weight).toBe(many[12 * (100 + Math.floor(at / 3)) + 8 + (at % 3)]));
  });

  test('of thousands of draws are made without ever holding many of them', async () => {
    let largest = 0;
    const subject = subjectWith(rows, {
      logWeights: async (x, { count }) => {
        largest = Math.max(largest, (x.length / 3) * count);
        return new Float32Array((x.length / 3) * count);
      },
    });
    const seen: number[] = [];
    const values = await importanceBound.compute({
      ...contextOf(subject, 3000),
      importance: 5000,
      progress: (f) => seen.push(f),
    });
    expect(largest).toBe(100_000);
    // Weights of 1: every draw counts.
    expect(values[4]).toMatchObject({
      id: 'negative-bound-5000',
      note: expect.stringContaining('5000 of the 5000') as string,
    });
    expect(values[4]!.value).toBeCloseTo(0, 12);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('end in the midst of thousands of draws when told, and leave no tensor', async () => {
    const subject = linearVae({ vae });
    const controller = new AbortController();
    const before = tf.memory().numTensors;
    let furthest = 0;
    const progress = (fraction: number) => {
      furthest = fraction;
      if (fraction > 0.02) controller.abort(new Error('enough'));
    };
    const context = { ...contextOf(subject, 50), importance: 5000, signal: controller.signal, progress };
    await expect(importanceBound.compute(context)).rejects.toThrow('enough');
    expect(furthest).toBeLessThan(0.05);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('take 50 draws of 2,000 examples unless told', async () => {
    const asked = { examples: 0, draws: 0 };
    const subject = subjectWith(rows, {
      logWeights: async (x, { count }) => {
        asked.examples += x.length / 3;
        asked.draws += (count * x.length) / 3;
        return new Float32Array((x.length / 3) * count);
      },
    });
    const values = await importanceBound.compute(contextOf(subject, 4000));
    expect(values[1]).toMatchObject({ id: 'negative-bound-50', counts: { real: 2000 } });
    expect(asked).toEqual({ examples: 2000, draws: 100_000 });
  });

  test('of a Bernoulli likelihood are of black and white images that are the same for every run, and say so', async () => {
    const seen: Float32Array[] = [];
    const images = noiseImages();
    const subjects = [0, 1].map(() => ({
      ...subjectWith(images, {
        logWeights: async (x: Float32Array, { count }: { count: number }) => {
          seen.push(x);
          return new Float32Array((x.length / 4) * count);
        },
      }),
      likelihood: 'bernoulli' as const,
    }));
    for (const subject of subjects) {
      const [single] = await boundsAt(subject, 2, 500);
      expect(single!.note).toContain('black and white');
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(new Set(seen[0])).toEqual(new Set([0, 1]));
    const grey = images.examples('test', 0, 500).x;
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean(seen[0]!) - mean(grey))).toBeLessThan(0.03);
    const covariance = seen[0]!.reduce((sum, value, at) => sum + (value - 0.5) * (grey[at]! - 0.5), 0) / grey.length;
    expect(Math.abs(covariance - 0.01)).toBeLessThan(0.003);
  });
});

describe('the exact likelihood', () => {
  test('is offered for a Gaussian likelihood of fixed width and a decoder without nonlinearities only', () => {
    const base = defaultSpec(catalogue, 'vae', 'ring');
    const offered = (likelihood: string, decoder: object) => {
      const options = { ...base.options, likelihood };
      const spec = { ...base, options, networks: { encoder: linear, decoder } };
      return vae.build(spec as unknown as Parameters<typeof vae.build>[0], rows).abilities.linearGaussian !== undefined;
    };
    expect(offered('gaussian', linear)).toBe(true);
    expect(offered('gaussian', { kind: 'mlp', depth: 2, activation: 'linear' })).toBe(true);
    expect(offered('gaussian', { kind: 'mlp', depth: 2, activation: 'linear', norm: 'layer' })).toBe(false);
    expect(offered('gaussian', { kind: 'mlp', depth: 1 })).toBe(false);
    expect(offered('gaussian-learned', linear)).toBe(false);
  });

  test('reads the decoder’s weights and offset from what it does', async () => {
    const { weights, offset, std } = await linearVae({ vae }).linearGaussian();
    const values = gameVariables(
      vae.build(
        {
          ...defaultSpec(catalogue, 'vae', 'ring'),
          networks: { encoder: linear, decoder: linear },
        } as unknown as Parameters<typeof vae.build>[0],
        rows,
      ),
      0.5,
    );
    const kernel = values['decoder/dense0/kernel']!.dataSync();
    weights.forEach((weight, at) => expect(weight).toBeCloseTo(kernel[(at % 2) * 3 + Math.floor(at / 2)]!, 6));
    offset.forEach((value, k) => expect(value).toBeCloseTo(values['decoder/dense0/bias']!.dataSync()[k]!, 6));
    expect(std).toBe(0.8);
  });

  test('has the best model of as many latents as its floor, which other models do not reach', async () => {
    const [figure] = await exactLikelihood.compute(contextOf(linearVae({ vae }), 3000));
    expect(figure!.floor).toBeLessThan(figure!.value);
    expect(figure!.note).toContain('probabilistic PCA');
  });
});
