import { describe, expect, it } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import type { RunRecord } from '../../worker/protocol/records.ts';
import { costOf, expectedCost } from './evaluation-cost.ts';

const { spec } = catalogue.presets[0]!;
const measured = (changes: Partial<RunRecord> = {}): RunRecord => ({
  id: 'a',
  name: 'Ring',
  spec: { ...spec, evaluation: { every: 500, samples: 1000 } },
  edits: [],
  identity: '',
  createdAt: 0,
  updatedAt: 1,
  step: 10,
  trainedSeconds: 1,
  resumes: [],
  evaluation: { step: 10, metrics: [], costs: { density: 2, 'mode-coverage': 0.5 } },
  ...changes,
});

describe('costOf', () => {
  it('adds up what the metrics took, and says the share of the time', () => {
    const evaluation = { step: 1, metrics: [], costs: { fid: 1.5, kid: 0.6 } };
    expect(costOf(evaluation)).toBe('The metrics took 2.1 s when they were last measured.');
    expect(costOf({ ...evaluation, share: 0.061 })).toContain('take 6 % of the time');
    expect(costOf({ ...evaluation, share: 0.001 })).toContain('less than 1 %');
    expect(costOf({ step: 1, metrics: [] })).toBe('');
  });
});

describe('expectedCost', () => {
  const planned = { ...spec, steps: 2000, evaluation: { every: 500, dearEvery: 1000, samples: 4000 } };

  it('scales what the latest run on the same data took by the samples, and counts the evaluations', () => {
    const older = measured({ name: 'Older', updatedAt: 0 });
    const text = expectedCost(planned, [older, measured()]);
    // Cheap ones at 500 and 1500, all at 1000.
    expect(text).toMatch(/^2 in mid-run by cheap metrics, 1 by all, and one at the end by all\./);
    expect(text).toContain('“Ring” took, all metrics take about 10 s: density 8 s, mode coverage 2 s.');
  });

  it('says nothing where no such run was evaluated', () => {
    const { evaluation: _, ...unmeasured } = measured();
    expect(expectedCost(planned, [unmeasured])).toBe('');
    expect(expectedCost(planned, [measured({ spec: { ...spec, data: { kind: 'grid' } } })])).toBe('');
  });
});
