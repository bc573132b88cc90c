import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../core/spec/study-plan.ts';
import { cellsOf } from '../../core/spec/study-plan.ts';
import { requireStudySpec } from '../../core/spec/study-spec.ts';
import { studyPresets, studyTools } from '../../core/studies.ts';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import { ResultError } from '../../evaluation/study/check-results.ts';
import type { Arguments } from './arguments.ts';
import { parseArguments, UsageError } from './arguments.ts';
import { merge } from './merge.ts';
import { study } from './study.ts';
import { readStudy, StudyFolder } from './study-folder.ts';

const preset = studyPresets()['ring-objectives']!;
const spec = requireStudySpec({ ...preset, seeds: [1, 2] }, studyTools);
let folder: string;
let cells: readonly Cell[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latent-lab-merge-'));
  cells = await cellsOf(spec, studyTools);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const args = (...words: string[]): Arguments => parseArguments(words);

function aResult({ key, label, seed, identity, arm }: Cell, seconds = 1): CellResult {
  return {
    key,
    arm: label,
    seed,
    identity,
    outcome: 'finished',
    step: 2000,
    digest: identity,
    metrics: [{ id: 'reverse-kl', label: 'Reverse KL', value: arm + seed, better: 'lower', counts: { generated: 9 } }],
    curve: [],
    environment: { backend: 'wasm', arithmetic: 'reproducible' },
    clock: { seconds, curve: [], machine: `one of ${seconds}` },
  };
}

async function fill(name: string, own: readonly Cell[], seconds = 1): Promise<string> {
  const into = new StudyFolder(at(name));
  await into.putStudy(spec);
  for (const cell of own) await into.putResult(aResult(cell, seconds));
  return into.path;
}

describe('merging the parts of a study', () => {
  it('gives the bytes of the whole, whichever folder comes first and whatever clocks said', async () => {
    const whole = await fill('whole', cells);
    const even = await fill(
      'even',
      cells.filter((_, i) => i % 2 === 0),
      7,
    );
    const odd = await fill(
      'odd',
      cells.filter((_, i) => i % 2 === 1),
      8,
    );
    expect((await merge(args('merge', whole, '--out', at('of-whole')))).complete).toBe(true);
    expect((await merge(args('merge', odd, even, '--out', at('of-parts')))).complete).toBe(true);
    for (const name of ['report.csv', 'report.json', 'report.md', 'report.html', 'study.json']) {
      const texts = await Promise.all(['of-whole', 'of-parts'].map((from) => readFile(at(join(from, name)), 'utf8')));
      expect(texts[0] === texts[1], name).toBe(true);
    }
    expect((await readdir(at('of-parts/results'))).length).toBe(12);
    expect(await readFile(at('of-parts/times.html'), 'utf8')).toContain('one of 8');
    expect((await readdir(at('of-parts'))).some((name) => name.endsWith('.part'))).toBe(false);
  });

  it('takes results that two folders agree on once, and says what is missing', async () => {
    const first = await fill('first', cells.slice(0, 4));
    const again = await fill('again', cells.slice(2, 11), 3);
    const { complete, lines } = await merge(args('merge', first, again, '--out', at('most')));
    expect(complete).toBe(false);
    expect(lines[0]).toBe('11 of 12 runs done; missing: hinge with seed 2');
  });

  it('refuses results that contradict each other, are of another run, or are none', async () => {
    const good = await fill('good', cells.slice(0, 2));
    const bad = await fill('bad', []);
    const [cell] = cells;
    const result = aResult(cell!);
    const into = new StudyFolder(bad);
    const merging = () => merge(args('merge', good, bad, '--out', at('never')));
    await into.putResult({ ...result, digest: 'ab'.repeat(32) });
    await expect(merging()).rejects.toThrow('minimax with seed 1 came out otherwise');
    await into.putResult({ ...result, identity: 'ab'.repeat(32) });
    await expect(merging()).rejects.toThrow('is of another run');
    await writeFile(join(bad, 'results', `${cell!.key}.json`), '{"key": 3}');
    await expect(merging()).rejects.toThrow(ResultError);
  });

  it('refuses folders of other studies, and of none', async () => {
    const other = new StudyFolder(at('other'));
    await other.putStudy(preset);
    const good = await fill('good', []);
    await expect(merge(args('merge', good, other.path))).rejects.toThrow('holds another study');
    await expect(merge(args('merge', at('nothing')))).rejects.toThrow('There is no study in');
    await expect(merge(args('merge'))).rejects.toThrow(UsageError);
    await expect(study(args('study', 'ring-objectives', '--out', good))).rejects.toThrow('holds another study');
  });
});

describe('the study that a command names', () => {
  it('is a preset, a file, or the report of one', async () => {
    expect(await readStudy('ring-objectives')).toEqual(preset);
    await fill('whole', cells);
    await merge(args('merge', at('whole'), '--out', at('of-whole')));
    expect(await readStudy(at('of-whole/report.json'))).toEqual(spec);
    expect(await readStudy(at('of-whole/study.json'))).toEqual(spec);
  });

  it('is explained where it is none', async () => {
    await expect(readStudy('ring-objektives')).rejects.toThrow('choose ring-objectives, mnist-objectives');
    await writeFile(at('wrong.json'), JSON.stringify({ ...spec, seeds: [1, 1] }));
    await expect(readStudy(at('wrong.json'))).rejects.toThrow('seeds: names a seed twice');
    await expect(study(args('study', 'ring-objectives', '--steps', '3'))).rejects.toThrow(
      'has its settings in its file',
    );
  });
});
