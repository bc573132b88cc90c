import * as v from 'valibot';
import type { Catalogue } from './catalogue.ts';
import { datasetCardOf } from './dataset-card.ts';
import type { Chosen } from './fields.ts';
import { SpecError } from './issues.ts';
import type { Augment } from './run-spec.ts';
import { augmentSchema } from './spec-schema.ts';

/**
 * The augmentations of a dataset, made of untrusted input: missing settings get their defaults.
 * @throws SpecError for what does not fit the dataset, unknown names and values out of range.
 */
export function parseAugment(catalogue: Catalogue, data: Chosen, input: unknown): Augment {
  const card = datasetCardOf(catalogue, data);
  if (!card) throw new SpecError([{ path: 'data.kind', message: `there is no dataset '${data.kind}'` }]);
  const parsed = v.safeParse(augmentSchema(catalogue, card), input, { abortPipeEarly: true });
  if (parsed.success) return parsed.output as Augment;
  throw new SpecError(
    parsed.issues.map((issue) => ({ path: `augment.${v.getDotPath(issue) ?? ''}`, message: issue.message })),
  );
}
