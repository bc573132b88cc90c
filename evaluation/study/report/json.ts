import type { ReportContent } from './content.ts';

/** Names the kind of file for whoever opens it. */
const reportKind = 'latent-lab-study-report';

/** The study, its table and every result, to be read by programs; the study in it can be run again. */
export function jsonReport({ study, table, results, options }: ReportContent): string {
  const told = options.times ? results : results.map(({ clock: _, ...result }) => result);
  return `${JSON.stringify({ kind: reportKind, study, table, results: told }, null, 2)}\n`;
}
