import { canonical } from './canonical.ts';
import type { RunSpec } from './run-spec.ts';

/** The parts of a spec that may change while a run trains. */
export const editableParts = ['optimisers', 'dynamics'] as const;

/** What may change while a run trains. A changed part is given whole. */
export type EditableParts = Partial<Pick<RunSpec, (typeof editableParts)[number]>>;

/** A change made while a run trained: every step from number `step` on (0 is the first) is made with it. */
export interface RunEdit {
  readonly step: number;
  readonly changes: EditableParts;
}

/** The spec that step number `step` of a run is made with: every edit up to it applied, in order. */
export function specAt(spec: RunSpec, edits: readonly RunEdit[], step: number): RunSpec {
  return edits.reduce((present, edit) => (edit.step <= step ? { ...present, ...edit.changes } : present), spec);
}

/**
 * The edits of a run with another made at a step. It keeps only the parts in which it changes the spec as it is then,
 * and joins those made at the same step. Edits of later steps go: a crash undid the training that they belonged to, and
 * they would undo what a person has just decided.
 *
 * @param check Makes a complete spec of one that may have faults, or throws.
 */
export function withEdit(
  spec: RunSpec,
  edits: readonly RunEdit[],
  { step, changes }: RunEdit,
  check: (input: unknown) => RunSpec,
): readonly RunEdit[] {
  const before = edits.filter((edit) => edit.step < step);
  const [former, present] = [specAt(spec, before, step), specAt(spec, edits, step)];
  const wanted = check({ ...present, ...changes });
  const changed = editableParts.filter((part) => canonical(wanted[part]) !== canonical(former[part]));
  if (changed.length === 0) return before;
  return [...before, { step, changes: Object.fromEntries(changed.map((part) => [part, wanted[part]])) }];
}
