import type { Catalogue } from './catalogue.ts';
import { requireRunSpec } from './parse.ts';
import type { RunSpec } from './run-spec.ts';

/**
 * The spec of a method on a dataset with every setting at its default.
 * @throws SpecError when either is unknown, or the method cannot be trained on that dataset.
 */
export function defaultSpec(catalogue: Catalogue, methodId: string, datasetId: string): RunSpec {
  return requireRunSpec({ method: methodId, data: { kind: datasetId } }, catalogue);
}
