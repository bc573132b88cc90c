import type { StudyBudget, StudyEvaluation } from './study-spec.ts';

/** When a run ends, in words: `2,000 steps`. */
export function budgetWords(budget: StudyBudget): string {
  return budget.kind === 'steps' ? counted(budget.steps, 'step') : `${budget.seconds} s of training`;
}

/** When runs are measured and how, as sentences. A report of it is the same bytes everywhere, so no locale has a say. */
export function evaluationWords({ every, dearEvery = 0, samples, metrics }: StudyEvaluation): string {
  const chosen = metrics ? `Metrics: ${metrics.join(', ')}` : 'All metrics that apply';
  const size = `with ${counted(samples, 'sample')}`;
  const midRun = [
    ...(every > 0 ? [`the cheap ones also every ${counted(every, 'step')}`] : []),
    ...(dearEvery > 0 ? [`all of them also every ${counted(dearEvery, 'step')}`] : []),
  ];
  return `${chosen}, ${size}, at the end of each run${midRun.length > 0 ? `; ${midRun.join(', ')}` : ''}.`;
}

function counted(count: number, noun: string): string {
  const digits = String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${digits} ${noun}${count === 1 ? '' : 's'}`;
}
