import { encodeLink } from '../../core/spec/link.ts';
import type { Lab } from '../state/lab.ts';
import type { RunModel } from '../state/run-model.ts';
import { isRunning } from '../common/state-label.ts';
import { formatCount } from '../common/format.ts';

/** What buttons and keys do with the open run. */

export async function playRun(lab: Lab, { id }: RunModel): Promise<void> {
  await lab.done(lab.service.start(id));
}

export async function pauseRun(lab: Lab, { id }: RunModel): Promise<void> {
  await lab.done(lab.service.pause(id));
}

/** Plays what stands still and pauses what runs; nothing when the run is over or held by another tab. */
export async function togglePlay(lab: Lab, model: RunModel): Promise<void> {
  const { state, elsewhere, step, run } = model.view.value;
  if (elsewhere) return;
  if (isRunning(state)) await pauseRun(lab, model);
  else if (step < run.spec.steps) await playRun(lab, model);
}

export async function stepRun(lab: Lab, model: RunModel): Promise<void> {
  const { state, elsewhere, step, run } = model.view.value;
  if (elsewhere || isRunning(state) || step >= run.spec.steps) return;
  await lab.done(lab.service.step(model.id));
}

/** Stores a checkpoint that is never pruned. */
export async function saveCheckpoint(lab: Lab, model: RunModel): Promise<void> {
  if (model.view.value.elsewhere) return;
  const saved = await lab.attempt(lab.service.save(model.id, true), 'No checkpoint was stored');
  if (saved) lab.notices.info(`Checkpoint of step ${formatCount(saved.step)} kept.`);
}

/** Copies a link that describes the run; whoever opens it is asked before anything starts. */
export async function shareRun(lab: Lab, model: RunModel): Promise<void> {
  try {
    const link = new URL(encodeLink(model.view.value.run.spec), location.href.split(/[?#]/)[0]).href;
    await navigator.clipboard.writeText(link);
    lab.notices.info('Link copied. It describes these settings; it holds no data and no weights.');
  } catch (error) {
    lab.notices.say('warning', error instanceof Error ? error.message : 'The link could not be copied.');
  }
}
