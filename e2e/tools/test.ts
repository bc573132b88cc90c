import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../build/paths.ts';
import { findChromium } from './chromium.ts';

// `npm test`: every check and every test, all of them even when one fails. The last line adds them up.

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const reports = join(root, '.cache/test');

function main(): void {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  console.log(`Chromium: ${findChromium()}`);
  const counts = [
    ...['types', 'lint', 'format', 'dependencies', 'unused'].map((name) => check(`check:${name}`)),
    vitest(),
    check('build'),
    check('budget'),
    playwright(),
  ];
  const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  if (sum('failed') > 0) process.exitCode = 1;
}

/** A script that passes or fails as one. */
function check(script: string): Count {
  return run(['npm', 'run', '--silent', script]) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Unit tests, in Node and in Chromium. */
function vitest(): Count {
  const file = join(reports, 'vitest.json');
  const ok = run(['npx', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
  return withReport(file, ok, (report: { numPassedTests: number; numFailedTests: number }) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
  }));
}

/** User journeys. */
function playwright(): Count {
  const ok = run(['npm', 'run', '--silent', 'test:e2e']);
  return withReport(
    join(reports, 'playwright.json'),
    ok,
    ({ stats }: { stats: { expected: number; unexpected: number; flaky: number } }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
    }),
  );
}

function run([command, ...args]: readonly [string, ...string[]]): boolean {
  console.log(`\n> ${[command, ...args].join(' ')}`);
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

/** Counts of a report; a runner that fails without naming a failed test is one failure itself. */
function withReport<R>(file: string, ok: boolean, read: (report: R) => Count): Count {
  const count = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8')) as R) : { passed: 0, failed: 0 };
  return ok || count.failed > 0 ? count : { ...count, failed: 1 };
}

main();
