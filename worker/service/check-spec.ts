import { catalogue, objectionsTo } from '../../core/catalogue.ts';
import type { Catalogue } from '../../core/spec/catalogue.ts';
import type { Chosen } from '../../core/spec/fields.ts';
import { SpecError } from '../../core/spec/issues.ts';
import { parseAugment } from '../../core/spec/parse-augment.ts';
import { parseRunSpec } from '../../core/spec/parse.ts';
import type { Augment, RunSpec } from '../../core/spec/run-spec.ts';
import { LabError } from '../protocol/errors.ts';

/** Checks anything that claims to be a spec. @throws LabError that names the first setting at fault and counts the rest. */
export function checkSpec(input: unknown): RunSpec {
  const result = parseRunSpec(input, catalogue, objectionsTo);
  if (result.ok) return result.spec;
  const [first, ...rest] = result.issues;
  const more = rest.length > 0 ? ` (and ${rest.length} more: ${rest.map(({ path }) => path).join(', ')})` : '';
  throw new LabError('invalid-spec', `${first!.path}: ${first!.message}${more}`, { path: first!.path });
}

/** Checks what claims to be augmentations of a dataset. @throws LabError that names the setting at fault. */
export function checkAugment(catalogue: Catalogue, data: Chosen, input: unknown): Augment {
  try {
    return parseAugment(catalogue, data, input);
  } catch (error) {
    if (error instanceof SpecError) throw new LabError('invalid-spec', error.message, { cause: error });
    throw error;
  }
}
