import type { StudySpec, StudyTools } from '../../core/spec/study-spec.ts';
import type { CellResult } from './cell-result.ts';
import { readResult } from './check-results.ts';
import { csvReport } from './report/csv.ts';
import { htmlReport } from './report/html.ts';
import { jsonReport } from './report/json.ts';
import { markdownReport } from './report/markdown.ts';
import type { ReportContent, ReportOptions } from './report/content.ts';
import type { ReportFormat } from './study-table.ts';
import { tableOf } from './table-of.ts';

const formats: Readonly<
  Record<
    ReportFormat,
    { readonly extension: string; readonly type: string; readonly write: (content: ReportContent) => string }
  >
> = {
  csv: { extension: 'csv', type: 'text/csv', write: csvReport },
  json: { extension: 'json', type: 'application/json', write: jsonReport },
  markdown: { extension: 'md', type: 'text/markdown', write: markdownReport },
  html: { extension: 'html', type: 'text/html', write: htmlReport },
};

/** The formats that a report comes in. */
export const reportFormats = Object.keys(formats) as readonly ReportFormat[];

/**
 * A study's report as a file. Without `times` it is a function of the study and what its results say: equal bytes on every
 * machine that made them, in whatever order they came.
 */
export async function reportOf(
  study: StudySpec,
  results: readonly CellResult[],
  tools: StudyTools,
  format: ReportFormat,
  options: ReportOptions,
): Promise<{ readonly name: string; readonly type: string; readonly text: string }> {
  const { extension, type, write } = formats[format];
  const table = await tableOf(study, results, tools);
  const order = new Map(
    table.arms.flatMap(({ index }, a) =>
      study.seeds.map((seed, s) => [`${index}-${seed}`, a * study.seeds.length + s]),
    ),
  );
  const ordered = results
    .filter(({ key }) => order.has(key))
    .sort((a, b) => order.get(a.key)! - order.get(b.key)!)
    // As read from a file: one made here may say the same in another order.
    .map(readResult);
  return {
    name: `${slug(study.title)}.${extension}`,
    type,
    text: write({ study, table, results: ordered, options }),
  };
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'study';
