import type { StudySpec } from '../../../core/spec/study-spec.ts';
import type { CellResult } from '../cell-result.ts';
import type { StudyTable } from '../study-table.ts';

export interface ReportOptions {
  /** Also what a clock said, which is never the same twice. */
  readonly times: boolean;
}

/** What every form of a report is made of. */
export interface ReportContent {
  readonly study: StudySpec;
  readonly table: StudyTable;
  /** Arm by arm, and seed by seed. */
  readonly results: readonly CellResult[];
  readonly options: ReportOptions;
}

/** A number as tables for people show it: four significant digits, without an exponent where that is short. */
export function shown(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(3).replace('e+', 'e');
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** An interval as tables for people show it. */
export const shownInterval = (interval: readonly [number, number] | undefined): string =>
  interval ? `${shown(interval[0])} to ${shown(interval[1])}` : '–';

/** What is better, in a word for a heading. */
export const direction = (better: 'lower' | 'higher' | 'none'): string =>
  better === 'none' ? '' : better === 'lower' ? '↓' : '↑';

/** The command that makes the report again from the study in the JSON report. */
export function repeatCommand({ environments }: StudyTable): string {
  const [environment, ...others] = environments;
  const backend =
    environment && others.length === 0 && environment.backend !== 'cpu' ? ` --backend ${environment.backend}` : '';
  return `npm run lab -- study report.json${backend} --out again`;
}
