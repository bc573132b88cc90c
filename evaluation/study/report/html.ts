import { budgetWords, evaluationWords } from '../../../core/spec/study-words.ts';
import type { CellEnvironment, CellResult } from '../cell-result.ts';
import type { ArmRow, FigureColumn, StudyTable } from '../study-table.ts';
import type { ReportContent } from './content.ts';
import { direction, repeatCommand, shown, shownInterval } from './content.ts';
import { curvesByStep, curvesByTime, tradeOff } from './curves.ts';
import { dotPlot } from './dot-plot.ts';
import { escaped, htmlTable } from './html-text.ts';
import { legend, linePlot } from './line-plot.ts';
import { style } from './style.ts';

/** Nothing but what the file itself holds: no script, and nothing fetched. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** The whole report as one page that needs nothing else, to be read, sent and kept. */
export function htmlReport(content: ReportContent): string {
  const { study, table, results, options } = content;
  const run = table.arms.filter(({ refused }) => refused === undefined);
  const sections = [
    summary(content),
    ...table.figures.map((figure) => figureSection(figure, table, run, results)),
    tradeOffSection(table, run),
    ...(options.times ? [timeSection(table, run, results)] : []),
    sampleSection(run, study.seeds, results),
    runSection(results, options.times),
    repeatSection(content),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(study.title)}</title>
<style>${style}</style>
</head>
<body>
${sections.filter((section) => section !== '').join('\n')}
</body>
</html>
`;
}

function summary({ study, table }: ReportContent): string {
  const refused = table.arms.filter((arm) => arm.refused !== undefined);
  return `<h1>${escaped(study.title)}</h1>
<p>${table.done} of ${table.cells} runs: ${table.arms.length} arms, seeds ${table.seeds.join(', ')}, ${budgetWords(study.budget)} each. ${escaped(evaluationWords(study.evaluation))} The primary figure is <code>${escaped(table.primary)}</code>; arms are compared with “${escaped(table.baseline)}”.</p>
${table.notes.map((note) => `<p class="note">${escaped(note)}</p>`).join('\n')}
<p class="muted">A large dot is an arm’s mean over seeds, a line its 95% interval (studentised bootstrap), a small dot one run. The dashed line is the floor: what real data, or an ideal sampler, scores at the same counts. Differences are paired by seed; p is of the two-sided sign-flip test, and corrected by Holm’s method over the arms of a figure.</p>
${refused.length > 0 ? `<h3>Arms that were not run</h3><ul>${refused.map(({ label, refused }) => `<li>${escaped(label)}: ${escaped(refused!)}</li>`).join('')}</ul>` : ''}`;
}

function figureSection(
  figure: FigureColumn,
  table: StudyTable,
  arms: readonly ArmRow[],
  results: readonly CellResult[],
): string {
  const { id, label, unit, better, extractor } = figure;
  const rows = arms.flatMap(({ label: arm, figures, diverged }) => {
    const cell = figures[id];
    if (!cell) return [];
    const { n, mean, interval, comparison, rank } = cell;
    return [
      [
        `${escaped(arm)}${arm === table.baseline ? ' (baseline)' : ''}`,
        `${n}${diverged.length > 0 ? `, ${diverged.length} diverged` : ''}`,
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
  const curves = curvesByStep(id, arms, results);
  const several = curves.some(({ points }) => points.length > 1);
  return `<h2>${escaped([label, unit].filter(Boolean).join(', '))} ${direction(better)}${id === table.primary ? ' <small>primary</small>' : ''}</h2>
${extractor ? `<p class="muted">Features: ${escaped(extractor.id)}, SHA-256 <code>${escaped(extractor.sha256)}</code></p>` : ''}
${dotPlot(figure, arms)}
${htmlTable(`${escaped(label)}: means over seeds`, ['arm', 'runs', 'mean', '95% interval', 'difference', '95% interval', 'p', 'p (Holm)', 'mean rank'], rows)}
${several ? `<h3>Against the step</h3>${linePlot(`${label} against the step, mean over seeds`, 'step', label, curves)}${legend(arms.map((arm) => arm.label))}` : ''}`;
}

/** The primary figure against the one that is most unlike it: better in the other direction, where there is one. */
function tradeOffSection({ figures, primary }: StudyTable, arms: readonly ArmRow[]): string {
  const first = figures.find(({ id }) => id === primary);
  const others = figures.filter(({ id, better }) => id !== primary && better !== 'none');
  const second = others.find(({ better }) => better !== first?.better) ?? others[0];
  if (!first || !second) return '';
  const title = `${second.label} against ${first.label}`;
  return `<h2>Trade-off</h2>
${linePlot(title, `${first.label} ${direction(first.better)}`, `${second.label} ${direction(second.better)}`, tradeOff(first.id, second.id, arms))}
${legend(arms.map(({ label }) => label))}`;
}

function timeSection(
  { figures, primary }: StudyTable,
  arms: readonly ArmRow[],
  results: readonly CellResult[],
): string {
  const figure = figures.find(({ id }) => id === primary);
  const plot = figure
    ? linePlot(
        `${figure.label} against time`,
        'seconds of training',
        figure.label,
        curvesByTime(primary, arms, results),
      )
    : '';
  const machines = [...new Set(results.map(({ clock }) => clock.machine))].sort();
  return `<h2>Against time</h2>
<p class="muted">What a clock said on ${machines.map(escaped).join('; ') || 'no machine'}.</p>
${plot}${legend(arms.map(({ label }) => label))}`;
}

function sampleSection(arms: readonly ArmRow[], seeds: readonly number[], results: readonly CellResult[]): string {
  const rows = seeds.map((seed) => {
    const pictures = arms.flatMap(({ label }) => {
      const result = results.find((each) => each.arm === label && each.seed === seed);
      if (!result?.samples) return [];
      const { width, height, png } = result.samples;
      const caption = escaped(`${label}${result.outcome === 'diverged' ? `, diverged at step ${result.step}` : ''}`);
      return [
        `<figure><img src="data:image/png;base64,${escaped(png)}" width="${width}" height="${height}" alt="Samples of ${caption}, seed ${seed}"><figcaption>${caption}</figcaption></figure>`,
      ];
    });
    return pictures.length > 0 ? `<h3>Seed ${seed}</h3><div class="samples">${pictures.join('')}</div>` : '';
  });
  return rows.some((row) => row !== '') ? `<h2>Samples</h2>${rows.join('\n')}` : '';
}

function runSection(results: readonly CellResult[], times: boolean): string {
  const rows = results.map(({ arm, seed, outcome, step, reason, identity, digest, clock }) => [
    escaped(arm),
    String(seed),
    escaped(outcome === 'diverged' ? `diverged at step ${step}: ${reason ?? ''}` : `finished, step ${step}`),
    `<code>${escaped(identity)}</code>`,
    `<code>${escaped(digest)}</code>`,
    ...(times ? [clock.seconds.toFixed(1)] : []),
  ]);
  return `<h2>Runs</h2>${htmlTable('Every run, with the identity of its spec and the digest of its parameters', ['arm', 'seed', 'outcome', 'identity', 'digest', ...(times ? ['seconds'] : [])], rows)}`;
}

function repeatSection({ study, table }: ReportContent): string {
  return `<h2>To repeat it</h2>
<p>Study <code>${table.identity}</code>; ${table.environments.map(environmentText).join('; ') || 'nothing was run'}. The study below, or the JSON form of this report, saved as <code>report.json</code> makes it again${study.budget.kind === 'steps' ? ', on WASM in reproducible arithmetic to the last digit' : ''}:</p>
<pre>${repeatCommand(table)}</pre>
<pre>${escaped(JSON.stringify(study, null, 2))}</pre>`;
}

const environmentText = ({ backend, arithmetic, device }: CellEnvironment): string =>
  escaped(`${backend}, ${arithmetic} arithmetic${device === undefined ? '' : ` (${device})`}`);
