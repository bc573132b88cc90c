import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { countPlaywright, countReport, countVitest, type VitestReport } from './reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'latent-lab-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tests = (...statuses: string[]) => statuses.map((status) => ({ status }));

describe('counts of a report', () => {
  it('are those of the tests, and of test files that could not be loaded', () => {
    const report: VitestReport = {
      numPassedTests: 3,
      numFailedTests: 1,
      testResults: [
        { status: 'passed', assertionResults: tests('passed', 'passed') },
        { status: 'failed', assertionResults: tests('passed', 'failed') },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(countVitest(report)).toEqual({ passed: 3, failed: 2 });
  });

  it('take a journey that passed at the second try for failed', () => {
    expect(countPlaywright({ stats: { expected: 5, unexpected: 2, flaky: 1 } })).toEqual({ passed: 5, failed: 3 });
  });

  it('are one failure where a runner crashed: without a report, or with nothing that failed in it', () => {
    const read = (report: VitestReport | undefined, ok: boolean) => {
      const file = join(folder, 'report.json');
      rmSync(file, { force: true });
      if (report) writeFileSync(file, JSON.stringify(report));
      return countReport(file, ok, countVitest);
    };
    const report = (numPassedTests: number, numFailedTests = 0) => ({
      numPassedTests,
      numFailedTests,
      testResults: [],
    });
    expect(read(undefined, false)).toEqual({ passed: 0, failed: 1 });
    expect(read(undefined, true)).toEqual({ passed: 0, failed: 1 });
    expect(read(report(4), false)).toEqual({ passed: 4, failed: 1 });
    expect(read(report(4, 2), false)).toEqual({ passed: 4, failed: 2 });
    expect(read(report(0), true)).toEqual({ passed: 0, failed: 1 });
    expect(read(report(4), true)).toEqual({ passed: 4, failed: 0 });
  });
});
