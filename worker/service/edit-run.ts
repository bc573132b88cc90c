import type { EditableParts } from '../../core/spec/edits.ts';
import { editableParts, withEdit } from '../../core/spec/edits.ts';
import { identityOf } from '../../core/spec/identity.ts';
import { LabError } from '../protocol/errors.ts';
import type { RunRecord } from '../protocol/records.ts';
import { checkSpec } from './check-spec.ts';
import type { RunSession } from './run-session.ts';

/**
 * Changes a run between two steps. The edit is stored before a step is made with it, so that whatever happens next, a
 * resume repeats it.
 * @param update Stores a change of the run's record, in memory too.
 * @throws LabError `invalid-spec` for what can't be changed, or not so; `unsupported` when the run has no step left.
 */
export async function editRun(
  session: RunSession,
  changes: EditableParts,
  update: (change: Pick<RunRecord, 'edits' | 'identity'>) => Promise<void>,
): Promise<RunRecord> {
  const { record, trainer } = session;
  const { spec } = record;
  const fixed = Object.keys(changes).find((part) => !editableParts.some((editable) => editable === part));
  if (fixed !== undefined) {
    throw new LabError(
      'invalid-spec',
      `${fixed} can't be changed in mid-run: only ${editableParts.join(' and ')} can.`,
      {
        remedy: 'Fork the run to change anything else.',
        path: fixed,
      },
    );
  }
  if (record.study) {
    throw new LabError('unsupported', 'This run belongs to a study, whose runs keep the settings of their arms.', {
      remedy: 'Fork the run to change it.',
    });
  }
  if (trainer.completed >= spec.steps) {
    throw new LabError('unsupported', 'This run is finished: no step is left to be made with the change.', {
      remedy: 'Fork the run with more steps.',
    });
  }
  const edits = withEdit(spec, record.edits, { step: trainer.completed, changes }, checkSpec);
  const identity = await identityOf(spec, edits);
  if (identity === record.identity) return record;
  await update({ edits, identity });
  await session.applyEdits();
  return session.record;
}
