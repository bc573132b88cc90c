import { budgetWords, evaluationWords } from '../../../core/spec/study-words.ts';
import type { ArmRow, FigureColumn } from '../study-table.ts';
import type { ReportContent } from './content.ts';
import { direction, repeatCommand, shown, shownInterval } from './content.ts';

/** The tables and what it takes to repeat them, for an issue or a paper's notes. */
export function markdownReport({ study, table, results, options }: ReportContent): string {
  const { arms, figures, notes, baseline, seeds, environments } = table;
  return [
    `# ${escape(study.title)}`,
    '',
    `${table.done} of ${table.cells} runs: ${arms.length} arms, seeds ${seeds.join(', ')}. Budget: ${budgetWords(study.budget)}. ${escape(evaluationWords(study.evaluation))} Intervals are 95% studentised bootstrap intervals of the mean over seeds; p values are of the paired sign-flip test against “${escape(baseline)}”, corrected by Holm’s method over the arms of a figure.`,
    '',
    ...notes.flatMap((note) => [`> ${escape(note)}`, '>']).slice(0, -1),
    ...(notes.length > 0 ? [''] : []),
    ...figures.flatMap((figure) => figureLines(figure, arms, baseline, figure.id === table.primary)),
    '## Runs',
    '',
    ...grid(
      ['arm', 'seed', 'outcome', 'step', 'identity', 'digest', ...(options.times ? ['seconds'] : [])],
      results.map(({ arm, seed, outcome, step, identity, digest, clock }) => [
        arm,
        String(seed),
        outcome,
        String(step),
        identity,
        digest,
        ...(options.times ? [clock.seconds.toFixed(1)] : []),
      ]),
    ),
    '',
    '## To repeat it',
    '',
    `Study ${table.identity}; ${environments.map(({ backend, arithmetic, device }) => `${backend}, ${arithmetic} arithmetic${device ? ` on ${escape(device)}` : ''}`).join('; ') || 'nothing was run'}.`,
    '',
    '```sh',
    repeatCommand(table),
    '```',
    '',
  ].join('\n');
}

function figureLines(figure: FigureColumn, arms: readonly ArmRow[], baseline: string, primary: boolean): string[] {
  const { id, label, unit, better, floor, extractor } = figure;
  const rows = arms.flatMap(({ label: arm, refused, figures, diverged }) => {
    const cell = figures[id];
    if (refused !== undefined || !cell) return [];
    const { n, mean, interval, comparison, rank } = cell;
    return [
      [
        arm === baseline ? `${arm} (baseline)` : arm,
        `${n}${diverged.length > 0 ? ` (${diverged.length} diverged)` : ''}`,
        mean === null ? '–' : shown(mean),
        shownInterval(interval),
        comparison ? shown(comparison.mean) : '–',
        shownInterval(comparison?.interval),
        comparison ? shown(comparison.p) : '–',
        comparison ? shown(comparison.adjusted) : '–',
        rank === undefined ? '–' : shown(rank),
      ],
    ];
  });
  const about = [
    ...(floor ? [`floor ${floor[0] === floor[1] ? shown(floor[0]) : `${shown(floor[0])} to ${shown(floor[1])}`}`] : []),
    ...(extractor ? [`features ${extractor.id} (${extractor.sha256})`] : []),
  ].join('; ');
  return [
    `## ${escape(label)}${unit ? `, ${escape(unit)}` : ''} ${direction(better)}${primary ? ' (primary)' : ''}`.trimEnd(),
    '',
    ...(about ? [escape(about), ''] : []),
    ...grid(['arm', 'runs', 'mean', '95% interval', 'difference', '95% interval', 'p', 'p (Holm)', 'mean rank'], rows),
    '',
  ];
}

function grid(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escape).join(' | ')} |`;
  return [line(header), `|${header.map(() => ' --- |').join('')}`, ...rows.map(line)];
}

/** Text that Markdown, and the HTML in it, take as it stands. */
const escape = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/([\\`*_[\]|#])/g, '\\$1');
