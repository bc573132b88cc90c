import { describe, expect, it } from 'vitest';
import { dcganNormal, drawInitial, glorotUniform, heUniform, pytorchUniform, zeros } from './initialisers.ts';
import type { Initialiser } from './network.ts';

const count = 20_000;
const draw = (initialiser: Initialiser, name = 'g/dense0/kernel', seed = 1) =>
  drawInitial({ name, shape: [100, count / 100], initialiser }, name, seed);
const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const std = (values: Float32Array) => Math.sqrt(mean(values.map((value) => value * value)) - mean(values) ** 2);

describe('drawInitial', () => {
  it('fills a constant', () => {
    const values = draw({ kind: 'constant', value: 0.5 });
    expect(values.length).toBe(count);
    expect(values.every((value) => value === 0.5)).toBe(true);
  });

  it('draws a normal of the declared width', () => {
    const values = draw({ kind: 'normal', std: 0.02 });
    // Four standard errors of 20,000 draws.
    expect(Math.abs(mean(values))).toBeLessThan((4 * 0.02) / Math.sqrt(count));
    expect(Math.abs(std(values) / 0.02 - 1)).toBeLessThan(4 / Math.sqrt(2 * count));
  });

  it('draws a uniform that fills its interval and stays in it', () => {
    const values = draw({ kind: 'uniform', limit: 3 });
    expect(Math.max(...values)).toBeLessThanOrEqual(3);
    expect(Math.max(...values)).toBeGreaterThan(2.99);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-3);
    expect(Math.min(...values)).toBeLessThan(-2.99);
    expect(Math.abs(mean(values))).toBeLessThan((4 * Math.sqrt(3)) / Math.sqrt(count));
  });

  it('depends on the seed and the name and on nothing else', () => {
    const first = draw({ kind: 'normal', std: 1 });
    expect(draw({ kind: 'normal', std: 1 })).toEqual(first);
    expect(draw({ kind: 'normal', std: 1 }, 'g/dense1/kernel')).not.toEqual(first);
    expect(draw({ kind: 'normal', std: 1 }, 'g/dense0/kernel', 2)).not.toEqual(first);
  });

  it('draws one number for a scalar', () => {
    expect(drawInitial({ name: 's', shape: [], initialiser: { kind: 'normal', std: 1 } }, 's', 1).length).toBe(1);
  });
});

describe('the initialiser rules', () => {
  const fans = { fanIn: 24, fanOut: 6 };

  it('have the widths of their papers', () => {
    expect(dcganNormal.kernel(fans)).toEqual({ kind: 'normal', std: 0.02 });
    expect(heUniform.kernel(fans)).toEqual({ kind: 'uniform', limit: 0.5 });
    expect(glorotUniform.kernel({ fanIn: 4, fanOut: 2 })).toEqual({ kind: 'uniform', limit: 1 });
    expect(pytorchUniform.kernel({ fanIn: 16, fanOut: 1 })).toEqual({ kind: 'uniform', limit: 0.25 });
  });

  it('start biases at zero, save where PyTorch does not', () => {
    expect([dcganNormal, heUniform, glorotUniform].map((rule) => rule.bias(fans))).toEqual([zeros, zeros, zeros]);
    expect(pytorchUniform.bias({ fanIn: 16, fanOut: 1 })).toEqual({ kind: 'uniform', limit: 0.25 });
  });
});
