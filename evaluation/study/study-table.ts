import type { FigureBounds } from '../figure-bounds.ts';
import type { MetricValue } from '../metric.ts';
import type { CellEnvironment } from './cell-result.ts';

/** A figure that arms are compared by. */
export interface FigureColumn extends Pick<MetricValue, 'id' | 'label' | 'unit' | 'better' | 'extractor' | 'counts'> {
  /** Smallest and largest floor over the cells: what real data, or an ideal sampler, scores. */
  readonly floor?: readonly [number, number];
  /** What every cell's value lies within. */
  readonly bounds?: FigureBounds;
}

/** Paired difference of an arm to the baseline, over the seeds that both finished with. */
export interface Comparison {
  /** Pairs. */
  readonly n: number;
  /** Mean of arm minus baseline. */
  readonly mean: number;
  /** 95% interval of that mean; absent below three pairs. */
  readonly interval?: readonly [number, number];
  /** Two-sided p of the paired sign-flip test. */
  readonly p: number;
  /** The same, by Holm's correction over the arms of this figure. */
  readonly adjusted: number;
}

export interface ArmFigure {
  /** Value of each of the study's seeds; null where the cell is missing, diverged or has no such figure. */
  readonly values: readonly (number | null)[];
  readonly n: number;
  /** Null without a value. */
  readonly mean: number | null;
  /** 95% interval of the mean within the figure's bounds, see statistics/bootstrap-interval.ts; absent below three values. */
  readonly interval?: readonly [number, number];
  /** Absent for the baseline itself, and without a common seed. */
  readonly comparison?: Comparison;
  /**
   * Mean over seeds of the arm's rank in that seed, 1 the best, ties sharing the mean of their ranks; a diverged cell
   * comes after every finished one. Only of seeds that every arm has a result for. Absent where neither direction is better.
   */
  readonly rank?: number;
}

export interface ArmRow {
  readonly index: number;
  readonly label: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Why it was not run. */
  readonly refused?: string;
  /** Cells that finished. */
  readonly finished: number;
  readonly diverged: readonly { readonly seed: number; readonly step: number; readonly reason: string }[];
  /** Seeds without a result yet. */
  readonly missing: readonly number[];
  /** By the figure's id. */
  readonly figures: Readonly<Record<string, ArmFigure>>;
}

/** A study's results side by side. A function of the study and its results, whatever order they came in. */
export interface StudyTable {
  readonly title: string;
  /** The study's identity. */
  readonly identity: string;
  readonly primary: string;
  readonly baseline: string;
  readonly seeds: readonly number[];
  /** The primary figure first. */
  readonly figures: readonly FigureColumn[];
  readonly arms: readonly ArmRow[];
  /** Cells with a result, and of how many. */
  readonly done: number;
  readonly cells: number;
  /** What the numbers were made with; more than one where cells differ in it. */
  readonly environments: readonly CellEnvironment[];
  /** The least p that so many pairs can give: 2 / 2^n. */
  readonly leastP: number;
  /** What a reader must know, e.g. that cells are missing or diverged. */
  readonly notes: readonly string[];
}

/** Files that a study's report comes as. */
export type ReportFormat = 'csv' | 'json' | 'markdown' | 'html';
