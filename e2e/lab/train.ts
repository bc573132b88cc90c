import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { catalogue, objectionsTo } from '../../core/catalogue.ts';
import { assignPath } from '../../core/spec/assign.ts';
import { diffSpecs } from '../../core/spec/diff.ts';
import { parseRunSpec } from '../../core/spec/parse.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import type { BackendReport } from '../../worker/protocol/events.ts';
import type { RunRecord } from '../../worker/protocol/records.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import type { HeadlessLab, ToldEvent } from './browser.ts';
import { openLab } from './browser.ts';
import { duration, ProgressBar } from './progress-bar.ts';

/** Milliseconds between copies of the run's archive, so that a lost machine loses little. */
const archiveInterval = 120_000;
const archiveName = 'run.latentlab';

/** What `train --json` writes. */
export interface TrainResult {
  readonly spec: RunSpec;
  /** Changes of it in mid-run, which the archive of a run that is resumed may have. */
  readonly edits: RunRecord['edits'];
  readonly identity: string;
  readonly step: number;
  /** SHA-256 over all parameters and optimiser slots in name order. */
  readonly digest: string;
  /** Mean over this session's training. */
  readonly stepsPerSecond: number;
  readonly trainedSeconds: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** The same figures with counts, floors and intervals. */
  readonly measured: readonly MetricValue[];
  readonly backend: string;
  /** Why that backend. */
  readonly backendReason: string;
  readonly arithmetic: string;
  readonly interrupted: boolean;
}

/** Trains a preset or a spec in the app, to its end or until Ctrl-C, and writes what came of it. */
export async function train(args: Arguments): Promise<TrainResult> {
  const spec = await specOf(args);
  const out = args.out ?? join('runs', basename(args.target!, '.json'));
  await mkdir(out, { recursive: true });
  const lab = await openLab();
  try {
    await lab.call('configure', { backend: args.backend, autosaveSeconds: 30 });
    const run = args.resume ? await resumed(lab, out, spec) : await lab.call('create', spec, runName(args));
    const result = await follow(lab, run, out);
    await writeFile(join(out, 'result.json'), JSON.stringify(result, null, 2));
    if (args.json) await writeFile(args.json, JSON.stringify(result, null, 2));
    return result;
  } finally {
    await lab.close();
  }
}

/** The spec that the arguments describe. @throws UsageError that names the setting at fault. */
async function specOf({ target, set, steps, seed }: Arguments): Promise<RunSpec> {
  if (target === undefined) throw new UsageError('train needs a preset or a spec file');
  let draft: unknown;
  const preset = catalogue.presets.find(({ id }) => id === target);
  if (preset) draft = preset.spec;
  else if (extname(target) === '.json') draft = JSON.parse(await readFile(target, 'utf8'));
  else throw new UsageError(`There is no preset ${target}: choose ${catalogue.presets.map(({ id }) => id).join(', ')}`);

  const changes = set.map((change) => {
    const equals = change.indexOf('=');
    if (equals < 1) throw new UsageError(`--set takes PATH=VALUE, not ${change}`);
    return [change.slice(0, equals), change.slice(equals + 1)] as const;
  });
  for (const [path, value] of changes) draft = assignPath(draft as RunSpec, path, value);
  draft = {
    ...(draft as RunSpec),
    ...(steps !== undefined && { steps }),
    ...(seed !== undefined && { seed }),
  };
  const parsed = parseRunSpec(draft, catalogue, objectionsTo);
  if (!parsed.ok) throw new UsageError(parsed.issues.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return parsed.spec;
}

const runName = ({ target }: Arguments): string =>
  catalogue.presets.find(({ id }) => id === target)?.title ?? basename(target!, '.json');

/** The run of the archive in `out`. @throws UsageError when it is another run than the one that is asked for. */
async function resumed(lab: HeadlessLab, out: string, spec: RunSpec): Promise<RunRecord> {
  const archive = join(out, archiveName);
  if (!existsSync(archive)) throw new UsageError(`There is nothing to resume in ${out}: ${archiveName} is missing`);
  const run = await lab.call('check', spec).then(async () => lab.importRun(await readFile(archive)));
  const differences = diffSpecs(run.spec, spec);
  if (differences.length > 0) {
    const named = differences.map(
      ({ path, a, b }) => `${path} (${JSON.stringify(a)} there, ${JSON.stringify(b)} here)`,
    );
    throw new UsageError(`The run in ${out} has other settings: ${named.join(', ')}`);
  }
  return run;
}

async function follow(lab: HeadlessLab, run: RunRecord, out: string): Promise<TrainResult> {
  const bar = new ProgressBar();
  const { steps } = run.spec;
  let interrupted = false;
  let backend: BackendReport | undefined;
  const began = performance.now();

  const ended = new Promise<void>((resolve, reject) => {
    lab.onEvent((event: ToldEvent) => {
      if (event.type === 'progress') {
        backend = event.backend;
        const rate = event.stepsPerSecond.toPrecision(3);
        bar.update(event.step / steps, `step ${event.step}/${steps} · ${rate} steps/s · ${duration(event.eta)} left`);
      } else if (event.type === 'evaluation') {
        bar.update(event.done, 'evaluating');
      } else if (event.type === 'notice') {
        console.error(`\n${event.message}`);
      } else if (event.type === 'state') {
        if (event.error) reject(new Error([event.error.message, event.error.remedy].filter(Boolean).join('\n')));
        else if (event.state === 'finished' || (event.state === 'paused' && interrupted)) resolve();
      }
    });
  });
  const interrupt = (): void => {
    if (interrupted) return;
    interrupted = true;
    void lab.call('pause', run.id);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);

  // An archive now and then; one at a time.
  let archiving: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    archiving = archiving.then(() => writeArchive(lab, run.id, out));
  }, archiveInterval);
  try {
    if (run.step < steps) {
      await lab.call('start', run.id);
      await ended;
    }
    bar.end();
    await archiving;
    const trained = (performance.now() - began) / 1000;
    const { step, digest } = await lab.call('digest', run.id);
    await writeArchive(lab, run.id, out);
    await unpack(out);
    const { run: now } = await lab.call('open', run.id);
    const measured = now.evaluation?.metrics ?? [];
    const seconds = now.trainedSeconds - run.trainedSeconds;
    return {
      spec: run.spec,
      edits: run.edits,
      identity: run.identity,
      step,
      digest,
      stepsPerSecond: (step - run.step) / (seconds || trained),
      trainedSeconds: now.trainedSeconds,
      metrics: Object.fromEntries(measured.map(({ id, value }) => [id, value])),
      measured,
      backend: backend?.name ?? 'none',
      backendReason: backend?.reason ?? 'nothing was left to train',
      arithmetic: run.spec.arithmetic,
      interrupted,
    };
  } finally {
    clearInterval(timer);
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** Writes the run's archive so that there is always a whole one. */
async function writeArchive(lab: HeadlessLab, runId: string, out: string): Promise<void> {
  const file = join(out, archiveName);
  await writeFile(`${file}.part`, await lab.exportRun(runId));
  await rename(`${file}.part`, file);
}

/** Puts the metrics and the last picture of the archive beside it. */
async function unpack(out: string): Promise<void> {
  const entries = unzipSync(await readFile(join(out, archiveName)), {
    filter: ({ name }) => name === 'metrics.jsonl' || name.endsWith('.png'),
  });
  const metrics = entries['metrics.jsonl'];
  if (metrics) await writeFile(join(out, 'metrics.jsonl'), metrics);
  const pictures = Object.keys(entries).filter((name) => name.endsWith('.png'));
  const last = pictures.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  if (last) await writeFile(join(out, 'samples.png'), entries[last]!);
}
