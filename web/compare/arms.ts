import type { Arm } from '../../core/spec/study-plan.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import type { StudyTable } from '../../evaluation/study/study-table.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';
import type { OpenStudy, StudyId } from '../../worker/protocol/study.ts';
import { hashOf } from '../state/route.ts';
import { armPoints } from '../study/arm-points.ts';
import type { Compared } from './compared.ts';

/** An arm, or one seed of it, as it stands in the address of a comparison; ids of runs hold no colon. */
export function armKey(studyId: StudyId, arm: number, seed?: number): string {
  return `study:${studyId}:${arm}${seed === undefined ? '' : `-${seed}`}`;
}

interface ArmKey {
  readonly studyId: StudyId;
  readonly arm: number;
  /** Absent for the whole arm. */
  readonly seed?: number;
}

/** The arm, or the seed of one, that a key of a comparison names, if it names one. */
export function armOfKey(key: string): ArmKey | undefined {
  const match = /^study:(.+):(\d+)(?:-(\d+))?$/.exec(key);
  if (!match) return undefined;
  const [, studyId, arm, seed] = match;
  return { studyId: studyId!, arm: Number(arm), ...(seed !== undefined && { seed: Number(seed) }) };
}

/** An arm of a study to compare: figures and curves are means over its finished runs. */
export function comparedArm({ record, cells, results }: OpenStudy, table: StudyTable, arm: Arm): Compared {
  const own = results.filter(({ key }) => key.startsWith(`${arm.index}-`));
  const last = own.find(({ samples }) => samples);
  const figures = table.figures.flatMap((column): MetricValue[] => {
    const figure = table.arms[arm.index]?.figures[column.id];
    if (!figure || figure.mean === null) return [];
    const { floor, ...rest } = column;
    return [
      {
        ...rest,
        value: figure.mean,
        ...(figure.interval && { interval: figure.interval }),
        ...(floor && { floor: floor[0] }),
        note: `Mean of ${figure.n} seeds.`,
      },
    ];
  });
  return {
    key: armKey(record.id, arm.index),
    label: arm.label,
    href: hashOf({ screen: 'study', studyId: record.id }),
    spec: arm.spec ?? record.study.base,
    ...(own.length > 0 && { measuredAt: Math.max(...own.map(({ step }) => step)) }),
    figures,
    points: armPoints(own),
    seeds: cells.filter((cell) => cell.arm === arm.index).length,
    ...(last?.samples && { samples: last.samples }),
  };
}

/** One run of a study to compare, by its result: undefined where it has none. */
function comparedCell(opened: OpenStudy, arm: Arm, seed: number): Compared | undefined {
  const { record, cells, results } = opened;
  const result = results.find(({ key }) => key === `${arm.index}-${seed}`);
  if (!result) return undefined;
  const runId = cells.find(({ key }) => key === result.key)?.runId;
  return {
    key: armKey(record.id, arm.index, seed),
    label: `${arm.label}, seed ${seed}`,
    href: hashOf(runId === undefined ? { screen: 'study', studyId: record.id } : { screen: 'run', runId }),
    spec: { ...(arm.spec ?? record.study.base), seed },
    measuredAt: result.step,
    figures: result.metrics,
    points: result.curve.map(({ step, values }, i) => ({ step, values, seconds: result.clock.curve[i] ?? NaN })),
    ...(result.samples && { samples: result.samples }),
  };
}

/** The arms and their seeds among the keys of a comparison, by their keys; what is not here is left out. */
export async function openArms(
  service: TrainingService,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Compared>> {
  const asked = keys.flatMap((key) => armOfKey(key) ?? []);
  const studies = [...new Set(asked.map(({ studyId }) => studyId))].map(async (studyId) => {
    const [opened, table] = await Promise.all([service.openStudy(studyId), service.studyTable(studyId)]);
    if (!opened.ok || !table.ok) return [];
    return asked
      .filter((one) => one.studyId === studyId)
      .flatMap(({ arm: index, seed }) => {
        const arm = opened.value.arms.find((candidate) => candidate.index === index);
        if (!arm) return [];
        return seed === undefined
          ? comparedArm(opened.value, table.value, arm)
          : (comparedCell(opened.value, arm, seed) ?? []);
      });
  });
  return new Map((await Promise.all(studies)).flat().map((arm) => [arm.key, arm]));
}
