import { writeFile } from 'node:fs/promises';
import type { Values } from '../../core/spec/fields.ts';
import type { ExperimentReport, ExperimentRow } from '../../evaluation/reproduction/experiment.ts';
import { experiments } from '../../evaluation/reproduction/registry.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import { openLab } from './browser.ts';
import { duration, ProgressBar } from './progress-bar.ts';

/** What `reproduce --json` writes. */
export interface ReproduceResult extends ExperimentReport {
  readonly options: Values;
  readonly seconds: number;
}

/** Checks a published claim in the app. @throws UsageError when there is no such experiment or option. */
export async function reproduce({ target, set, json }: Arguments): Promise<ReproduceResult> {
  const experiment = experiments.find(({ id }) => id === target);
  if (!experiment)
    throw new UsageError(`There is no experiment ${target}: choose ${experiments.map(({ id }) => id).join(', ')}`);
  const options = Object.fromEntries(set.map(settingOf)) as Values;
  const lab = await openLab();
  const bar = new ProgressBar();
  const cancel = (): void => void lab.call('cancelExperiment').catch(() => undefined);
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  try {
    lab.onEvent((event) => {
      if (event.type === 'experiment') bar.update(event.done, event.what);
    });
    const began = performance.now();
    const report = await lab.call('experiment', { id: experiment.id, options });
    const result = { ...report, options, seconds: (performance.now() - began) / 1000 };
    bar.end();
    if (json) await writeFile(json, JSON.stringify(result, withoutTypedArrays, 2));
    return result;
  } finally {
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
    await lab.close();
  }
}

/** Every experiment with how long it takes. */
export function experimentLines(): string[] {
  const width = Math.max(...experiments.map(({ id }) => id.length));
  return experiments.map(({ id, title, seconds }) => `  ${id.padEnd(width)}  ${title} (about ${duration(seconds)})`);
}

/** The table of a report, then what it says beside it. */
export function reportLines({ title, rows, passed, notes = [], seconds }: ReproduceResult): string[] {
  const cells = [
    ['', 'measured', 'expected', 'tolerance', ''],
    ...rows.map(({ name, measured, expected, tolerance = '', passed }: ExperimentRow) => [
      name,
      figure(measured),
      expected === undefined ? '' : figure(expected),
      tolerance,
      passed === undefined ? 'reported' : passed ? 'pass' : 'FAIL',
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const table = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 1 || column === 2 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
  const failed = rows.filter((row) => row.passed === false).length;
  const compared = rows.filter((row) => row.passed !== undefined).length;
  const verdict = passed ? `passed: ${compared} of ${compared}` : `FAILED: ${failed} of ${compared}`;
  return [title, ...table, ...notes, `${verdict}, in ${duration(seconds)}`];
}

const figure = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(4));

function settingOf(change: string): [string, unknown] {
  const equals = change.indexOf('=');
  if (equals < 1) throw new UsageError(`--set takes NAME=VALUE, not ${change}`);
  const text = change.slice(equals + 1);
  try {
    return [change.slice(0, equals), JSON.parse(text) as unknown];
  } catch {
    return [change.slice(0, equals), text];
  }
}

const withoutTypedArrays = (_: string, value: unknown): unknown =>
  value instanceof Float32Array ? Array.from(value) : value;
