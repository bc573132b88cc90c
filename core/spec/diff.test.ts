import { describe, expect, it } from 'vitest';
import { smallCatalogue } from './catalogue.fixture.ts';
import { defaultSpec } from './defaults.ts';
import { diffSpecs } from './diff.ts';

const spec = defaultSpec(smallCatalogue, 'gan', 'ring');

describe('diffSpecs', () => {
  it('finds nothing between equal specs, whatever the order of their settings', () => {
    const reversed = Object.fromEntries(Object.entries(structuredClone(spec)).reverse()) as unknown as typeof spec;
    expect(diffSpecs(spec, reversed)).toEqual([]);
  });

  it('names each setting that differs, and those that only one has', () => {
    const other = {
      ...spec,
      options: { ...spec.options, loss: 'minimax' },
      dynamics: { kind: 'simultaneous' },
      seed: 2,
    };
    expect(diffSpecs(spec, other)).toEqual([
      { path: 'options.loss', a: 'non-saturating', b: 'minimax' },
      { path: 'dynamics.kind', a: 'alternating', b: 'simultaneous' },
      { path: 'dynamics.criticMoves', a: 1, b: undefined },
      { path: 'seed', a: 1, b: 2 },
    ]);
  });

  it('compares schedules by their parts, and a constant with a schedule whole', () => {
    const schedule = { schedule: 'linear', from: 0, to: 10, start: 0, end: 100 } as const;
    const scheduled = { ...spec, options: { ...spec.options, gradientPenalty: schedule } };
    const later = { ...spec, options: { ...spec.options, gradientPenalty: { ...schedule, end: 200 } } };
    expect(diffSpecs(scheduled, later)).toEqual([{ path: 'options.gradientPenalty.end', a: 100, b: 200 }]);
    expect(diffSpecs(spec, scheduled)).toEqual([{ path: 'options.gradientPenalty', a: 0, b: schedule }]);
  });
});
