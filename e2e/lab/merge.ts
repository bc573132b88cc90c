import { join } from 'node:path';
import { cellsOf } from '../../core/spec/study-plan.ts';
import type { StudySpec } from '../../core/spec/study-spec.ts';
import { studyIdentityOf } from '../../core/spec/study-spec.ts';
import { studyTools } from '../../core/studies.ts';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import { isSameResult } from '../../evaluation/study/check-results.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import { StudyFolder } from './study-folder.ts';

/**
 * Puts the parts of a study together: the report has the bytes of one that a single machine makes.
 * @throws UsageError where folders hold other studies, or results that contradict each other.
 */
export async function merge({
  targets,
  out,
  json,
}: Arguments): Promise<{ readonly lines: readonly string[]; readonly complete: boolean }> {
  if (targets.length === 0) throw new UsageError('merge needs the folders of the parts');
  const folders = targets.map((path) => new StudyFolder(path));
  const studies = await Promise.all(folders.map(studyOf));
  const [study] = studies;
  const identities = await Promise.all(studies.map((each) => studyIdentityOf(each)));
  const stranger = identities.findIndex((identity) => identity !== identities[0]);
  if (stranger > 0) throw new UsageError(`${targets[stranger]} holds another study than ${targets[0]}`);

  const cells = await cellsOf(study!, studyTools);
  const merged = new Map<string, { readonly result: CellResult; readonly from: string }>();
  for (const folder of folders) {
    for (const result of await folder.results(cells)) {
      const other = merged.get(result.key);
      if (other && !isSameResult(other.result, result)) {
        throw new UsageError(
          `${result.arm} with seed ${result.seed} came out otherwise in ${folder.path} than in ${other.from}`,
        );
      }
      if (!other) merged.set(result.key, { result, from: folder.path });
    }
  }
  const into = new StudyFolder(out ?? join('studies', 'merged'));
  await into.putStudy(study!);
  const results = Array.from(merged.values(), ({ result }) => result);
  for (const result of results) await into.putResult(result);
  return into.putReport(study!, results, json);
}

async function studyOf(folder: StudyFolder): Promise<StudySpec> {
  const study = await folder.study();
  if (!study) throw new UsageError(`There is no study in ${folder.path}`);
  return study;
}
