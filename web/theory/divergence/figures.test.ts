import { describe, expect, it } from 'vitest';
import { defaultsOf } from '../../../core/spec/fields.ts';
import type { Values } from '../../../core/spec/fields.ts';
import { dataOf, positionsOf, samplesOf } from '../../../core/theory/line-density-fields.ts';
import { bestShown, densityFields, figuresOf } from './figures.ts';

const defaults = defaultsOf(densityFields);

describe('figuresOf', () => {
  it('finds -log 4 + 2 JSD, and every bound tight, on the densities that the page starts with', () => {
    const { value, jsd, divergences } = figuresOf(dataOf(defaults), samplesOf(defaults));
    expect(value).toBeCloseTo(-Math.log(4) + 2 * jsd, 10);
    for (const { id, divergence, bound } of divergences)
      expect([id, Number.isFinite(divergence + bound)]).toEqual([id, true]);
    for (const { id, divergence, bound } of divergences)
      expect(Math.abs(bound - divergence), id).toBeLessThan(1e-6 * Math.max(1, divergence));
  });

  it('finds the minimum where samples are as the data', () => {
    const same = { ...defaults, secondShare: 0, sampleMean: defaults['dataMean']!, sampleStd: defaults['dataStd']! };
    const { value, jsd } = figuresOf(dataOf(same), samplesOf(same));
    expect(jsd).toBeCloseTo(0, 10);
    expect(value).toBeCloseTo(-1.3863, 4);
  });

  it('says that a chi-squared integral has no end where one tail is too wide for the other', () => {
    const infinite = (changes: Values): readonly string[] =>
      figuresOf(dataOf({ ...defaults, ...changes }), samplesOf({ ...defaults, ...changes }))
        .divergences.filter(({ divergence }) => divergence === Infinity)
        .map(({ id }) => id);
    expect(infinite({ secondShare: 0, dataStd: 1, sampleStd: 1.42 })).toEqual(['neyman']);
    expect(infinite({ secondShare: 0, dataStd: 1.42, sampleStd: 1 })).toEqual(['pearson']);
    expect(infinite({ secondShare: 0, dataStd: 1.41, sampleStd: 1 })).toEqual([]);
  });

  it('stays finite at the ends of the settings, but for divergences that are infinite', () => {
    const apart = { ...defaults, dataMean: -6, dataStd: 0.1, sampleMean: 6, sampleStd: 0.1, secondShare: 0 };
    const { value, jsd, divergences } = figuresOf(dataOf(apart), samplesOf(apart));
    expect(jsd).toBeCloseTo(Math.LN2, 8);
    expect(value).toBeCloseTo(0, 8);
    for (const { id, divergence } of divergences) expect(divergence, id).not.toBeNaN();
  });
});

it('shows the probability of the minimax game and the statistic of an f-GAN', () => {
  const [p, q] = [dataOf(defaults), samplesOf(defaults)];
  const [d, t] = [bestShown('minimax', p, q), bestShown('f-gan', p, q)];
  for (const x of positionsOf([p, q], 31)) expect(t(x)).toBeCloseTo(Math.log(d(x)), 8);
});
