import type { Fields, Values } from '../../core/spec/fields.ts';

/** A published claim made checkable, as plain data. */
export interface ExperimentCard {
  /** Its name in the terminal and in links. */
  readonly id: string;
  readonly title: string;
  /** What should be seen, in plain words. */
  readonly claim: string;
  /** Where the claim and its figures come from. */
  readonly source: string;
  /** About how long it takes with its default options on one core. */
  readonly seconds: number;
  readonly fields: Fields;
}

/** The claim, and what it measures here against what it should find. */
export interface Experiment extends ExperimentCard {
  /** @throws the signal's reason once it is aborted. The WASM backend runs already. */
  run(context: ExperimentContext): Promise<ExperimentReport>;
}

export interface ExperimentContext {
  /** Values of the experiment's fields, checked and complete. */
  readonly options: Values;
  readonly signal: AbortSignal;
  /** Says how far it is (0 to 1) and at what; lets other tasks of the thread run. */
  progress(fraction: number, label: string, curves?: ExperimentCurves): Promise<void>;
}

/** What an experiment has learned so far, to draw: values of each curve at the same positions. */
export interface ExperimentCurves {
  readonly x: Float32Array;
  readonly y: Readonly<Record<string, Float32Array>>;
}

export interface ExperimentReport {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly ExperimentRow[];
  /** Whether no row failed. */
  readonly passed: boolean;
  readonly notes?: readonly string[];
  /** The curves as they were at the end. */
  readonly curves?: ExperimentCurves;
}

/** One figure. Without `passed` it is reported only. */
export interface ExperimentRow {
  readonly name: string;
  readonly measured: number;
  readonly expected?: number;
  /** How far it may be off, as a person says it: `1%`, `0.01`, `at least`. */
  readonly tolerance?: string;
  readonly passed?: boolean;
}

/** The report of an experiment's rows: passed when none of them failed. */
export function reportOf(
  { id, title }: Pick<Experiment, 'id' | 'title'>,
  rows: readonly ExperimentRow[],
  extra: Pick<ExperimentReport, 'notes' | 'curves'> = {},
): ExperimentReport {
  return { id, title, rows, passed: rows.every(({ passed }) => passed !== false), ...extra };
}

/** A figure that must be within `by` of what is expected. */
export function within(name: string, measured: number, expected: number, by: number): ExperimentRow {
  return { name, measured, expected, tolerance: `± ${by}`, passed: Math.abs(measured - expected) <= by };
}

/** A figure that must be within a share of what is expected, e.g. 0.01 for 1%. */
export function withinShare(name: string, measured: number, expected: number, share: number): ExperimentRow {
  const passed = Math.abs(measured - expected) <= share * Math.abs(expected);
  return { name, measured, expected, tolerance: `± ${Number((100 * share).toPrecision(3))}%`, passed };
}
