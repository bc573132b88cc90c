import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '../../core/catalogue.ts';
import { studyPresets } from '../../core/studies.ts';
import type { TrainResult } from './train.ts';

/** Prints the presets, and the runs that were trained from the terminal below a folder. */
export async function list(folder = 'runs'): Promise<void> {
  console.log('Presets');
  const width = Math.max(...catalogue.presets.map(({ id }) => id.length));
  for (const { id, summary } of catalogue.presets) console.log(`  ${id.padEnd(width)}  ${summary}`);
  const studies = Object.entries(studyPresets());
  console.log('\nStudies');
  const wide = Math.max(...studies.map(([id]) => id.length));
  for (const [id, { title, seeds }] of studies) console.log(`  ${id.padEnd(wide)}  ${title}, ${seeds.length} seeds`);
  if (!existsSync(folder)) return;
  console.log(`\nRuns in ${folder}`);
  for (const name of (await readdir(folder)).sort()) {
    const file = join(folder, name, 'result.json');
    if (!existsSync(file)) continue;
    const { spec, step, metrics } = JSON.parse(await readFile(file, 'utf8')) as TrainResult;
    const figures = Object.entries(metrics).map(([id, value]) => `${id} ${value.toPrecision(4)}`);
    console.log(`  ${name}  ${spec.method} on ${spec.data.kind}, step ${step} of ${spec.steps}  ${figures.join('  ')}`);
  }
}
