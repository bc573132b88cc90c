import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from './spec/canonical.ts';
import { armsOf, cellsOf } from './spec/study-plan.ts';
import { parseStudySpec, requireStudySpec, studyIdentityOf } from './spec/study-spec.ts';
import { studyPresets, studyTools } from './studies.ts';

const draft = {
  title: 'Losses and batches',
  base: 'gan-ring',
  axes: [
    {
      label: 'Loss',
      variants: [
        { label: 'NS', set: { 'options.loss': 'non-saturating' } },
        { label: 'hinge', set: { 'options.loss': 'hinge' } },
      ],
    },
    {
      label: 'Batch',
      variants: [
        { label: '32', set: { batch: 32 } },
        { label: '64', set: { batch: '64' } },
      ],
    },
  ],
  seeds: [7, 3],
  budget: { kind: 'steps', steps: 50 },
  evaluation: { every: 10, samples: 100 },
  primary: 'reverse-kl',
  baseline: 'NS · 32',
};

const parse = (changes: object) => parseStudySpec({ ...draft, ...changes }, studyTools);
const issuesOf = (changes: object): string => {
  const result = parse(changes);
  return result.ok ? '' : result.issues.map(({ path, message }) => `${path}: ${message}`).join('\n');
};
const study = requireStudySpec(draft, studyTools);

describe('a study', () => {
  it('is completed from a preset and the settings that it fixes for every run', () => {
    expect(study.version).toBe(1);
    expect(study.base).toMatchObject({ seed: 7, steps: 50, evaluation: { every: 10, samples: 100 }, ema: 0.995 });
    expect(study.axes[1]!.variants[0]!.set).toEqual({ batch: '32' });
  });

  it('parsed again is the same, and so is its identity whatever the order of its keys', async () => {
    const again = requireStudySpec(JSON.parse(canonical(study)), studyTools);
    expect(canonical(again)).toBe(canonical(study));
    expect(await studyIdentityOf(again)).toBe(await studyIdentityOf(study));
    const other = requireStudySpec({ ...draft, seeds: [3, 7] }, studyTools);
    expect(await studyIdentityOf(other)).not.toBe(await studyIdentityOf(study));
  });

  it('does not depend on what its base says of seeds, steps and evaluation', async () => {
    const base = { ...study.base, seed: 99, steps: 1, evaluation: { every: 3, samples: 9 } };
    const other = requireStudySpec({ ...draft, base }, studyTools);
    expect(await studyIdentityOf(other)).toBe(await studyIdentityOf(study));
  });

  it('may measure by dear metrics on the way, which is another study; no such plan is none', async () => {
    const evaluation = { every: 10, samples: 100 };
    const dear = requireStudySpec({ ...draft, evaluation: { ...evaluation, dearEvery: 20 } }, studyTools);
    expect(dear.evaluation).toEqual({ ...evaluation, dearEvery: 20 });
    expect((await cellsOf(dear, studyTools)).map(({ spec }) => spec.evaluation.dearEvery)).toEqual(
      new Array(8).fill(20),
    );
    expect(await studyIdentityOf(dear)).not.toBe(await studyIdentityOf(study));
    const none = requireStudySpec({ ...draft, evaluation: { ...evaluation, dearEvery: 0 } }, studyTools);
    expect(none.base.evaluation).toEqual(evaluation);
    expect(await studyIdentityOf(none)).toBe(await studyIdentityOf(study));
  });

  it.each([
    [{ evaluation: { every: 10, dearEvery: 1.5, samples: 100 } }, 'evaluation.dearEvery: must be a whole number'],
    [{ seeds: [1, 1] }, 'seeds: names a seed twice'],
    [{ seeds: [] }, 'seeds: needs at least 1'],
    [{ seeds: [0.5] }, 'seeds.0: must be a whole number'],
    [{ seeds: [2 ** 32] }, 'seeds.0: must be a whole number'],
    [{ base: 'no-such' }, "base: there is no preset 'no-such'"],
    [{ base: { method: 'gan', batch: -1 } }, 'base.batch: '],
    [{ baseline: 'NS' }, "baseline: 'NS' is no arm; there are NS · 32, NS · 64"],
    [{ budget: { kind: 'steps' } }, 'budget.steps: '],
    [{ budget: { kind: 'lines', lines: 3 } }, 'budget'],
    [{ budget: { kind: 'seconds', seconds: 0 } }, 'budget.seconds: '],
    [{ version: 2 }, 'version: '],
    [{ colour: 'red' }, 'colour: '],
    [{ title: ' ' }, 'title: '],
    [{ axes: [{ label: 'x', variants: [] }], baseline: 'x' }, 'axes.0.variants: needs at least 1'],
    [{ axes: [draft.axes[0], draft.axes[0]], baseline: 'NS · NS' }, 'are the same settings'],
    [{ axes: [{ ...draft.axes[0], variants: [draft.axes[0]!.variants[0], draft.axes[0]!.variants[0]] }] }, 'called'],
  ])('is refused with %j', (changes, expected) => {
    expect(issuesOf(changes)).toContain(expected);
  });

  it('never throws, whatever it is made from', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...Object.keys(draft)), (value, key) => {
        expect(parseStudySpec(value, studyTools).ok).toBe(false);
        parse({ [key]: value });
      }),
    );
  });

  it('may be limited by time, which leaves the steps to its base', () => {
    const timed = requireStudySpec({ ...draft, budget: { kind: 'seconds', seconds: 2.5 } }, studyTools);
    expect(timed.base.steps).toBe(4000);
  });
});

describe('the plan of a study', () => {
  it('has every combination, the last axis varying fastest, and runs seeds in turn', async () => {
    const arms = armsOf(study, studyTools);
    expect(arms.map(({ label }) => label)).toEqual(['NS · 32', 'NS · 64', 'hinge · 32', 'hinge · 64']);
    expect(arms[2]!.settings).toEqual({ 'options.loss': 'hinge', batch: '32' });
    const cells = await cellsOf(study, studyTools);
    expect(cells.map(({ key }) => key)).toEqual(['0-7', '1-7', '2-7', '3-7', '0-3', '1-3', '2-3', '3-3']);
    expect(cells[6]!.spec).toMatchObject({ seed: 3, batch: 32, steps: 50, options: { loss: 'hinge' } });
    expect(new Set(cells.map(({ identity }) => identity)).size).toBe(8);
  });

  it('chooses a method or a kind before what belongs to it, in whatever order they are written', () => {
    const set = { 'dynamics.criticSteps': 4, 'dynamics.kind': 'unrolled', 'options.loss': 'hinge', method: 'gan' };
    const axes = [{ label: 'Dynamics', variants: [{ label: 'ahead', set }] }];
    const [arm] = armsOf(requireStudySpec({ ...draft, axes, baseline: 'ahead' }, studyTools), studyTools);
    expect(arm!.spec).toMatchObject({ dynamics: { kind: 'unrolled', criticSteps: 4 }, options: { loss: 'hinge' } });
  });

  it('is the base alone without axes', async () => {
    const alone = requireStudySpec({ ...draft, axes: [], baseline: 'base' }, studyTools);
    expect((await cellsOf(alone, studyTools)).map(({ key, label }) => [key, label])).toEqual([
      ['0-7', 'base'],
      ['0-3', 'base'],
    ]);
  });

  it('assigns a method and a kind before what depends on them, in whatever order they stand', () => {
    const variants = [
      { label: 'a', set: {} },
      { label: 'b', set: { 'options.beta': '2', 'optimisers.autoencoder.learningRate': '0.5', method: 'vae' } },
      { label: 'c', set: { 'dynamics.unrollSteps': '3', 'dynamics.kind': 'unrolled' } },
    ];
    const axes = [{ label: 'x', variants }];
    const [, vae, unrolled] = armsOf(requireStudySpec({ ...draft, axes, baseline: 'a' }, studyTools), studyTools);
    expect(vae!.refused ?? vae!.spec).toMatchObject({ method: 'vae', options: { beta: 2 } });
    expect(unrolled!.refused ?? unrolled!.spec).toMatchObject({ dynamics: { kind: 'unrolled', unrollSteps: 3 } });
  });

  it('names why an arm is not run, and leaves its cells out', async () => {
    const variants = [
      { label: 'NS', set: {} },
      { label: 'typo', set: { 'options.colour': 'red' } },
      { label: 'beyond', set: { batch: '-3' } },
    ];
    const some = requireStudySpec({ ...draft, axes: [{ label: 'x', variants }], baseline: 'NS' }, studyTools);
    const arms = armsOf(some, studyTools);
    expect(arms.map(({ spec }) => spec !== undefined)).toEqual([true, false, false]);
    expect(arms[1]!.refused).toContain('options.colour');
    expect(arms[2]!.refused).toContain('batch');
    expect(await cellsOf(some, studyTools)).toHaveLength(2);
    expect(issuesOf({ axes: [{ label: 'x', variants }], baseline: 'typo' })).toContain('baseline: can');
  });
});

describe('the studies to start from', () => {
  it('can be run, every arm of them', async () => {
    const counts: Record<string, number> = {};
    for (const [id, preset] of Object.entries(studyPresets())) {
      expect(armsOf(preset, studyTools).flatMap(({ refused }) => refused ?? [])).toEqual([]);
      counts[id] = (await cellsOf(preset, studyTools)).length;
    }
    expect(counts).toEqual({ 'ring-objectives': 30, 'mnist-objectives': 18 });
  });

  it('keep the identity that results refer to', async () => {
    const identities = Object.values(studyPresets()).map((preset) => studyIdentityOf(preset));
    expect(await Promise.all(identities)).toEqual([
      '4d3a36c9e5b1072b19466c97b6eae5a54d2b907397bc55954bd81bb6deeeed61',
      'a9bb908d9548f29d4162837ca5e312f12b593093ef73cda5a99e75769ebe9c63',
    ]);
  });
});
