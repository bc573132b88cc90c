import type { StudySpec } from '../../core/spec/study-spec.ts';
import type { CellState, StudyState } from '../../worker/protocol/study.ts';
import { formatCount, formatDuration } from '../common/format.ts';

export const studyStates: Readonly<Record<StudyState, string>> = {
  idle: 'Not started',
  waiting: 'Waiting',
  running: 'Running',
  paused: 'Paused',
  finished: 'Finished',
};

export const cellStates: Readonly<Record<CellState, string>> = {
  waiting: 'waiting',
  training: 'training',
  paused: 'paused',
  finished: 'finished',
  diverged: 'diverged',
};

/** What a study compares, in a sentence: `6 arms x 5 seeds, 2,000 steps each`. */
export function describeStudy({ axes, seeds, budget }: Pick<StudySpec, 'axes' | 'seeds' | 'budget'>): string {
  const arms = axes.reduce((product, { variants }) => product * variants.length, 1);
  return `${arms === 1 ? '1 arm' : `${arms} arms`} × ${seeds.length === 1 ? '1 seed' : `${seeds.length} seeds`}, ${describeBudget(budget)} each`;
}

function describeBudget(budget: StudySpec['budget']): string {
  return budget.kind === 'steps'
    ? `${formatCount(budget.steps)} steps`
    : `${formatDuration(budget.seconds)} of training`;
}
