import type { StudyRow } from '../../worker/protocol/study.ts';
import type { RunRow } from '../../worker/protocol/service.ts';
import { armLabels } from '../study/study-form.ts';
import { armKey } from './arms.ts';

/** Things that could join a comparison, under a heading of their own. */
export interface JoinGroup {
  readonly heading: string;
  readonly entries: readonly { readonly key: string; readonly label: string }[];
}

/** Runs that a study's list has at most: beyond, its arms stand for them. */
const mostListed = 60;

/**
 * What could join a comparison: runs, and of each study that has results its arms and their runs, as far as they have
 * any. Without what is compared already.
 */
export function joinable(
  runs: readonly RunRow[],
  studies: readonly StudyRow[],
  present: readonly string[],
): readonly JoinGroup[] {
  const groups: readonly JoinGroup[] = [
    { heading: 'Runs', entries: runs.map(({ run }) => ({ key: run.id, label: run.name })) },
    ...studies.flatMap(({ record }) => groupsOf(record)),
  ];
  const absent = groups.map(({ heading, entries }) => ({
    heading,
    entries: entries.filter(({ key }) => !present.includes(key)),
  }));
  return absent.filter(({ entries }) => entries.length > 0);
}

function groupsOf({ id, study, done }: StudyRow['record']): readonly JoinGroup[] {
  const labels = armLabels(study.axes);
  const ended = new Set(done);
  const cells = labels.flatMap((label, arm) =>
    study.seeds.flatMap((seed) => (ended.has(`${arm}-${seed}`) ? [{ arm, label, seed }] : [])),
  );
  const arms = labels.flatMap((label, arm) => {
    const { length } = cells.filter((cell) => cell.arm === arm);
    const seeds = length === 1 ? '1 seed' : `${length} seeds`;
    return length === 0 ? [] : [{ key: armKey(id, arm), label: `${label} (mean of ${seeds})` }];
  });
  const single = cells.map(({ arm, label, seed }) => ({ key: armKey(id, arm, seed), label: `${label}, seed ${seed}` }));
  return [
    { heading: study.title, entries: arms },
    { heading: `${study.title}: single runs`, entries: single.length > mostListed ? [] : single },
  ];
}
