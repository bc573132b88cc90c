import { canonical } from '../../core/spec/canonical.ts';
import type { Arm } from '../../core/spec/study-plan.ts';
import { armsOf } from '../../core/spec/study-plan.ts';
import type { StudySpec, StudyTools } from '../../core/spec/study-spec.ts';
import { studyIdentityOf } from '../../core/spec/study-spec.ts';
import type { FigureBounds } from '../figure-bounds.ts';
import type { MetricValue } from '../metric.ts';
import type { CellEnvironment, CellResult } from './cell-result.ts';
import { bootstrapInterval, meanOf } from './statistics/bootstrap-interval.ts';
import { holm } from './statistics/holm.ts';
import { ranksOf } from './statistics/ranks.ts';
import { leastSignFlipP, signFlipP } from './statistics/sign-flip.ts';
import { differenceBounds, sharedBounds, withinBounds } from './statistics/within-bounds.ts';
import type { ArmFigure, ArmRow, Comparison, FigureColumn, StudyTable } from './study-table.ts';

/** The results of a study side by side. @param results In any order; of cells that the study has. */
export async function tableOf(
  study: StudySpec,
  results: readonly CellResult[],
  tools: StudyTools,
): Promise<StudyTable> {
  const arms = armsOf(study, tools);
  const grid = arms.map(({ index }) =>
    study.seeds.map((seed) => results.find(({ key }) => key === `${index}-${seed}`)),
  );
  const ordered = grid.flat().filter((result) => result !== undefined);
  const figures = columnsOf(ordered, study.primary);
  const baseline = arms.findIndex(({ label }) => label === study.baseline);
  const byFigure = figures.map((figure) => figuresOf(figure, grid, baseline));
  const runnable = arms.filter(({ refused }) => refused === undefined);
  const rows = arms.map((arm, i) =>
    rowOf(arm, grid[i]!, study.seeds, Object.fromEntries(figures.map(({ id }, f) => [id, byFigure[f]![i]!]))),
  );
  const cells = runnable.length * study.seeds.length;
  const table = {
    title: study.title,
    identity: await studyIdentityOf(study),
    primary: study.primary,
    baseline: study.baseline,
    seeds: study.seeds,
    figures,
    arms: rows,
    done: ordered.length,
    cells,
    environments: distinct(ordered.map(({ environment }) => environment)),
    leastP: leastSignFlipP(study.seeds.length),
  };
  return { ...table, notes: [...notesOf(table), ...budgetNotes(study)] };
}

/** The figures that any cell has: the primary one first, the others in the order in which the plan's cells report them. */
function columnsOf(results: readonly CellResult[], primary: string): readonly FigureColumn[] {
  const found = new Map<string, MetricValue[]>();
  for (const { metrics } of results) {
    for (const metric of metrics) found.set(metric.id, [...(found.get(metric.id) ?? []), metric]);
  }
  const columns = [...found.values()].map((values): FigureColumn => {
    const { id, label, unit, better, extractor, counts } = values[0]!;
    const bounds = sharedBounds(values.map((value) => value.bounds));
    const floors = values.flatMap(({ floor }) => (floor === undefined ? [] : [floor]));
    return {
      id,
      label,
      ...(unit !== undefined && { unit }),
      better,
      ...(extractor && { extractor }),
      counts,
      ...(floors.length > 0 && { floor: [Math.min(...floors), Math.max(...floors)] as const }),
      ...(Object.keys(bounds).length > 0 && { bounds }),
    };
  });
  return [...columns.filter(({ id }) => id === primary), ...columns.filter(({ id }) => id !== primary)];
}

/** Cells of an arm, one for each seed; undefined where there is no result yet. */
type Cells = readonly (CellResult | undefined)[];

function figuresOf(
  { id, better, bounds = {} }: FigureColumn,
  grid: readonly Cells[],
  baseline: number,
): readonly ArmFigure[] {
  const values = grid.map((cells) => cells.map((cell) => valueOf(cell, id)));
  const ranks = better === 'none' ? undefined : meanRanks(values, grid, better);
  const comparisons = compare(values, baseline, differenceBounds(bounds));
  return values.map((row, arm) => {
    const present = row.filter((value) => value !== null);
    const interval = boundedInterval(present, bounds);
    const comparison = comparisons[arm];
    const rank = ranks?.[arm];
    return {
      values: row,
      n: present.length,
      mean: present.length > 0 ? meanOf(present) : null,
      ...(interval && { interval }),
      ...(comparison && { comparison }),
      ...(rank !== undefined && { rank }),
    };
  });
}

/** 95% interval of a mean, within what it can be. */
function boundedInterval(values: readonly number[], bounds: FigureBounds): readonly [number, number] | undefined {
  const interval = bootstrapInterval(values);
  return interval && withinBounds(interval, bounds, meanOf(values));
}

/** A figure of a cell; null where it has none that is a number. */
function valueOf(cell: CellResult | undefined, id: string): number | null {
  const value = cell?.metrics.find((metric) => metric.id === id)?.value;
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function compare(
  values: readonly (readonly (number | null)[])[],
  baseline: number,
  bounds: FigureBounds,
): readonly (Comparison | undefined)[] {
  const base = values[baseline];
  const raw = values.map((row, arm) => {
    if (!base || arm === baseline) return undefined;
    const differences = row.flatMap((value, i) => differenceOf(value, base[i]));
    if (differences.length === 0) return undefined;
    const interval = boundedInterval(differences, bounds);
    return {
      n: differences.length,
      mean: meanOf(differences),
      ...(interval && { interval }),
      p: signFlipP(differences),
    };
  });
  const family = raw.flatMap((comparison, arm) => (comparison ? [{ arm, p: comparison.p }] : []));
  const adjusted = new Map(holm(family.map(({ p }) => p)).map((p, i) => [family[i]!.arm, p]));
  return raw.map((comparison, arm) => comparison && { ...comparison, adjusted: adjusted.get(arm)! });
}

/** A difference where both sides have a value. */
function differenceOf(value: number | null, base: number | null = null): readonly number[] {
  return value === null || base === null ? [] : [value - base];
}

/** Mean over seeds of each arm's rank; undefined for arms without a result, and for all where no seed is complete. */
function meanRanks(
  values: readonly (readonly (number | null)[])[],
  grid: readonly Cells[],
  better: 'lower' | 'higher',
): readonly (number | undefined)[] {
  const run = grid.flatMap((cells, arm) => (cells.some((cell) => cell !== undefined) ? [arm] : []));
  const seeds = (grid[0] ?? []).map((_, seed) => seed).filter((seed) => run.every((arm) => grid[arm]![seed]));
  const sums = new Map<number, number>();
  for (const seed of seeds) {
    const ranks = ranksOf(
      run.map((arm) => {
        const value = values[arm]![seed] ?? null;
        return value === null ? Infinity : better === 'lower' ? value : -value;
      }),
    );
    run.forEach((arm, i) => sums.set(arm, (sums.get(arm) ?? 0) + ranks[i]!));
  }
  return grid.map((_, arm) => (sums.has(arm) ? sums.get(arm)! / seeds.length : undefined));
}

function rowOf(
  { index, label, settings, refused }: Arm,
  cells: Cells,
  seeds: readonly number[],
  figures: Readonly<Record<string, ArmFigure>>,
): ArmRow {
  return {
    index,
    label,
    settings,
    ...(refused !== undefined && { refused }),
    finished: cells.filter((cell) => cell?.outcome === 'finished').length,
    diverged: cells.flatMap((cell) =>
      cell?.outcome === 'diverged' ? [{ seed: cell.seed, step: cell.step, reason: cell.reason ?? '' }] : [],
    ),
    missing: refused === undefined ? seeds.filter((_, i) => cells[i] === undefined) : [],
    figures,
  };
}

function distinct(environments: readonly CellEnvironment[]): readonly CellEnvironment[] {
  const seen = new Map(environments.map((environment) => [canonical(environment), environment]));
  return [...seen.keys()].sort().map((form) => seen.get(form)!);
}

function notesOf(table: Omit<StudyTable, 'notes'>): readonly string[] {
  const { arms, done, cells, figures, primary, environments, leastP, seeds } = table;
  const diverged = arms.reduce((sum, arm) => sum + arm.diverged.length, 0);
  const refused = arms.filter((arm) => arm.refused !== undefined).length;
  return [
    ...(done < cells ? [`${cells - done} of ${cells} runs are not done yet.`] : []),
    ...(diverged > 0
      ? [
          `${diverged} of ${done} runs diverged. Means and differences are of those that finished, which flatters an arm that diverges; ranks put a diverged run last.`,
        ]
      : []),
    ...(refused > 0 ? [`${refused} of ${arms.length} arms were not run: their settings make no sense together.`] : []),
    ...(done > 0 && !figures.some(({ id }) => id === primary) ? [`No run has the primary figure ${primary}.`] : []),
    ...(environments.length > 1 ? ['Not all runs were made in the same environment.'] : []),
    ...significanceNotes(leastP, arms.length - refused - 1, seeds.length),
  ];
}

/** How far runs get in some seconds depends on the machine and on what else it does. */
function budgetNotes({ budget }: StudySpec): readonly string[] {
  if (budget.kind === 'steps') return [];
  return [
    'Runs end after seconds of training, in which no two machines make the same steps: a repeat has other numbers, and runs of different machines are not comparable.',
  ];
}

/** Whether the tests can come out significant at all: few seeds give few assignments of signs. */
function significanceNotes(leastP: number, comparisons: number, seeds: number): readonly string[] {
  const least = leastP * comparisons;
  if (comparisons < 1 || least <= 0.05) return [];
  let enough = seeds;
  while (leastSignFlipP(enough) * comparisons > 0.05) enough++;
  return [
    `With ${seeds} ${seeds === 1 ? 'seed' : 'seeds'} and ${comparisons} ${comparisons === 1 ? 'comparison' : 'comparisons'} no difference can be significant at 5%: the least corrected p is ${Math.min(1, least)}. ${enough} seeds would do.`,
  ];
}
