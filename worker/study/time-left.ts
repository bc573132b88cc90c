import type { Cell } from '../../core/spec/study-plan.ts';
import type { StudyBudget } from '../../core/spec/study-spec.ts';

/** How long a cell took to train. */
export interface CellTime {
  readonly arm: number;
  readonly seconds: number;
}

/**
 * Seconds of training that are left of cells: as many as a budget of time says, or else those that cells of the same arm
 * took on average, or those that all took where none of it has ended. Undefined where nothing has.
 *
 * @param left Cells without a result.
 * @param under The one of them that is under way, and what part of it is done, 0 to 1.
 */
export function timeLeft(
  left: readonly Cell[],
  known: readonly CellTime[],
  budget: StudyBudget,
  under?: { readonly key: string; readonly part: number },
): number | undefined {
  const ofAll = meanSeconds(known);
  const ofArm = new Map<number, number | undefined>();
  const secondsOf = ({ arm }: Cell): number | undefined => {
    if (budget.kind === 'seconds') return budget.seconds;
    if (!ofArm.has(arm)) ofArm.set(arm, meanSeconds(known.filter((one) => one.arm === arm)));
    return ofArm.get(arm) ?? ofAll;
  };
  let sum = 0;
  for (const cell of left) {
    const seconds = secondsOf(cell);
    if (seconds === undefined) return undefined;
    sum += seconds * (cell.key === under?.key ? 1 - under.part : 1);
  }
  return sum;
}

function meanSeconds(times: readonly CellTime[]): number | undefined {
  if (times.length === 0) return undefined;
  return times.reduce((sum, { seconds }) => sum + seconds, 0) / times.length;
}
