import type { Fields } from '../../core/spec/fields.ts';
import { evaluationFields, runFields } from '../../core/spec/run-fields.ts';

/** Settings that every run has, by their dotted path in the spec. */
export const generalFields: Fields = {
  ...runFields,
  'evaluation.every': evaluationFields.every,
  'evaluation.dearEvery': evaluationFields.dearEvery,
  'evaluation.samples': evaluationFields.samples,
};
