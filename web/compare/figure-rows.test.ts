import { describe, expect, it } from 'vitest';
import type { MetricValue } from '../../evaluation/metric.ts';
import { bestOf, figureRows } from './figure-rows.ts';

const figure = (id: string, value: number, changes: Partial<MetricValue> = {}): MetricValue => ({
  id,
  label: id.toUpperCase(),
  value,
  better: 'lower',
  counts: { generated: 1000, real: 1000 },
  ...changes,
});
const extractor = (sha: string) => ({ extractor: { id: 'lenet84-mnist', sha256: sha.repeat(64) } });

describe('figureRows', () => {
  it('puts each figure in a row, with a gap where a run was not measured by it', () => {
    const rows = figureRows([[figure('fid', 3), figure('kid', 1)], [figure('kid', 2)]]);
    expect(rows.map(({ id }) => id)).toEqual(['fid', 'kid']);
    expect(rows.map(({ cells }) => cells.map((cell) => cell?.value))).toEqual([
      [3, undefined],
      [1, 2],
    ]);
    expect(rows.flatMap(({ cautions }) => cautions)).toEqual([]);
  });

  it('warns where counts or extractors differ, since the figures are then no longer the same measure', () => {
    const [counts] = figureRows([[figure('fid', 3)], [figure('fid', 2, { counts: { generated: 500, real: 1000 } })]]);
    expect(counts!.cautions).toEqual(['made from different numbers of generated examples: 1,000, 500']);
    const [features] = figureRows([[figure('fid', 3, extractor('a'))], [figure('fid', 2, extractor('b'))]]);
    expect(features!.cautions).toEqual([
      'made with different extractors: lenet84-mnist aaaaaaaa, lenet84-mnist bbbbbbbb',
    ]);
    expect(bestOf(counts!)).toBeUndefined();
    expect(figureRows([[figure('fid', 3, extractor('a'))], [figure('fid', 2, extractor('a'))]])[0]!.cautions).toEqual(
      [],
    );
  });
});

describe('bestOf', () => {
  const best = (values: readonly number[], better: MetricValue['better']) =>
    bestOf(figureRows(values.map((value) => [figure('f', value, { better })]))[0]!);

  it('is the smallest or the largest, whichever is better', () => {
    expect(best([3, 1, 2], 'lower')).toBe(1);
    expect(best([3, 1, 2], 'higher')).toBe(0);
  });

  it('is none where neither is better, where two share it, and where there is no other number', () => {
    expect(best([3, 1], 'none')).toBeUndefined();
    expect(best([1, 1, 2], 'lower')).toBeUndefined();
    expect(best([NaN, NaN], 'lower')).toBeUndefined();
    expect(best([NaN, 5], 'lower')).toBeUndefined();
    expect(best([NaN, 5, 6], 'lower')).toBe(1);
  });
});
