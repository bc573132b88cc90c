import type { RunRecord } from '../protocol/records.ts';

/** Whether a run has come to its end: it has made its steps, or trained for the seconds that its study gives it. */
export function isOver({ spec, study }: RunRecord, step: number, trainedSeconds: number): boolean {
  return step >= spec.steps || (study?.seconds !== undefined && trainedSeconds >= study.seconds);
}

/** What part of a run is done, 0 to 1: of its steps or of its seconds, whichever end it sooner. */
export function partOf({ spec, study }: RunRecord, step: number, trainedSeconds: number): number {
  const ofTime = study?.seconds === undefined ? 0 : trainedSeconds / study.seconds;
  return Math.min(1, Math.max(step / spec.steps, ofTime));
}
