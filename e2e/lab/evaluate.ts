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
  /** Seconds that each metric took. */
  readonly costs: Readonly<Record<string, number>>;
}

/** Evaluates the run of an archive as it stands. */
export async function evaluate(args: Arguments): Promise<EvaluateResult> {
  const { target, samples, metrics: chosen, importance, backend, json } = args;
  if (target === undefined) throw new UsageError('evaluate needs the archive of a run');
  const archive = await readFile(target);
  const lab = await openLab();
  const bar = new ProgressBar();
  try {
    await lab.call('configure', { backend, autosaveSeconds: 30 });
    let costs: EvaluateResult['costs'] = {};
    lab.onEvent((event) => {
      if (event.type !== 'evaluation') return;
      bar.update(event.done, 'evaluating');
      costs = event.costs ?? costs;
    });
    const run = await lab.importRun(archive);
    const measured = await lab.call('evaluate', run.id, {
      samples: samples ?? run.spec.evaluation.samples,
      ...(chosen && { metrics: chosen }),
      ...(importance && { importance }),
    });
    bar.end();
    const metrics = Object.fromEntries(measured.map(({ id, value }) => [id, value]));
    const result = {
      identity: run.identity,
      step: run.step,
      arithmetic: run.spec.arithmetic,
      metrics,
      measured,
      costs,
    };
    if (json) await writeFile(json, JSON.stringify(result, null, 2));
    return result;
  } finally {
    await lab.close();
  }
}
