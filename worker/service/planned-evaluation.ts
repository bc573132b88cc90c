import type { EvaluationPlan } from '../../core/spec/run-spec.ts';

/** The evaluation that a plan asks for after a step: by all metrics, by cheap ones, or none. That of the end is apart. */
export function plannedEvaluation({ every, dearEvery = 0 }: EvaluationPlan, step: number): 'cheap' | 'all' | undefined {
  const falls = (interval: number): boolean => step > 0 && interval > 0 && step % interval === 0;
  if (falls(dearEvery)) return 'all';
  return falls(every) ? 'cheap' : undefined;
}
