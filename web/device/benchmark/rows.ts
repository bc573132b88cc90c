import type { BenchmarkReport, KernelFigure, StepFigure } from '../../../core/benchmark/report.ts';

/** Figures of this device and of another one; either may lack what the other has. */
export interface Pair<T> {
  readonly mine?: T;
  readonly theirs?: T;
}

/** The reports that are shown beside each other. */
export type Reports = Pair<BenchmarkReport>;

/** One objective on one backend: the fastest way that this app trains it there. */
export interface ObjectiveRow extends Pair<StepFigure> {
  readonly objective: string;
  readonly backend: StepFigure['backend'];
}

/** Every objective on one game. */
export interface ObjectiveGroup {
  /** Name of the game, e.g. `toy ring`. */
  readonly game: string;
  readonly rows: readonly ObjectiveRow[];
}

/** Stands between a game and its objective in the name of a step. */
const separator = ', ';

export const stepsPerSecond = (figure: StepFigure | undefined): number | undefined =>
  figure === undefined || figure.ms === null ? undefined : 1000 / figure.ms;

/** The objectives of either report, in the order in which they were measured, game by game. */
export function objectiveGroups(reports: Reports): readonly ObjectiveGroup[] {
  const groups = new Map<string, Map<string, ObjectiveRow>>();
  for (const device of devices) {
    for (const figure of reports[device]?.steps ?? []) {
      const at = figure.name.indexOf(separator);
      // Other libraries are in the table of steps.
      if (at < 0 || figure.variant === 'stock' || figure.variant === 'pytorch') continue;
      const [game, objective] = [figure.name.slice(0, at), figure.name.slice(at + separator.length)];
      const rows = groups.get(game) ?? new Map<string, ObjectiveRow>();
      groups.set(game, rows);
      const key = JSON.stringify([objective, figure.backend]);
      const row = rows.get(key) ?? { objective, backend: figure.backend };
      rows.set(key, { ...row, [device]: faster(row[device], figure) });
    }
  }
  return [...groups].map(([game, rows]) => ({
    game,
    rows: together([...rows.values()], ({ objective }) => objective),
  }));
}

/** Steps without an objective of their own. */
export function stepRows(reports: Reports): readonly Pair<StepFigure>[] {
  const steps = (report?: BenchmarkReport) => report?.steps.filter(({ name }) => !name.includes(separator));
  return paired(steps(reports.mine), steps(reports.theirs), ({ name, variant, backend, threads }) => [
    name,
    variant,
    backend,
    threads > 1,
  ]);
}

export function kernelRows(reports: Reports): readonly Pair<KernelFigure>[] {
  return paired(reports.mine?.kernels, reports.theirs?.kernels, ({ name, arithmetic, backend, threads }) => [
    name,
    arithmetic,
    backend,
    threads > 1,
  ]);
}

const devices = ['mine', 'theirs'] as const;

/** Rows of either side, one for each key. Devices differ in their threads, so all of one are paired with all of another. */
function paired<T extends { readonly name: string }>(
  mine: readonly T[] = [],
  theirs: readonly T[] = [],
  keyOf: (figure: T) => readonly unknown[],
): readonly Pair<T>[] {
  const rows = new Map<string, Pair<T>>();
  for (const figure of mine) rows.set(JSON.stringify(keyOf(figure)), { mine: figure });
  for (const figure of theirs) {
    const key = JSON.stringify(keyOf(figure));
    rows.set(key, { ...rows.get(key), theirs: figure });
  }
  return together([...rows.values()], ({ mine, theirs }) => (mine ?? theirs)!.name);
}

function faster(a: StepFigure | undefined, b: StepFigure): StepFigure {
  return a !== undefined && a.ms !== null && (b.ms === null || a.ms <= b.ms) ? a : b;
}

/** Rows of one name next to each other, in the order of their first. */
function together<R>(rows: readonly R[], nameOf: (row: R) => string): readonly R[] {
  const names = [...new Set(rows.map(nameOf))];
  return names.flatMap((name) => rows.filter((row) => nameOf(row) === name));
}
