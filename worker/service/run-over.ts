import type { RunRecord } from '../protocol/records.ts';

/** Whether a run has come to its end: it has made its steps, or trained for the seconds that its study gives it. */
export function isOver({ spec, study }: RunRecord, step: number, trainedSeconds: number): boolean {
  return step >= spec.steps || (study?.seconds !== undefined && trainedSeconds >= study.seconds);
}
