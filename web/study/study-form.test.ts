import { describe, expect, it } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import { armsOf } from '../../core/spec/study-plan.ts';
import { parseStudySpec } from '../../core/spec/study-spec.ts';
import { studyPresets, studyTools } from '../../core/studies.ts';
import type { RunRecord } from '../../worker/protocol/records.ts';
import { armLabels, expectedSeconds, formOf, formOfSpec, seedsIn, studyOf } from './study-form.ts';

const { spec } = catalogue.presets[0]!;

describe('the form of a study', () => {
  it.each(Object.entries(studyPresets()))('gives back %s as it was', (_, study) => {
    expect(studyOf(formOf(study), study.base)).toEqual({ ok: true, study });
  });

  it('keeps a schedule of dear metrics, and its absence', () => {
    const study = Object.values(studyPresets())[0]!;
    const dear = { ...study, evaluation: { ...study.evaluation, dearEvery: 500 } };
    expect(studyOf(formOf(dear), study.base)).toEqual({ ok: true, study: dear });
    expect(formOf(study).dearEvery).toBe(0);
  });

  it('names the arms as the plan does', () => {
    for (const study of Object.values(studyPresets())) {
      const twice = {
        ...study,
        axes: [
          ...study.axes,
          {
            label: 'Batch',
            variants: [
              { label: '8', set: { batch: '8' } },
              { label: '9', set: { batch: '9' } },
            ],
          },
        ],
      };
      for (const one of [study, twice, { ...study, axes: [] }]) {
        const labels = armsOf(one, studyTools).map(({ label }) => label);
        expect(armLabels(formOf(one).axes)).toEqual(labels);
      }
    }
  });

  it('of a run varies nothing yet, and is a study all the same', () => {
    const made = studyOf(formOfSpec(spec, 'Ring', 'modes'), spec);
    expect(made).toMatchObject({ ok: true, study: { baseline: 'base', seeds: [1, 2, 3, 4, 5] } });
    expect(made.ok && parseStudySpec(made.study, studyTools).ok).toBe(true);
  });

  it('takes the first arm for the baseline where the one chosen is gone', () => {
    const study = Object.values(studyPresets())[0]!;
    const made = studyOf({ ...formOf(study), baseline: 'gone' }, study.base);
    expect(made.ok && made.study.baseline).toBe(study.axes[0]!.variants[0]!.label);
  });

  it('says which line is no setting', () => {
    const form = {
      ...formOfSpec(spec, 'Ring', 'modes'),
      axes: [{ label: 'A', variants: [{ label: 'odd', settings: 'options.loss' }] }],
    };
    expect(studyOf(form, spec)).toMatchObject({ ok: false, message: expect.stringContaining('odd') as unknown });
    expect(studyOf({ ...form, seeds: 'x' }, spec)).toMatchObject({ ok: false });
  });
});

describe('seedsIn', () => {
  it('reads numbers and ranges, each once', () => {
    expect(seedsIn('1-3, 9 2')).toEqual([1, 2, 3, 9]);
    expect(seedsIn('7..8')).toEqual([7, 8]);
    expect(seedsIn('4294967295')).toEqual([4294967295]);
  });

  it.each(['', 'x', '3-1', '1.5', '-1', '1-1000000000', '4294967296', '1-100, 200'])('refuses %j', (text) => {
    expect(seedsIn(text)).toBeUndefined();
  });
});

describe('expectedSeconds', () => {
  const run = { spec, step: 200, trainedSeconds: 4, updatedAt: 1 } as RunRecord;
  const steps = { base: spec, budget: { kind: 'steps', steps: 1000 } } as const;

  it('goes by the pace of the latest run of the method on the data', () => {
    expect(expectedSeconds(steps, 10, [{ ...run, trainedSeconds: 9, updatedAt: 0 }, run])).toBe(200);
    expect(expectedSeconds(steps, 10, [{ ...run, step: 0 }])).toBeUndefined();
    expect(expectedSeconds(steps, 10, [{ ...run, spec: { ...spec, method: 'vae' } }])).toBeUndefined();
  });

  it('is known where the budget is time', () => {
    expect(expectedSeconds({ base: spec, budget: { kind: 'seconds', seconds: 30 } }, 4, [])).toBe(120);
  });
});
