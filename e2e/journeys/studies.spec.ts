import { expect, test } from '@playwright/test';
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uniform } from '../../core/random/stream.ts';
import { lab } from '../support/terminal.ts';

const tiny = { kind: 'mlp', width: 16, depth: 1 };
const study = {
  title: 'Two losses on the ring',
  base: {
    method: 'gan',
    data: { kind: 'ring' },
    networks: { generator: tiny, discriminator: tiny },
    // Large enough that a run takes longer than the time between two checkpoints.
    batch: 4096,
  },
  axes: [
    {
      label: 'Loss',
      variants: [
        { label: 'non-saturating', set: {} },
        { label: 'least squares', set: { 'options.loss': 'least-squares' } },
      ],
    },
  ],
  seeds: [1, 2],
  budget: { kind: 'steps', steps: 150 },
  evaluation: { every: 40, samples: 200, metrics: ['mode-coverage', 'density'] },
  primary: 'reverse-kl',
  baseline: 'non-saturating',
};
const reports = ['report.csv', 'report.json', 'report.md', 'report.html'];

// Each test is compared with what one whole study made.
test.describe.configure({ mode: 'default' });
let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latent-lab-test-'));
  await writeFile(join(folder, 'study.json'), JSON.stringify(study));
  const { output } = await lab(command('straight'));
  expect(output).toContain('4 of 4 runs done');
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

const command = (out: string, ...others: string[]) => [
  ...['study', join(folder, 'study.json'), '--backend', 'wasm', '--out', join(folder, out)],
  ...others,
];

async function expectSameReports(out: string): Promise<void> {
  for (const report of reports) {
    const made = await readFile(join(folder, out, report), 'utf8');
    expect(made === (await readFile(join(folder, 'straight', report), 'utf8')), report).toBe(true);
  }
}

/** The browser of a terminal, by the lock that it holds on its profile: `host-pid`. */
async function browserOf(out: string): Promise<number | undefined> {
  const lock = await readlink(join(folder, out, 'profile', 'SingletonLock')).catch(() => undefined);
  return lock === undefined ? undefined : Number(lock.split('-').at(-1));
}

test('a study whose browser is killed five times at random moments ends with the same report', async () => {
  const moments = uniform(4, 'test/kill-study', 0, 5);
  for (const moment of moments) {
    const { output } = await lab(command('killed'), (child, output) => {
      const timer = setInterval(() => {
        if (!output().includes('going on')) return;
        clearInterval(timer);
        setTimeout(() => {
          void browserOf('killed').then((pid) => {
            if (pid !== undefined) process.kill(pid, 'SIGKILL');
            child.kill('SIGKILL');
          });
        }, 3000 * moment);
      }, 20);
    });
    expect(output).not.toContain('report in');
  }
  const { code, output } = await lab(command('killed'));
  expect(output).toContain('4 of 4 runs done');
  expect(code).toBe(0);
  await expectSameReports('killed');
});

test('the parts of a study, merged, are the report of the whole, byte for byte', async () => {
  for (const part of ['1', '2']) await lab(command(`part-${part}`, '--shard', `${part}/2`));
  expect((await readdir(join(folder, 'part-1', 'results'))).sort()).toEqual(['0-1.json', '0-2.json']);
  const parts = [join(folder, 'part-1'), join(folder, 'part-2')];
  const merged = await lab(['merge', ...parts, '--out', join(folder, 'merged')]);
  expect(merged.output).toContain('4 of 4 runs done');
  expect(merged.code).toBe(0);
  await expectSameReports('merged');
});
