import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { root } from '../build/paths.ts';

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the terminal's command; `during` may act on it while it runs. */
export function lab(
  args: readonly string[],
  during?: (child: ChildProcess, output: () => string) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'e2e/lab/main.ts', ...args], { cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  during?.(child, () => output);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}
