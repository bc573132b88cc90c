import type { ReportFormat } from '../../evaluation/study/study-table.ts';
import { download } from '../common/download.ts';
import type { Lab } from '../state/lab.ts';
import type { StudyModel } from './study-model.ts';

/** Saves a report of what the study has come to so far. */
export async function exportReport(lab: Lab, { id }: StudyModel, format: ReportFormat): Promise<void> {
  const report = await lab.attempt(lab.service.studyReport(id, format, true), 'The report could not be made');
  if (report) download(new Blob([report.text], { type: report.type }), report.name);
}

/** Adds results that other machines have made, from files that the terminal or an export wrote. */
export async function importResults(lab: Lab, model: StudyModel, files: readonly File[]): Promise<void> {
  const results: unknown[] = [];
  for (const file of files) {
    try {
      results.push(...resultsIn(JSON.parse(await file.text())));
    } catch {
      lab.notices.say('warning', `${file.name} is not a file of results.`);
      return;
    }
  }
  if (!(await lab.done(lab.service.importResults(model.id, results)))) return;
  lab.notices.info(results.length === 1 ? 'Imported 1 result.' : `Imported ${results.length} results.`);
  await model.reload();
}

/** Results of a file: one, a list, or a report with a list among its parts. The worker checks each. */
function resultsIn(content: unknown): readonly unknown[] {
  if (Array.isArray(content)) return content as readonly unknown[];
  if (typeof content === 'object' && content !== null && 'results' in content && Array.isArray(content.results)) {
    return content.results as readonly unknown[];
  }
  return [content];
}
