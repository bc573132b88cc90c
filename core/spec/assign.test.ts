import { describe, expect, it } from 'vitest';
import { assignPath } from './assign.ts';
import { smallCatalogue as catalogue } from './catalogue.fixture.ts';
import { defaultSpec } from './defaults.ts';
import { parseRunSpec, requireRunSpec } from './parse.ts';

const spec = defaultSpec(catalogue, 'gan', 'ring');

/** The spec after these assignments, each `path=value`, as the terminal's `--set` makes them. */
const assigned = (...assignments: string[]): unknown =>
  assignments.reduce<ReturnType<typeof assignPath>>((draft, assignment) => {
    const [path = '', value = ''] = assignment.split('=');
    return assignPath(draft, path, value);
  }, spec as never);

describe('assignPath', () => {
  it('sets a number, a text, a flag and a schedule', () => {
    const schedule = { schedule: 'linear', from: 1, to: 2, start: 0, end: 9 };
    expect(
      requireRunSpec(
        assigned(
          'optimisers.generator.learningRate=2e-5',
          'options.loss=minimax',
          'options.oneSided=true',
          `options.gradientPenalty=${JSON.stringify(schedule)}`,
          'steps=7',
        ),
        catalogue,
      ),
    ).toEqual({
      ...spec,
      steps: 7,
      options: { ...spec.options, loss: 'minimax', oneSided: true, gradientPenalty: schedule },
      optimisers: { ...spec.optimisers, generator: { ...spec.optimisers['generator'], learningRate: 2e-5 } },
    });
  });

  it('leaves the spec itself as it was', () => {
    const before = structuredClone(spec);
    assigned('options.loss=minimax', 'seed=9');
    expect(spec).toEqual(before);
  });

  it('changes a kind together with its settings', () => {
    for (const assignment of ['optimisers.generator.kind=sgd', 'optimisers.generator=sgd']) {
      expect(requireRunSpec(assigned(assignment), catalogue).optimisers['generator']).toEqual({
        kind: 'sgd',
        learningRate: 1e-3,
      });
    }
    expect(
      requireRunSpec(assigned('optimisers.generator.kind=sgd', 'optimisers.generator.learningRate=0.5'), catalogue)
        .optimisers['generator'],
    ).toEqual({ kind: 'sgd', learningRate: 0.5 });
  });

  it('keeps the settings of a kind that is assigned again', () => {
    const draft = assigned('dynamics.criticMoves=5', 'dynamics.kind=alternating');
    expect(requireRunSpec(draft, catalogue).dynamics).toEqual({ kind: 'alternating', criticMoves: 5 });
  });

  it('changes the method together with what the method declares', () => {
    const draft = assigned('batch=32', 'method=image-vae', 'data=digits', 'options.beta=4', 'networks.encoder.width=8');
    expect(requireRunSpec(draft, catalogue)).toEqual({
      ...defaultSpec(catalogue, 'image-vae', 'digits'),
      batch: 32,
      options: { beta: 4 },
      networks: { encoder: { kind: 'dcgan-discriminator', width: 8 } },
    });
  });

  it.each([
    ['', 'a spec has version, method, options'],
    ['optoins.loss', 'a spec has version, method, options'],
    ['options.los', 'options has loss, latentDimension'],
    ['optimisers.critic.learningRate', 'optimisers has discriminator, generator'],
    ['options.gradientPenalty.from', 'options.gradientPenalty has no parts'],
    ['batch.size', 'batch has no parts'],
    ['__proto__.batch', 'a spec has version'],
    ['options.constructor', 'options has loss'],
  ])('refuses the unknown path %j and says what there is', (path, message) => {
    expect(() => assignPath(spec, path, '1')).toThrow(`there is no such setting; ${message}`);
  });

  it('leaves the judgement of values, and of names in what a new kind opened, to the parser', () => {
    expect(parseRunSpec(assigned('seed=NaN'), catalogue)).toMatchObject({ issues: [{ path: 'seed' }] });
    expect(
      parseRunSpec(assigned('optimisers.generator.kind=sgd', 'optimisers.generator.beta1=0'), catalogue),
    ).toMatchObject({ issues: [{ path: 'optimisers.generator.beta1' }] });
  });
});
