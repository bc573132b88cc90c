import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Cell } from '../../core/spec/study-plan.ts';
import { cellsOf } from '../../core/spec/study-plan.ts';
import type { StudySpec } from '../../core/spec/study-spec.ts';
import { parseStudySpec } from '../../core/spec/study-spec.ts';
import { studyPresets, studyTools } from '../../core/studies.ts';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import { checkBelongs, readResult } from '../../evaluation/study/check-results.ts';
import { reportFormats, reportOf } from '../../evaluation/study/report.ts';
import { tableOf } from '../../evaluation/study/table-of.ts';
import { UsageError } from './arguments.ts';
import { tableLines } from './study-table-lines.ts';

const studyName = 'study.json';
const resultsName = 'results';

/** A study of a preset, a file, or a report. @throws UsageError with all that is wrong with it. */
export async function readStudy(target: string | undefined): Promise<StudySpec> {
  if (target === undefined) throw new UsageError('study needs a preset or a study file');
  const presets = studyPresets();
  const preset = presets[target];
  if (preset) return preset;
  if (extname(target) !== '.json') {
    throw new UsageError(`There is no study ${target}: choose ${Object.keys(presets).join(', ')}, or a .json file`);
  }
  return parsed(target, JSON.parse(await readFile(target, 'utf8')));
}

function parsed(file: string, value: unknown): StudySpec {
  // A report holds the study that it is of.
  const held = typeof value === 'object' && value !== null && 'kind' in value && 'study' in value ? value.study : value;
  const result = parseStudySpec(held, studyTools);
  if (result.ok) return result.study;
  throw new UsageError(`${file}:\n${result.issues.map(({ path, message }) => `${path}: ${message}`).join('\n')}`);
}

/** The folder that a study is written to: itself, `results/<cell>.json` for each cell, and its report. */
export class StudyFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** The study in the folder; undefined in a new one. */
  async study(): Promise<StudySpec | undefined> {
    const file = join(this.path, studyName);
    return existsSync(file) ? parsed(file, JSON.parse(await readFile(file, 'utf8'))) : undefined;
  }

  async putStudy(study: StudySpec): Promise<void> {
    await mkdir(join(this.path, resultsName), { recursive: true });
    await put(join(this.path, studyName), `${JSON.stringify(study, null, 2)}\n`);
  }

  /** @throws ResultError where a file is none of the study's results. */
  async results(cells: readonly Cell[]): Promise<CellResult[]> {
    const folder = join(this.path, resultsName);
    if (!existsSync(folder)) return [];
    const names = (await readdir(folder)).filter((name) => extname(name) === '.json').sort();
    const results = await Promise.all(
      names.map(async (name) => readResult(JSON.parse(await readFile(join(folder, name), 'utf8')))),
    );
    for (const result of results) checkBelongs(result, cells);
    return results;
  }

  async putResult(result: CellResult): Promise<void> {
    await put(join(this.path, resultsName, `${basename(result.key)}.json`), `${JSON.stringify(result)}\n`);
  }

  /**
   * Writes the report in every format, and beside it `times.html` and `times.csv` with what a clock said.
   * @returns lines for the terminal, and whether every cell has a result.
   */
  async putReport(
    study: StudySpec,
    results: readonly CellResult[],
    json: string | undefined,
  ): Promise<{ readonly lines: readonly string[]; readonly complete: boolean }> {
    for (const format of reportFormats) {
      const { name, text } = await reportOf(study, results, studyTools, format, { times: false });
      await put(join(this.path, `report${extname(name)}`), text);
      if (format === 'json' && json !== undefined) await put(json, text);
    }
    for (const format of ['csv', 'html'] as const) {
      const { name, text } = await reportOf(study, results, studyTools, format, { times: true });
      await put(join(this.path, `times${extname(name)}`), text);
    }
    const cells = await cellsOf(study, studyTools);
    const missing = cells.filter(({ key }) => !results.some((result) => result.key === key));
    const table = await tableOf(study, results, studyTools);
    return {
      complete: missing.length === 0,
      lines: [
        `${results.length} of ${cells.length} runs done${missing.length > 0 ? `; missing: ${missing.map(({ label, seed }) => `${label} with seed ${seed}`).join(', ')}` : ''}`,
        ...tableLines(table),
        `report in ${this.path}`,
      ],
    };
  }
}

/** Writes a file so that there is always a whole one. */
async function put(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}
