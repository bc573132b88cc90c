import type { RunSpec } from './run-spec.ts';

/** What may change while a run trains. A changed part is given whole. */
export type EditableParts = Partial<Pick<RunSpec, 'optimisers' | 'dynamics'>>;

/** A change made while a run trained: every step from number `step` on (0 is the first) is made with it. */
export interface RunEdit {
  readonly step: number;
  readonly changes: EditableParts;
}

/** The spec that step number `step` of a run is made with: every edit up to it applied, in order. */
export function specAt(spec: RunSpec, edits: readonly RunEdit[], step: number): RunSpec {
  return edits.reduce((present, edit) => (edit.step <= step ? { ...present, ...edit.changes } : present), spec);
}
