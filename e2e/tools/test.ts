import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../build/paths.ts';
import { countPlaywright, countReport, countVitest, type PlaywrightReport, type VitestReport } from './reports.ts';
import { runStages, type Count, type Stage } from './stages.ts';

// `npm test`: every check and every test, all of them even when one fails, side by side where there are cores for it.
// The last line adds them up.

const reports = join(root, '.cache/test');

/** As many stages at once as there are cores, but no more than gain by it. */
const atOnce = Math.min(3, Math.max(2, availableParallelism()));

async function main(): Promise<void> {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const ended = await runStages(stages(), atOnce);
  for (const { name, passed, failed, seconds } of ended) {
    console.log(`${name}: ${passed} passed, ${failed} failed, ${seconds.toFixed(0)} s`);
  }
  const sum = (key: keyof Count) => ended.reduce((total, count) => total + count[key], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  if (sum('failed') > 0) process.exitCode = 1;
}

/** In the order in which they start when there is room: first what others wait for, then what takes longest. */
function stages(): Stage[] {
  return [
    { name: 'chromium', run: () => check('chromium', 'npx', 'tsx', 'e2e/tools/find-chromium.ts') },
    { name: 'unit tests', run: vitest, after: ['chromium'] },
    ...['types', 'lint', 'format', 'dependencies', 'unused'].map((name) => ({
      name,
      run: () => script(name, `check:${name}`),
    })),
    { name: 'build', run: () => script('build', 'build') },
    { name: 'budget', run: () => script('budget', 'budget'), after: ['build'] },
    { name: 'journeys', run: () => journeys('journeys', 2), after: ['chromium', 'build'] },
    { name: 'measurements', run: () => journeys('measurements', 1), after: ['chromium', 'build'], alone: true },
  ];
}

/** A script that passes or fails as one. */
const script = (name: string, npmScript: string): Promise<Count> => check(name, 'npm', 'run', '--silent', npmScript);

async function check(name: string, ...command: readonly [string, ...string[]]): Promise<Count> {
  return (await run(name, command)) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Unit tests, in Node and in Chromium. */
async function vitest(): Promise<Count> {
  const file = join(reports, 'vitest.json');
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return countReport<VitestReport>(file, await run('unit tests', ['npx', 'vitest', 'run', ...options]), countVitest);
}

/** User journeys of one project, so many at once. */
async function journeys(project: string, workers: number): Promise<Count> {
  const file = join(reports, `${project}.json`);
  const options = [`--project=${project}`, `--workers=${workers}`, `--output=test-results/${project}`];
  const ok = await run(project, ['npm', 'run', '--silent', 'test:e2e', '--', ...options], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  return countReport<PlaywrightReport>(file, ok, countPlaywright);
}

/** Runs a program, with its name before each line that it writes. @returns whether it succeeded. */
function run(name: string, [command, ...args]: readonly [string, ...string[]], env = {}): Promise<boolean> {
  console.log(`${name} > ${[command, ...args].join(' ')}`);
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => console.log(`${name} | ${line}`));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code !== 0) console.log(`${name}: ended with ${signal ?? `code ${code}`}`);
      resolve(code === 0);
    });
  });
}

await main();
