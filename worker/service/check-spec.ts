import { catalogue, objectionsTo } from '../../core/catalogue.ts';
import { parseRunSpec } from '../../core/spec/parse.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { LabError } from '../protocol/errors.ts';

/** Checks anything that claims to be a spec. @throws LabError that names the first setting at fault and counts the rest. */
export function checkSpec(input: unknown): RunSpec {
  const result = parseRunSpec(input, catalogue, objectionsTo);
  if (result.ok) return result.spec;
  const [first, ...rest] = result.issues;
  const more = rest.length > 0 ? ` (and ${rest.length} more: ${rest.map(({ path }) => path).join(', ')})` : '';
  throw new LabError('invalid-spec', `${first!.path}: ${first!.message}${more}`, { path: first!.path });
}
