import { expect, test } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../build/paths.ts';
import type { EvaluateResult } from '../lab/evaluate.ts';
import type { ReproduceResult } from '../lab/reproduce.ts';
import type { TrainResult } from '../lab/train.ts';
import { lab } from '../support/terminal.ts';

const read = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, 'utf8')) as T;

test('a run that Ctrl-C stopped and --resume finished has the same bits as one in one go; an edited one goes on with its edit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lab-test-'));
  const command = (out: string) => [
    ...['train', 'gan-ring', '--steps', '60', '--seed', '3', '--backend', 'wasm', '--set', 'batch=2048'],
    ...[
      '--set',
      'augment.gaussian-noise.sigma=0.01',
      '--set',
      'evaluation.samples=100',
      '--out',
      join(folder, out),
      '--json',
      join(folder, `${out}.json`),
    ],
  ];
  try {
    const straight = await lab(command('straight'));
    expect(straight.output).toContain('step 60 of 60');
    const whole = await read<TrainResult>(join(folder, 'straight.json'));
    expect(whole).toMatchObject({
      step: 60,
      interrupted: false,
      arithmetic: 'reproducible',
      backend: 'wasm',
    });
    expect(whole.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(whole.spec.seed).toBe(3);
    expect(Object.keys(whole.metrics)).toContain('modes');
    for (const name of ['samples.png', 'metrics.jsonl', 'run.latentlab']) {
      expect(existsSync(join(folder, 'straight', name))).toBe(true);
    }

    const stopped = await lab(command('stopped'), (child, output) => {
      const timer = setInterval(() => {
        if (!/step \d+\/60/.test(output())) return;
        clearInterval(timer);
        child.kill('SIGINT');
      }, 50);
    });
    expect(stopped).toMatchObject({ code: 0 });
    const part = await read<TrainResult>(join(folder, 'stopped.json'));
    expect(part.interrupted).toBe(true);
    expect(part.step).toBeLessThan(60);

    const other = await lab([...command('stopped'), '--resume', '--seed', '4']);
    expect(other.code).toBe(1);
    expect(other.output).toContain('seed (3 there, 4 here)');

    await mkdir(join(folder, 'edited'));
    const archives = ['stopped', 'edited'].map((name) => join(folder, name, 'run.latentlab'));
    execFileSync(process.execPath, ['--import', 'tsx', 'e2e/support/edit-archive.ts', ...archives], { cwd: root });
    await lab([...command('edited'), '--resume']);
    const edited = await read<TrainResult>(join(folder, 'edited.json'));
    expect(edited).toMatchObject({ step: 60, spec: whole.spec, edits: [{ step: part.step }] });
    expect(edited.identity).not.toBe(whole.identity);
    expect(edited.digest).not.toBe(whole.digest);

    const resumed = await lab([...command('stopped'), '--resume']);
    expect(resumed.output).toContain('step 60 of 60');
    expect((await read<TrainResult>(join(folder, 'stopped.json'))).digest).toBe(whole.digest);

    const json = join(folder, 'evaluated.json');
    const archive = join(folder, 'straight', 'run.latentlab');
    await lab(['evaluate', archive, '--samples', '200', '--backend', 'wasm', '--json', json]);
    const evaluated = await read<EvaluateResult>(json);
    expect(evaluated.identity).toBe(whole.identity);
    expect(evaluated.arithmetic).toBe('reproducible');
    expect(evaluated.measured.find(({ id }) => id === 'modes')?.counts.generated).toBe(200);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a published claim is checked in the app', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lab-test-'));
  const json = join(folder, 'dirac.json');
  try {
    const listed = await lab(['reproduce']);
    expect(listed).toMatchObject({ code: 0 });
    expect(listed.output).toContain('dirac');
    const { code, output } = await lab(['reproduce', 'dirac', '--json', json]);
    expect(output).toMatch(/NS-GAN, alternating 1:5\s+0\.1389\s+0\.1389\s+± 1%\s+pass/);
    expect(output).toContain('passed: 27 of 27');
    expect(code).toBe(0);
    const report = await read<ReproduceResult>(json);
    expect(report.rows).toHaveLength(30);
    expect(report.rows.filter(({ passed }) => passed === undefined)).toHaveLength(3);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('mistakes in a command are explained', async () => {
  const cases: [string, ...string[]][] = [
    ['gan-ring', 'train', 'gan-square'],
    ['non-saturating', 'train', 'gan-ring', '--set', 'options.loss=hinge2'],
    ['choose dirac', 'reproduce', 'dirak'],
    ['steps', 'reproduce', 'dirac', '--set', 'steps=3'],
    ['options.colour', 'train', 'gan-ring', '--set', 'options.colour=red'],
    ['Rotation is not for points', 'train', 'gan-ring', '--set', 'augment.rotation=true'],
  ];
  for (const [explanation, ...args] of cases) {
    const { code, output } = await lab(args);
    expect(code).toBe(1);
    expect(output).toContain(explanation);
  }
});
