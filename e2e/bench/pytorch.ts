import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StepFigure } from '../../core/benchmark/report.ts';

const script = fileURLToPath(new URL('pytorch_steps.py', import.meta.url));

/** One thread for PyTorch, and for the library that multiplies its matrices. */
const environment = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** A Python that has PyTorch: PYTHON, or the system's. Undefined where none has. */
export function findPyTorch(): string | undefined {
  const candidates = [process.env['PYTHON'], 'python3', '/usr/bin/python3'].filter((name) => name !== undefined);
  return candidates.find((python) => spawnSync(python, ['-c', 'import torch'], { timeout: 60_000 }).status === 0);
}

/** Milliseconds of a step in PyTorch on one thread. @throws Error with its words when it fails. */
export function measurePyTorch(python: string, step: string, budgetMs: number): Promise<StepFigure> {
  const child = spawn(python, [script, '1', String(budgetMs / 1000), step], { env: environment });
  let [output, complaints] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`PyTorch could not run ${step}:\n${complaints}`));
      const { ms, version } = JSON.parse(output) as { ms: number; version: string };
      const note = `PyTorch ${version}`;
      resolve({ name: step, variant: 'pytorch', backend: 'native', threads: 1, ms, note });
    });
  });
}
