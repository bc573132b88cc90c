import { describe, expect, it } from 'vitest';
import { align, groupCurves, isCurve, namesOf } from './series.ts';

const points = [
  { step: 1, seconds: 0.5, values: { 'generator/loss': 1, 'discriminator/loss': 2, 'discriminator/penalty': 3 } },
  { step: 2, seconds: 1, values: { 'generator/loss': NaN, 'discriminator/loss': 4, modes: 8 } },
];

describe('groupCurves', () => {
  it('puts all losses on one chart, other parts by player, and each metric alone', () => {
    expect(groupCurves(namesOf(points)).map(({ names }) => names)).toEqual([
      ['generator/loss', 'discriminator/loss'],
      ['discriminator/penalty'],
      ['modes'],
    ]);
  });
});

describe('groupCurves across players', () => {
  it('puts gradient norms on a chart of their own', () => {
    expect(groupCurves(['vae/loss', 'vae/kl', 'vae/gradient-norm']).map(({ title }) => title)).toEqual([
      'Loss',
      'Vae: parts of the loss',
      'Gradient norms',
    ]);
  });
});

describe('isCurve', () => {
  it('asks for two values', () => {
    expect(isCurve('modes', points)).toBe(false);
    expect(isCurve('generator/loss', points)).toBe(true);
    expect(isCurve('absent', points)).toBe(false);
  });
});

describe('align', () => {
  const curve = (name: string, from = points) => ({ label: name, colour: 0, name, points: from, batch: 10 });

  it('gives nulls where a curve has no value and lists where it was not finite', () => {
    const { x, values, nonFinite } = align([curve('generator/loss'), curve('modes')], 'step');
    expect(x).toEqual([1, 2]);
    expect(values).toEqual([
      [1, null],
      [null, 8],
    ]);
    expect(nonFinite).toEqual([[2], []]);
  });

  it('gives the same curves whether or not they share their points', () => {
    const names = ['generator/loss', 'discriminator/loss', 'modes'];
    for (const axis of ['step', 'time', 'examples'] as const) {
      const shared = align(
        names.map((name) => curve(name)),
        axis,
      );
      const apart = align(
        names.map((name) => curve(name, [...points])),
        axis,
      );
      expect(shared).toEqual(apart);
    }
  });

  it('counts examples with the batch of each run', () => {
    expect(align([curve('modes'), { ...curve('modes'), batch: 5 }], 'examples').x).toEqual([10, 20]);
  });

  it('reads time in seconds', () => {
    expect(align([curve('discriminator/loss')], 'time').x).toEqual([0.5, 1]);
  });
});
