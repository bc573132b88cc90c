import { LabError } from '../protocol/errors.ts';

/** The graphics device is gone with everything on it. The page answers with a new worker. */
export function deviceLostError(reason: string): LabError {
  return new LabError('device-lost', `The graphics device was lost (${reason}).`, {
    remedy: 'The run goes on from its last checkpoint.',
  });
}
