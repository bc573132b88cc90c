import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Cell } from '../../core/spec/study-plan.ts';
import { cellsOf } from '../../core/spec/study-plan.ts';
import type { StudySpec } from '../../core/spec/study-spec.ts';
import { studyIdentityOf } from '../../core/spec/study-spec.ts';
import { studyTools } from '../../core/studies.ts';
import type { StudyRecord } from '../../worker/protocol/study.ts';
import type { Arguments, Shard } from './arguments.ts';
import { UsageError } from './arguments.ts';
import type { HeadlessLab } from './browser.ts';
import { openLab } from './browser.ts';
import { duration, ProgressBar } from './progress-bar.ts';
import { readStudy, StudyFolder } from './study-folder.ts';

/** Seconds between checkpoints: what a killed terminal loses at most. */
const autosaveSeconds = 2;

/** Milliseconds between two questions whether the worker is there. */
const askInterval = 20_000;
const profileName = 'profile';

interface Outcome {
  readonly lines: readonly string[];
  readonly complete: boolean;
}

/**
 * Runs a study, or a part of it, in the app. The folder keeps the browser's profile: whatever ends the terminal, the same
 * command goes on from the last checkpoint.
 */
export async function study(args: Arguments): Promise<Outcome> {
  const { target, set, steps, seed, samples, shard, backend, json } = args;
  if (set.length > 0 || steps !== undefined || seed !== undefined || samples !== undefined) {
    throw new UsageError('A study has its settings in its file: --set, --steps, --seed and --samples change nothing');
  }
  const spec = await readStudy(target);
  const folder = new StudyFolder(args.out ?? join('studies', basename(target!, '.json')));
  const before = await folder.study();
  if (before && (await studyIdentityOf(before)) !== (await studyIdentityOf(spec))) {
    throw new UsageError(`${folder.path} holds another study, “${before.title}”: choose another --out`);
  }
  await folder.putStudy(spec);
  const cells = await cellsOf(spec, studyTools);
  const lab = await openLab({ profile: join(folder.path, profileName) });
  try {
    await lab.call('configure', { backend, autosaveSeconds });
    const record = await storedStudy(lab, spec, partOf(cells, shard));
    // Nobody looks at its runs: what the folder holds of them is their results.
    await lab.call('keepStudyRuns', record.id, 'result');
    const known = (await folder.results(cells)).filter(({ key }) => !record.done.includes(key));
    if (known.length > 0) await lab.call('importResults', record.id, known);
    await follow(lab, record, folder, record.only?.length ?? cells.length);
  } finally {
    await lab.close();
  }
  const outcome = await folder.putReport(spec, await folder.results(cells), json);
  // Every result is a file by now: nothing is left to go on with.
  if (outcome.complete) await rm(join(folder.path, profileName), { recursive: true, force: true });
  return outcome;
}

/** Keys of the cells of one part, which is as large as any other or one larger; undefined for all. */
function partOf(cells: readonly Cell[], shard: Shard | undefined): readonly string[] | undefined {
  return shard && cells.filter((_, i) => i % shard.parts === shard.part - 1).map(({ key }) => key);
}

/** The study in the profile that is the one asked for, or a new one. */
async function storedStudy(
  lab: HeadlessLab,
  spec: StudySpec,
  only: readonly string[] | undefined,
): Promise<StudyRecord> {
  const identity = await studyIdentityOf(spec);
  const stored = (await lab.call('studies')).find(
    ({ record }) => record.identity === identity && String(record.only ?? '') === String(only ?? ''),
  );
  return stored?.record ?? (only ? lab.call('createStudy', spec, only) : lab.call('createStudy', spec));
}

/** Trains until every cell has a result, or until Ctrl-C, and writes each result as it comes. */
async function follow(lab: HeadlessLab, { id }: StudyRecord, folder: StudyFolder, cells: number): Promise<void> {
  const bar = new ProgressBar();
  const written = new Set<string>();
  // One after another: an event may come while the results of the last are being written.
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    for (const result of (await lab.call('openStudy', id)).results) {
      if (written.has(result.key)) continue;
      await folder.putResult(result);
      written.add(result.key);
    }
  };
  await write();
  const first = written.size;
  let done = first;
  let interrupted = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  const ended = new Promise<void>((resolve, reject) => {
    lab.onEvent((event) => {
      if (event.type !== 'study' || event.studyId !== id) return;
      if (event.error) {
        reject(new Error([event.error.message, event.error.remedy].filter(Boolean).join('\n')));
        return;
      }
      if (event.done > done) writing = writing.then(write);
      done = event.done;
      const part = done + (event.part ?? 0);
      const left = event.eta === undefined ? '' : ` · about ${duration(event.eta)} of training left`;
      bar.update(part / cells, `${done} of ${cells} runs${left}`);
      if (event.state === 'finished' || (event.state === 'paused' && interrupted)) resolve();
    });
    // A worker that is gone for good sends no event: ask it now and then.
    timer = setInterval(() => void lab.call('studies').catch(reject), askInterval);
  });
  const interrupt = (): void => {
    if (interrupted) return;
    interrupted = true;
    void lab.call('pauseStudy', id);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    await lab.call('startStudy', id);
    console.log(`${first} of ${cells} runs done; going on`);
    const { state } = await lab.call('openStudy', id);
    if (state !== 'finished') await ended;
    await writing;
    await write();
    bar.end();
    if (interrupted) console.log('Stopped and saved. The same command goes on.');
  } finally {
    clearInterval(timer);
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
