import { shown, shownInterval } from '../../evaluation/study/report/content.ts';
import type { StudyTable } from '../../evaluation/study/study-table.ts';

/** The primary figure of each arm, for a terminal. */
export function tableLines({ figures, arms, primary, baseline, notes }: StudyTable): string[] {
  const figure = figures.find(({ id }) => id === primary);
  const rows = arms.map(({ label, figures: values, diverged, refused }) => {
    const value = values[primary];
    const name = label === baseline ? `${label} (baseline)` : label;
    if (refused !== undefined || !value) return [name, refused ?? 'no result', '', '', ''];
    return [
      name,
      value.mean === null ? '–' : shown(value.mean),
      shownInterval(value.interval),
      value.comparison ? shown(value.comparison.adjusted) : '',
      `${value.rank === undefined ? '–' : shown(value.rank)}${diverged.length > 0 ? `  ${diverged.length} diverged` : ''}`,
    ];
  });
  const grid = [[figure?.label ?? primary, 'mean', '95% interval', 'p (Holm)', 'rank'], ...rows];
  const widths = grid[0]!.map((_, column) => Math.max(...grid.map((row) => row[column]!.length)));
  return [
    ...grid.map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    ),
    ...notes,
  ];
}
