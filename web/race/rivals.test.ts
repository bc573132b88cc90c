import { describe, expect, it } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import { defaultSpec } from '../../core/spec/defaults.ts';
import { diffSpecs } from '../../core/spec/diff.ts';
import { parseRunSpec } from '../../core/spec/parse.ts';
import { rivalsOf } from './rivals.ts';

const spec = defaultSpec(catalogue, 'gan', 'ring');

describe('rivals of a run', () => {
  it('are every objective of the method and every update rule, the run itself among them', () => {
    const [objectives, rules] = rivalsOf(spec, catalogue);
    const field = catalogue.methods.find(({ id }) => id === 'gan')!.options['loss']!;
    expect(objectives!.rivals.map(({ id }) => id)).toEqual(field.kind === 'choice' ? Object.keys(field.choices) : []);
    expect(rules!.rivals.map(({ id }) => id)).toEqual(Object.keys(catalogue.dynamics));
    for (const { present, rivals } of [objectives!, rules!]) {
      expect(rivals.find(({ id }) => id === present)!.spec).toEqual(spec);
    }
  });

  it('are well-formed, and differ from the run in nothing but that choice', () => {
    for (const { path, present, rivals } of rivalsOf(spec, catalogue)) {
      for (const rival of rivals) {
        const parsed = parseRunSpec(rival.spec, catalogue);
        expect(parsed.ok && parsed.spec, rival.id).toEqual(rival.spec);
        const part = path.split('.')[0]!;
        for (const { path: changed } of diffSpecs(spec, rival.spec)) expect(changed.split('.')[0]).toBe(part);
        expect(diffSpecs(spec, rival.spec).length > 0).toBe(rival.id !== present);
      }
    }
  });

  it('has update rules alone for a method without a choice of objectives', () => {
    const groups = rivalsOf(defaultSpec(catalogue, 'vae', 'ring'), catalogue);
    expect(groups.map(({ path }) => path)).toEqual(['dynamics.kind']);
  });
});
