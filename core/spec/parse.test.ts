import { describe, expect, it } from 'vitest';
import { smallCatalogue as catalogue } from './catalogue.fixture.ts';
import { defaultSpec } from './defaults.ts';
import { SpecError } from './issues.ts';
import { parseRunSpec, requireRunSpec } from './parse.ts';

/** Dotted paths and messages of what is wrong with a GAN on the ring, changed so. */
function issuesWith(change: object): readonly string[] {
  const result = parseRunSpec({ method: 'gan', data: { kind: 'ring' }, ...change }, catalogue);
  return result.ok ? [] : result.issues.map(({ path, message }) => `${path}: ${message}`);
}

describe('parseRunSpec', () => {
  it('fills every setting that is missing', () => {
    expect(defaultSpec(catalogue, 'gan', 'ring')).toEqual({
      version: 1,
      method: 'gan',
      options: { loss: 'non-saturating', latentDimension: 64, weightClip: 0, gradientPenalty: 0, oneSided: false },
      data: { kind: 'ring', radius: 2 },
      networks: { generator: { kind: 'mlp', hidden: 128 }, discriminator: { kind: 'mlp', hidden: 128 } },
      dynamics: { kind: 'alternating', criticMoves: 1 },
      optimisers: {
        discriminator: { kind: 'adam', learningRate: 2e-4, beta1: 0.5 },
        generator: { kind: 'adam', learningRate: 2e-4, beta1: 0.5 },
      },
      batch: 128,
      steps: 5000,
      seed: 1,
      ema: 0,
      arithmetic: 'reproducible',
      evaluation: { every: 1000, samples: 10_000 },
    });
  });

  it('starts each role with the first architecture that works with the data', () => {
    expect(defaultSpec(catalogue, 'gan', 'digits').networks).toEqual({
      generator: { kind: 'dcgan-generator', width: 64 },
      discriminator: { kind: 'dcgan-discriminator', width: 64 },
    });
  });

  it('takes the first dataset that the method can be trained on where none is named', () => {
    expect(requireRunSpec({ method: 'image-vae' }, catalogue).data).toEqual({ kind: 'digits' });
  });

  it('gives an optimiser of another kind its own defaults, not the player’s', () => {
    const spec = requireRunSpec({ method: 'gan', optimisers: { generator: { kind: 'sgd' } } }, catalogue);
    expect(spec.optimisers['generator']).toEqual({ kind: 'sgd', learningRate: 1e-3 });
  });

  it('keeps what a complete spec says', () => {
    const spec = {
      ...defaultSpec(catalogue, 'gan', 'ring'),
      options: {
        loss: 'minimax',
        latentDimension: 2,
        weightClip: 0.01,
        gradientPenalty: { schedule: 'cosine', from: 10, to: 0, start: 0, end: 1000 },
        oneSided: true,
      },
      seed: 2 ** 32 - 1,
      ema: 0.999,
      arithmetic: 'fast',
    };
    expect(parseRunSpec(structuredClone(spec), catalogue)).toEqual({ ok: true, spec });
  });

  it.each<[object, string]>([
    [{ method: 'gam' }, "method: 'gam' is not one of gan, image-vae"],
    [{ method: undefined }, 'method: is missing: choose one of gan, image-vae'],
    [{ data: { kind: 'circle' } }, "data.kind: 'circle' is not one of ring, digits"],
    [{ data: 'ring' }, "data: must be an object with the dataset's id as its kind, not 'ring'"],
    [{ options: { loss: 'hinge2' } }, "options.loss: 'hinge2' is not one of minimax, non-saturating"],
    [
      { options: { los: 'minimax' } },
      'options.los: there is no such setting here; there is loss, latentDimension, weightClip, gradientPenalty, oneSided',
    ],
    [{ options: { latentDimension: 0.5 } }, 'options.latentDimension: must be a whole number from 1 to 512, not 0.5'],
    [{ options: { weightClip: Number.NaN } }, 'options.weightClip: must be a number from 0 to 10, not NaN'],
    [{ options: { weightClip: Infinity } }, 'options.weightClip: must be a number from 0 to 10, not Infinity'],
    [{ options: { weightClip: -1 } }, 'options.weightClip: must be a number from 0 to 10, not -1'],
    [{ options: { weightClip: '1' } }, "options.weightClip: must be a number from 0 to 10, not '1'"],
    [{ options: { weightClip: null } }, 'options.weightClip: must be a number from 0 to 10, not null'],
    [{ options: { oneSided: 1 } }, 'options.oneSided: must be true or false, not 1'],
    [
      { options: { gradientPenalty: -1 } },
      'options.gradientPenalty: must be a number from 0 to 1000 or a schedule, not -1',
    ],
    [{ options: [] }, 'options: must be a number, text, true, false or an object, not a list'],
    [{ batch: 0 }, 'batch: must be a whole number from 1 to 4096, not 0'],
    [{ batch: 4097 }, 'batch: must be a whole number from 1 to 4096, not 4097'],
    [{ steps: 10_000_001 }, 'steps: must be a whole number from 1 to 10000000, not 10000001'],
    [{ seed: 2 ** 32 }, 'seed: must be a whole number from 0 to 4294967295, not 4294967296'],
    [{ seed: -1 }, 'seed: must be a whole number from 0 to 4294967295, not -1'],
    [{ ema: 1 }, 'ema: must be a number from 0 to below 1, not 1'],
    [{ arithmetic: 'exact' }, "arithmetic: 'exact' is not one of reproducible, fast"],
    [{ dynamics: { kind: 'sideways' } }, "dynamics.kind: 'sideways' is not one of alternating, simultaneous"],
    [
      { dynamics: { kind: 'simultaneous', criticMoves: 5 } },
      'dynamics.criticMoves: there is no such setting here; there is kind',
    ],
    [{ evaluation: { every: -1 } }, 'evaluation.every: must be a whole number from 0 to 10000000, not -1'],
    [
      { networks: { encoder: { kind: 'mlp' } } },
      'networks.encoder: there is no such setting here; there is generator, discriminator',
    ],
    [
      { networks: { generator: { kind: 'dcgan-generator' } } },
      "networks.generator.kind: 'dcgan-generator' does not work with Ring, whose examples have shape [2]: choose one of mlp",
    ],
    [{ networks: { generator: { kind: 'unet' } } }, "networks.generator.kind: 'unet' is not one of mlp"],
    [{ networks: { generator: { kind: { mlp: 1 } } } }, 'networks.generator.kind: an object is not one of mlp'],
    [
      { optimisers: { autoencoder: { kind: 'adam' } } },
      'optimisers.autoencoder: there is no such setting here; there is discriminator, generator',
    ],
    [
      { method: 'image-vae', data: { kind: 'ring' } },
      "data.kind: Image VAE cannot be trained on 'ring', a set of points: choose one of digits",
    ],
  ])('refuses %j', (change, issue) => {
    expect(issuesWith(change)).toEqual([issue]);
  });

  const schedule = { schedule: 'linear', from: 1, to: 10, start: 10, end: 20 };
  it.each<[object, readonly string[]]>([
    [{}, []],
    [{ end: 10 }, ["end: must be a step after the schedule's start (10), not 10"]],
    [{ start: 0.5 }, ['start: must be a whole number from 0 to 10000000, not 0.5']],
    [{ to: 1001 }, ['to: must be a number from 0 to 1000, not 1001']],
    [{ schedule: 'step' }, ["schedule: 'step' is not one of linear, exponential, cosine"]],
    [
      { schedule: 'exponential', from: 0 },
      ['schedule: an exponential schedule needs `from` and `to` of one sign, neither of them 0'],
    ],
    [{ from: undefined }, ['from: is missing']],
    [{ middle: 15 }, ['middle: there is no such setting here; there is schedule, from, to, start, end']],
  ])('checks a schedule: %j', (change, expected) => {
    expect(issuesWith({ options: { gradientPenalty: { ...schedule, ...change } } })).toEqual(
      expected.map((issue) => `options.gradientPenalty.${issue}`),
    );
  });

  it('names every faulty setting at once', () => {
    expect(issuesWith({ batch: 0, seed: -1, options: { loss: 'x', latentDimension: 0 } })).toHaveLength(4);
  });

  it.each([null, undefined, 1, 'gan', [], () => 0])('refuses what is no object: %s', (input) => {
    expect(parseRunSpec(input, catalogue)).toMatchObject({ ok: false, issues: [{ path: '' }] });
  });

  it('asks the method for objections only once every setting is valid', () => {
    const objection = { path: 'options.weightClip', message: 'turn one off' };
    const objections = (): [typeof objection] => [objection];
    expect(parseRunSpec({ method: 'gan' }, catalogue, objections)).toEqual({ ok: false, issues: [objection] });
    expect(parseRunSpec({ method: 'gan', batch: 0 }, catalogue, objections)).toMatchObject({
      issues: [{ path: 'batch' }],
    });
  });

  it('refuses a spec of a newer version with the way out', () => {
    expect(issuesWith({ version: 2 })).toEqual([
      'version: made by a newer Latent Lab (spec version 2; this one reads versions up to 1): update the app to open it',
    ]);
  });
});

describe('hostile input', () => {
  it('refuses keys that reach a prototype, at any depth', () => {
    const input: unknown = JSON.parse('{"method":"gan","__proto__":{"batch":3},"options":{"constructor":{"a":1}}}');
    const result = parseRunSpec(input, catalogue);
    expect(result).toEqual({
      ok: false,
      issues: [
        { path: '__proto__', message: 'is not the name of a setting' },
        { path: 'options.constructor', message: 'is not the name of a setting' },
      ],
    });
    expect(Object.hasOwn(Object.prototype, 'batch')).toBe(false);
  });

  it('ignores inherited settings', () => {
    const input: unknown = Object.assign(Object.create({ batch: 7 }) as object, { method: 'gan' });
    expect(requireRunSpec(input, catalogue).batch).toBe(128);
  });

  it('never calls a getter', () => {
    const input = {
      get method(): string {
        throw new Error('called');
      },
    };
    expect(parseRunSpec(input, catalogue)).toEqual({
      ok: false,
      issues: [{ path: 'method', message: 'must be a plain value' }],
    });
  });

  it('bounds depth, number of keys and length of text', () => {
    let deep: object = {};
    for (let i = 0; i < 10_000; i++) deep = { a: deep };
    expect(issuesWith({ options: deep })).toEqual(['options.a.a.a.a.a.a.a: is nested more than 8 levels deep']);
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]));
    expect(issuesWith({ options: wide })).toEqual([': a spec has at most 2000 settings']);
    // As long as the longest list of points may be.
    expect(issuesWith({ options: { loss: 'x'.repeat(100_000) } })).toEqual([
      'options.loss: is longer than 21334 characters',
    ]);
    expect(issuesWith({ options: { ['x'.repeat(201)]: 1 } })).toEqual([
      expect.stringContaining('is not the name of a setting'),
    ]);
  });
});

describe('a faulty catalogue', () => {
  it.each([
    [{ kind: 'adam', beta_1: 0.5 }, "'beta_1', which 'adam' does not have"],
    [{ kind: 'lion' }, "no variant 'lion'"],
  ])('is a mistake of ours, not of the spec: an optimiser %j', (optimiser, message) => {
    const [gan] = catalogue.methods;
    const players = { generator: { label: 'Generator', optimiser } };
    const faulty = { ...catalogue, methods: [{ ...gan!, players }] };
    expect(() => parseRunSpec({ method: 'gan' }, faulty)).toThrow(message);
  });
});

describe('requireRunSpec', () => {
  it('throws every issue, one a line', () => {
    const parse = (): unknown => requireRunSpec({ method: 'gan', batch: 0, ema: 1 }, catalogue);
    expect(parse).toThrow(SpecError);
    expect(parse).toThrow(
      'batch: must be a whole number from 1 to 4096, not 0\nema: must be a number from 0 to below 1, not 1',
    );
  });
});
