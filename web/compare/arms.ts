import type { Arm } from '../../core/spec/study-plan.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import type { StudyTable } from '../../evaluation/study/study-table.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';
import type { OpenStudy, StudyId } from '../../worker/protocol/study.ts';
import { hashOf } from '../state/route.ts';
import { armPoints } from '../study/arm-points.ts';
import type { Compared } from './compared.ts';

/** An arm as it stands in the address of a comparison; ids of runs hold no colon. */
export function armKey(studyId: StudyId, arm: number): string {
  return `study:${studyId}:${arm}`;
}

/** The arm that a key of a comparison names, if it names one. */
export function armOfKey(key: string): { readonly studyId: StudyId; readonly arm: number } | undefined {
  const match = /^study:(.+):(\d+)$/.exec(key);
  return match ? { studyId: match[1]!, arm: Number(match[2]) } : undefined;
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

/** The arms among the keys of a comparison, by their keys; those of a study that is not here are left out. */
export async function openArms(
  service: TrainingService,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Compared>> {
  const asked = keys.flatMap((key) => armOfKey(key) ?? []);
  const studies = [...new Set(asked.map(({ studyId }) => studyId))].map(async (studyId) => {
    const [opened, table] = await Promise.all([service.openStudy(studyId), service.studyTable(studyId)]);
    if (!opened.ok || !table.ok) return [];
    return opened.value.arms
      .filter((arm) => asked.some((one) => one.studyId === studyId && one.arm === arm.index))
      .map((arm) => comparedArm(opened.value, table.value, arm));
  });
  return new Map((await Promise.all(studies)).flat().map((arm) => [arm.key, arm]));
}
