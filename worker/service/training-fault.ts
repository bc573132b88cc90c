import { OutOfMemoryError } from '../../core/backend/program/out-of-memory.ts';
import { NonFiniteError } from '../../core/training/non-finite.ts';
import { LabError } from '../protocol/errors.ts';
import { deviceLostError } from './device-lost.ts';
import type { SessionHost } from './session-host.ts';

/** Milliseconds within which a browser tells that the device of a failed operation is gone. */
const newsOfLoss = 200;

/** What a fault leaves of a run that was trained. */
export interface Fault {
  readonly state: 'paused' | 'failed';
  readonly error: unknown;
  /** What is in memory cannot be trained on: the run has to be loaded from its last checkpoint. */
  readonly spoilt: boolean;
  /** Nothing is left to store: others may have the run. */
  readonly ended: boolean;
}

/** What is asked of a run that was stopped. */
export interface Stopped {
  saveIfNew(): Promise<void>;
  readonly savedStep: number | undefined;
}

/** What is left of a run whose training threw an error; stores the last good state where that may be lost. */
export async function faultOf(error: unknown, run: Stopped, host: SessionHost): Promise<Fault> {
  const loss = await lossOfDevice(host);
  if (loss !== undefined) return { state: 'failed', error: deviceLostError(loss), spoilt: true, ended: false };
  if (error instanceof NonFiniteError) return notFinite(error, run);
  if (error instanceof OutOfMemoryError) return noRoom(error, run);
  // A picture that could not be stored takes nothing from what is in memory.
  const unstored = error instanceof LabError && (error.code === 'quota' || error.code === 'storage');
  return { state: unstored ? 'paused' : 'failed', error, spoilt: false, ended: false };
}

/** Operations on a lost device fail, or answer with nonsense, before the news of its loss comes. */
async function lossOfDevice(host: SessionHost): Promise<string | undefined> {
  if (host.backend().name !== 'webgpu') return undefined;
  await new Promise((resolve) => setTimeout(resolve, newsOfLoss));
  return host.lossOfDevice();
}

/** The step was undone, and what is in memory is the last good state. */
async function noRoom(error: OutOfMemoryError, run: Stopped): Promise<Fault> {
  const refused = await refusalOf(run);
  const stopped = new LabError('out-of-memory', error.message, { remedy: error.remedy, cause: error });
  return { state: 'paused', error: stopped, spoilt: false, ended: refused === undefined };
}

async function notFinite(error: NonFiniteError, run: Stopped): Promise<Fault> {
  // Where the fault was seen at once the step was undone, and what is in memory is the last good state. WebGPU
  // sees it later, and the store refuses what is in memory then.
  const refused = await refusalOf(run);
  const spoilt = refused instanceof LabError && refused.code === 'non-finite';
  const good = run.savedStep ?? 0;
  const stopped = new LabError('non-finite', `Training paused: ${error.message}.`, {
    remedy: `Everything up to step ${good} is saved. Fork the run from there with a smaller learning rate or more regularisation.`,
    path: error.tensor,
  });
  return { state: 'paused', error: stopped, spoilt, ended: refused === undefined || spoilt };
}

/** Stores what is in memory. @returns why it could not be, if so. */
const refusalOf = (run: Stopped): Promise<unknown> =>
  run.saveIfNew().then(
    () => undefined,
    (cause: unknown) => cause,
  );
