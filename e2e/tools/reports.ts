import { existsSync, readFileSync } from 'node:fs';
import type { Count } from './stages.ts';

/** What counts here of the JSON report of vitest. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** What counts here of the JSON report of Playwright. */
export interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

/** A test file that could not be loaded has no test that failed, and counts as one. */
export function countVitest({ numPassedTests, numFailedTests, testResults }: VitestReport): Count {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}

/** A test that passed only when it was tried again has failed. */
export function countPlaywright({ stats }: PlaywrightReport): Count {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}

/**
 * Counts of the report that a runner wrote into a file. A runner that failed without naming a failed test, or that
 * names none at all, is one failure itself.
 */
export function countReport<R>(file: string, ok: boolean, count: (report: R) => Count): Count {
  const { passed, failed } = existsSync(file)
    ? count(JSON.parse(readFileSync(file, 'utf8')) as R)
    : { passed: 0, failed: 0 };
  return { passed, failed: (ok && passed > 0) || failed > 0 ? failed : 1 };
}
