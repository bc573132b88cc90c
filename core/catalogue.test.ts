import { describe, expect, it } from 'vitest';
import { catalogue, objectionsTo } from './catalogue.ts';
import { assignPath } from './spec/assign.ts';
import { defaultSpec } from './spec/defaults.ts';
import { misfitOf } from './spec/fitting.ts';
import { parseRunSpec } from './spec/parse.ts';
import type { RunSpec } from './spec/run-spec.ts';

const preset = (id: string): RunSpec => catalogue.presets.find((candidate) => candidate.id === id)!.spec;
const parse = (spec: unknown) => parseRunSpec(spec, catalogue, objectionsTo);
const pathsOf = (spec: unknown): string[] => {
  const result = parse(spec);
  return result.ok ? [] : result.issues.map(({ path }) => path);
};
const changed = (id: string, changes: Record<string, string>): unknown =>
  Object.entries(changes).reduce<unknown>((spec, [path, text]) => assignPath(spec as RunSpec, path, text), preset(id));

describe('the catalogue', () => {
  it('is plain data, so that it can cross to the page', () => {
    expect(structuredClone(catalogue)).toEqual(catalogue);
  });

  it.each(catalogue.presets.map(({ id, spec }) => [id, spec] as const))('has a valid preset %s', (_, spec) => {
    expect(parse(spec)).toEqual({ ok: true, spec });
  });

  const combinations = catalogue.methods.flatMap((method) =>
    catalogue.datasets.map((dataset) => [method.id, dataset.id, misfitOf(catalogue, method, dataset)] as const),
  );

  it.each(combinations.filter(([, , misfit]) => misfit === undefined))(
    'has defaults for %s on %s to which nobody objects',
    (method, dataset) => {
      expect(pathsOf(defaultSpec(catalogue, method, dataset))).toEqual([]);
    },
  );

  it.each(combinations.filter(([, , misfit]) => misfit !== undefined))(
    'refuses %s on %s and says why: %s',
    (method, dataset, misfit) => {
      expect(() => defaultSpec(catalogue, method, dataset)).toThrow(misfit);
    },
  );

  it('offers sequences to no method whose networks know points and images only', () => {
    const gan = catalogue.methods.find(({ id }) => id === 'gan')!;
    const misfits = catalogue.datasets.filter((dataset) => misfitOf(catalogue, gan, dataset) !== undefined);
    expect(misfits.map(({ id }) => id)).toEqual(['moving-digits']);
    expect(pathsOf({ method: 'gan', data: { kind: 'moving-digits' } })).toEqual(['data.kind']);
  });

  it.each([
    [
      'batch norm under a gradient penalty',
      'dcgan-mnist',
      { 'options.gradientPenalty': '10' },
      'networks.discriminator.norm',
    ],
    ['batch norm under R1', 'dcgan-mnist', { 'options.r1': '1' }, 'networks.discriminator.norm'],
    ['a clip beside a gradient penalty', 'wgan-gp-grid', { 'options.weightClip': '0.01' }, 'options.weightClip'],
    ['an unconstrained Wasserstein critic', 'wgan-gp-grid', { 'options.gradientPenalty': '0' }, 'options.loss'],
    [
      'a Bernoulli likelihood of points',
      'vae-mnist',
      { data: 'ring', 'options.likelihood': 'bernoulli' },
      'options.likelihood',
    ],
    ['a convolution of points', 'gan-ring', { 'networks.generator.kind': 'dcgan' }, 'networks.generator.kind'],
  ] as [string, string, Record<string, string>, string][])('objects to %s', (_, id, changes, path) => {
    expect(pathsOf(changed(id, changes))).toContain(path);
  });

  it('has formulas without a control character', () => {
    for (const { formula } of catalogue.methods) expect(formula).toMatch(/^[ -~]+$/);
  });
});
