import { describe, expect, it } from 'vitest';
import { valueAndGradients } from '../backend/gradients.ts';
import * as tf from '../backend/tf.ts';
import { catalogue } from '../catalogue.ts';
import { draws, expectClose, onEachBackend, slope } from '../networks/testing.ts';
import { defaultSpec } from '../spec/defaults.ts';
import { ebgan } from './ebgan.ts';
import type { MethodSpec } from './game.ts';
import { numberIn, roundOf } from './testing.ts';

type Options = typeof ebgan.options;
const linear = { kind: 'mlp', depth: 0 };
const data = { shape: [2], classes: 0 };

const specWith = (options: Partial<MethodSpec<Options>['options']>): MethodSpec<Options> => {
  const spec = defaultSpec(catalogue, 'ebgan', 'ring');
  return {
    ...spec,
    options: { ...(spec.options as MethodSpec<Options>['options']), codeDimension: 2, latentDimension: 2, ...options },
    networks: { generator: linear, encoder: linear, decoder: linear },
  };
};

const batch = 3;
const codeShift = [0.3, 0.4];
/** The identity as generator and encoder, and a decoder that misses every example by (0.3, 0.4): an energy of 0.5. */
const variables = (shift: readonly number[] = codeShift) => {
  const identity = () => tf.tensor([1, 0, 0, 1], [2, 2]);
  return {
    'generator/dense0/kernel': identity(),
    'generator/dense0/bias': tf.zeros([2]),
    'encoder/dense0/kernel': identity(),
    'encoder/dense0/bias': tf.zeros([2]),
    'decoder/dense0/kernel': identity(),
    'decoder/dense0/bias': tf.tensor([...shift]),
  };
};
const z = draws('z', 2 * batch);
const drawn = () => ({
  real: tf.tensor(draws('real', 2 * batch), [batch, 2]),
  noise: { z: tf.tensor(z, [batch, 2]) },
});

const round = (options: Partial<MethodSpec<Options>['options']>, values = variables()) => {
  const spec = specWith(options);
  return roundOf(ebgan.build(spec, data), spec.options, values, drawn());
};

onEachBackend(() => {
  describe('the energy-based GAN', () => {
    it('costs its discriminator the margin where it rebuilds data and samples alike', () => {
      const { total, parts } = round({ margin: 2 }).loss('discriminator');
      expect(numberIn(total)).toBeCloseTo(2, 5);
      expect(numberIn(parts['energy-real']!)).toBeCloseTo(0.5, 5);
      expect(numberIn(parts['energy-fake']!)).toBeCloseTo(0.5, 5);
      expect(numberIn(parts['hinge']!)).toBeCloseTo(1.5, 5);
    });

    it('stops pushing samples away beyond the margin', () => {
      const values = variables();
      const bias = values['decoder/dense0/bias'];
      const gradientOfBias = (margin: number) =>
        valueAndGradients(() => ({ total: round({ margin }, values).loss('discriminator').total, extra: {} }), { bias })
          .gradients['bias']!;
      // The energy's gradient in the decoder's bias is the direction of what it misses.
      expectClose(gradientOfBias(0.4), [0.6, 0.8], 1e-5);
      expectClose(gradientOfBias(0.6), [0, 0], 1e-5);
    });

    it('costs its generator the energy and the weighted likeness of its codes', () => {
      const { total, parts } = round({ repelling: 0.7 }).loss('generator');
      const cosines = (values: readonly number[]): number => {
        const rows = Array.from({ length: batch }, (_, i) => values.slice(2 * i, 2 * i + 2));
        const squares = rows.flatMap(([a, b], i) =>
          rows.flatMap(([c, d], j) =>
            i === j ? [] : [(a! * c! + b! * d!) ** 2 / ((a! * a! + b! * b!) * (c! * c! + d! * d!))],
          ),
        );
        return squares.reduce((sum, value) => sum + value, 0) / (batch * (batch - 1));
      };
      expect(numberIn(total)).toBeCloseTo(0.5 + 0.7 * cosines(z), 5);
      expect(numberIn(parts['repelling']!)).toBeCloseTo(0.7 * cosines(z), 5);
      // The energy is the same everywhere, so only the repelling term moves a sample: z is its own code.
      const values = variables();
      const kernel = values['generator/dense0/kernel'];
      const { gradients } = valueAndGradients(
        () => ({ total: round({ repelling: 0.7 }, values).loss('generator').total, extra: {} }),
        { kernel },
      );
      const ofKernel = ([a, b, c, d]: readonly number[]) =>
        0.7 *
        cosines(z.flatMap((_, i) => (i % 2 === 0 ? [z[i]! * a! + z[i + 1]! * c!, z[i]! * b! + z[i + 1]! * d!] : [])));
      expectClose(gradients['kernel']!, slope(ofKernel, [1, 0, 0, 1]), 1e-4);
    });

    it('has no repelling part when that is off', () => {
      expect(round({ repelling: 0 }).loss('generator').parts).toEqual({});
    });

    it('does not divide by an energy of zero', () => {
      const values = variables([0, 0]);
      const bias = values['decoder/dense0/bias'];
      const { gradients } = valueAndGradients(
        () => ({ total: round({ margin: 1 }, values).loss('discriminator').total, extra: {} }),
        { bias },
      );
      expectClose(gradients['bias']!, [0, 0], 1e-6);
    });
  });
});

describe('the objections of the energy-based GAN', () => {
  it('are to a repelling term of a single sample', () => {
    const spec = { ...specWith({}), batch: 1 };
    expect(ebgan.objections(spec, data).map(({ path }) => path)).toEqual(['batch']);
    expect(ebgan.objections({ ...specWith({ repelling: 0 }), batch: 1 }, data)).toEqual([]);
  });
});
