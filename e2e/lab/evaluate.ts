import { readFile, writeFile } from 'node:fs/promises';
import type { Arithmetic } from '../../core/spec/run-spec.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import { openLab } from './browser.ts';
import { ProgressBar } from './progress-bar.ts';

/** What `evaluate --json` writes. */
export interface EvaluateResult {
  readonly identity: string;
  readonly step: number;
  /** What the run was trained with. */
  readonly arithmetic: Arithmetic;
  readonly metrics: Readonly<Record<string, number>>;
  readonly measured: readonly MetricValue[];
}

/** Evaluates the run of an archive as it stands. */
export async function evaluate({ target, samples, backend, json }: Arguments): Promise<EvaluateResult> {
  if (target === undefined) throw new UsageError('evaluate needs the archive of a run');
  const archive = await readFile(target);
  const lab = await openLab();
  const bar = new ProgressBar();
  try {
    await lab.call('configure', { backend, autosaveSeconds: 30 });
    lab.onEvent((event) => {
      if (event.type === 'evaluation') bar.update(event.done, 'evaluating');
    });
    const run = await lab.importRun(archive);
    const measured = await lab.call('evaluate', run.id, { samples: samples ?? run.spec.evaluation.samples });
    bar.end();
    const metrics = Object.fromEntries(measured.map(({ id, value }) => [id, value]));
    const result = { identity: run.identity, step: run.step, arithmetic: run.spec.arithmetic, metrics, measured };
    if (json) await writeFile(json, JSON.stringify(result, null, 2));
    return result;
  } finally {
    await lab.close();
  }
}
