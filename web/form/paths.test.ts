import { describe, expect, it } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { differences, disagreements, getIn, setIn } from './paths.ts';

const spec = catalogue.presets[0]?.spec as RunSpec;

describe('setIn', () => {
  it('replaces one value and shares the rest', () => {
    const next = setIn(spec, 'data.modes', 5);
    expect(getIn(next, 'data.modes')).toBe(5);
    expect(getIn(spec, 'data.modes')).not.toBe(5);
    expect(next.optimisers).toBe(spec.optimisers);
  });
});

describe('differences', () => {
  it('names each changed leaf with both values', () => {
    const next = setIn(setIn(spec, 'batch', 7), 'data.modes', 5);
    expect(differences(spec, next)).toEqual([
      { path: 'data.modes', before: getIn(spec, 'data.modes'), after: 5 },
      { path: 'batch', before: spec.batch, after: 7 },
    ]);
  });

  it('takes a schedule for one value', () => {
    const schedule = { schedule: 'linear', from: 1, to: 0, start: 0, end: 10 } as const;
    expect(differences(spec, setIn(spec, 'options.r1', schedule)).map(({ path }) => path)).toEqual(['options.r1']);
  });

  it('names the leaves of a part that one of them does not have', () => {
    const more = { ...spec, augment: { rotation: { degrees: 5 } } };
    const leaf = { path: 'augment.rotation.degrees', before: undefined, after: 5 };
    expect(differences(spec, more)).toEqual([leaf]);
    expect(differences(more, spec)).toEqual([{ ...leaf, before: 5, after: undefined }]);
  });

  it('finds none between equal specs', () => {
    expect(differences(spec, structuredClone(spec))).toEqual([]);
  });
});

describe('disagreements', () => {
  it('lists each setting on which not all agree, with everyone’s value', () => {
    const specs = [spec, setIn(spec, 'seed', 2), setIn(spec, 'batch', 9)];
    expect(disagreements(specs)).toEqual([
      { path: 'batch', values: [spec.batch, spec.batch, 9] },
      { path: 'seed', values: [spec.seed, 2, spec.seed] },
    ]);
  });

  it('takes a part that some do not have apart, setting by setting', () => {
    const { generator, ...rest } = spec.networks;
    const found = disagreements([spec, { ...spec, networks: rest }]);
    expect(found).toEqual(
      Object.entries(generator!).map(([name, value]) => ({
        path: `networks.generator.${name}`,
        values: [value, undefined],
      })),
    );
  });
});
