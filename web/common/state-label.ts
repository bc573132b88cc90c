import type { RunState } from '../../worker/protocol/records.ts';

/** What a run is doing, in one word for people. */
export const stateLabels: Readonly<Record<RunState, string>> = {
  idle: 'Ready',
  starting: 'Starting',
  training: 'Training',
  paused: 'Paused',
  finished: 'Finished',
  failed: 'Stopped',
};

/** Whether Play would end what is going on rather than start it. */
export function isRunning(state: RunState): boolean {
  return state === 'training' || state === 'starting';
}
