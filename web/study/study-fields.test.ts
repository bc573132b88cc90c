import { expect, it } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import { armsOf } from '../../core/spec/study-plan.ts';
import { parseStudySpec } from '../../core/spec/study-spec.ts';
import { studyTools } from '../../core/studies.ts';
import { axisOf, studyFields } from './study-fields.ts';
import { formOfSpec, studyOf } from './study-form.ts';

/** One preset of each method. */
const presets = [...new Map(catalogue.presets.map((preset) => [preset.spec.method, preset])).values()];

it.each(presets.map(({ title, spec }) => [title, spec] as const))(
  'every setting of %s that is offered makes an axis that the plan can read',
  (_, spec) => {
    const fields = studyFields(spec, catalogue);
    expect(fields.map(({ path }) => path)).toContain('batch');
    for (const field of fields) {
      const made = studyOf({ ...formOfSpec(spec, 'x', 'modes'), axes: [axisOf(field)] }, spec);
      if (!made.ok) throw new Error(made.message);
      // A value may be refused with these data or beside another setting, but none may be unknown.
      for (const { refused = '' } of armsOf(made.study, studyTools))
        expect(refused).not.toMatch(/no such setting|is not one of/);
    }
  },
);

it('varies an objective over all of its choices, and a number over its half and double', () => {
  const { spec } = presets[0]!;
  const fields = studyFields(spec, catalogue);
  const loss = fields.find(({ path }) => path === 'options.loss')!;
  const made = studyOf({ ...formOfSpec(spec, 'x', 'modes'), axes: [axisOf(loss)], baseline: 'Minimax' }, spec);
  expect(made.ok && parseStudySpec(made.study, studyTools).ok).toBe(true);
  const batch = axisOf(fields.find(({ path }) => path === 'batch')!);
  expect(batch.variants.map(({ settings }) => settings)).toEqual(
    [spec.batch / 2, spec.batch, spec.batch * 2].map((size) => `batch = ${size}`),
  );
});
