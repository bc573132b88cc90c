import type { Cell } from '../../core/spec/study-plan.ts';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import type { RunRecord } from '../protocol/records.ts';
import type { CellRow, StudyRecord } from '../protocol/study.ts';
import { partOf } from '../service/run-over.ts';
import type { UnderWay } from './study-runner.ts';

/** What is known of the cells of a study. */
interface CellFacts {
  /** In the order of the study's plan. */
  readonly cells: readonly Cell[];
  readonly results: readonly CellResult[];
  /** Every run on this device. */
  readonly runs: readonly RunRecord[];
  /** The cell that is trained here. */
  readonly under: UnderWay | undefined;
}

/** The cells of a study as they stand, in the order in which they are to be run. */
export function cellRows({ id, order }: StudyRecord, { cells, results, runs, under }: CellFacts): readonly CellRow[] {
  const byKey = new Map(cells.map((cell) => [cell.key, cell]));
  const ended = new Map(results.map((result) => [result.key, result]));
  const begun = new Map(runs.flatMap((run) => (run.study?.id === id ? [[run.study.key, run]] : [])));
  return order.flatMap((key) => {
    const cell = byKey.get(key);
    if (!cell) return [];
    const { spec, ...rest } = cell;
    const run = begun.get(key);
    const now = under?.key === key ? under : undefined;
    const result = ended.get(key);
    return [
      {
        ...rest,
        state: result?.outcome ?? (now ? 'training' : run && run.step > 0 ? 'paused' : 'waiting'),
        step: result?.step ?? now?.step ?? run?.step ?? 0,
        steps: spec.steps,
        part: result ? 1 : (now?.part ?? (run ? partOf(run, run.step, run.trainedSeconds) : 0)),
        ...(run && { runId: run.id }),
      },
    ];
  });
}
