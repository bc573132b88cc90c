import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requireStudySpec } from '../../core/spec/study-spec.ts';
import { studyIdentityOf } from '../../core/spec/study-spec.ts';
import { studyTools } from '../../core/studies.ts';
import type { CellResult } from './cell-result.ts';
import { checkBelongs, isSameResult, readResult, ResultError } from './check-results.ts';
import { axisOf } from './report/axis.ts';
import { shown } from './report/content.ts';
import { reportFormats, reportOf } from './report.ts';
import { aResult, study } from './study.fixture.ts';
import type { ReportFormat, StudyTable } from './study-table.ts';

const results = [0, 1, 2].flatMap((arm) => [1, 2, 3].map((seed) => aResult(arm, seed, arm + seed / 4)));
results[4] = aResult(1, 2, undefined);
const write = async (format: ReportFormat, of: readonly CellResult[] = results, times = false): Promise<string> =>
  (await reportOf(study, of, studyTools, format, { times })).text;

/** The same with its fields in the other order. */
const turned = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).reverse()) as T;

/** Fields of CSV as RFC 4180 has them. */
function parseCsv(text: string): string[][] {
  const rows = text.trimEnd().match(/(?:"(?:[^"]|"")*"|[^"\r\n])+/g)!;
  return rows.map((row) =>
    Array.from(row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g), ([, quoted, plain]) =>
      quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
    ),
  );
}

describe('the report of a study', () => {
  it.each(reportFormats)(
    'has the same bytes as %s in whatever order results and what they say came, and whatever clocks said',
    async (format) => {
      const text = await write(format);
      const other = results.map((result) =>
        turned({
          ...result,
          metrics: result.metrics.map(turned),
          clock: { seconds: 1e5, curve: [7], machine: 'another' },
        }),
      );
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(other, { minLength: other.length }), async (shuffled) => {
          expect(await write(format, shuffled)).toBe(text);
        }),
        { numRuns: 5 },
      );
      expect(text).not.toContain('machine');
      expect(await write(format, results, true)).not.toBe(text);
    },
  );

  it('is named after the study', async () => {
    const names = reportFormats.map(
      async (format) => (await reportOf(study, [], studyTools, format, { times: false })).name,
    );
    expect(await Promise.all(names)).toEqual([
      'a-small-study.csv',
      'a-small-study.json',
      'a-small-study.md',
      'a-small-study.html',
    ]);
  });

  it.each(['markdown', 'html'] as const)('as %s says what is measured when', async (format) => {
    const dear = requireStudySpec({ ...study, evaluation: { every: 50, dearEvery: 70, samples: 100 } }, studyTools);
    const { text } = await reportOf(dear, results, studyTools, format, { times: false });
    expect(text).toContain('the cheap ones also every 50 steps, all of them also every 70 steps.');
    expect(await write(format)).toContain(
      'with 100 samples, at the end of each run; the cheap ones also every 50 steps.',
    );
  });

  it('as CSV has a row for each figure, and one for a run without', async () => {
    const [header, ...rows] = parseCsv(await write('csv'));
    expect(rows).toHaveLength(8 * 2 + 1);
    for (const row of rows) expect(row).toHaveLength(header!.length);
    expect(rows.filter(([arm]) => arm === 'hinge & co')).toHaveLength(5);
    expect(rows.find(([, , outcome]) => outcome === 'diverged')!.slice(0, 6)).toEqual([
      'hinge & co',
      '2',
      'diverged',
      '63',
      '',
      '',
    ]);
    const least = rows.find(([arm]) => arm?.includes('least'))!;
    // A spreadsheet must not take a label for a formula.
    expect(least[0]).toBe(`'=least "squares"`);
    expect(least.slice(1, 6)).toEqual(['1', 'finished', '100', 'modes', '6']);
  });

  it('as JSON holds the study, which can be run again, the table and every result', async () => {
    const report = JSON.parse(await write('json')) as { study: unknown; table: StudyTable; results: unknown[] };
    const again = requireStudySpec(report.study, studyTools);
    expect(await studyIdentityOf(again)).toBe(report.table.identity);
    expect(report.results).toHaveLength(9);
    expect(report.table.arms[1]!.diverged).toHaveLength(1);
  });

  it('as Markdown keeps its tables whole, whatever labels hold', async () => {
    const lines = (await write('markdown')).split('\n');
    const rows = lines.filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(2 * (2 + 3) + 2 + 9);
    expect(lines[0]).toBe('# A &lt;small> study');
    expect(lines).toContain('npm run lab -- study report.json --backend wasm --out again');
  });

  it('as HTML stands alone: no script, nothing fetched, all text escaped', async () => {
    const html = await write('html');
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|<link|url\(|@import/i);
    expect(html.match(/(src|href)="(?!data:image\/png;base64,)/g)).toBeNull();
    expect(html).toContain('<h1>A &lt;small&gt; study</h1>');
    expect(html).toContain('=least &quot;squares&quot;');
    expect(html.match(/<svg/g)).toHaveLength(2 + 2 + 1);
    expect(html.match(/<img/g)).toHaveLength(9);
    expect(html).toContain('diverged at step 63: loss of the generator');
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('as HTML draws values that span decades on a logarithmic axis, within which intervals end', async () => {
    expect(await write('html')).not.toContain('logarithmic');
    const wide = [0, 1, 2].flatMap((arm) => [1, 2, 3].map((seed) => aResult(arm, seed, 10 ** -arm * seed ** 3)));
    const html = await write('html', wide);
    expect(html).toContain('KL ↓ (logarithmic)');
    expect(html).not.toMatch(/NaN|Infinity/);
    const lines = Array.from(html.matchAll(/class="interval" x1="([\d.-]+)" x2="([\d.-]+)"/g));
    for (const [, from, to] of lines) {
      expect(Number(from)).toBeGreaterThanOrEqual(200);
      expect(Number(to)).toBeLessThanOrEqual(620);
    }
  });

  it('as HTML with times draws the primary figure of each run against its seconds of training', async () => {
    const curved = results.map((result) => ({
      ...result,
      curve: [25, 50].map((step) => ({ step, values: { kl: result.seed + step / 100 } })),
      clock: { ...result.clock, curve: [2 * result.seed, 4 * result.seed] },
    }));
    const html = await write('html', curved, true);
    const plot = html.slice(html.indexOf('aria-label="KL against time"'));
    const lines = Array.from(
      plot.slice(0, plot.indexOf('</svg>')).matchAll(/<polyline class="line s(\d)" points="([^"]+)"/g),
    );
    expect(lines.map(([, colour]) => colour)).toEqual(['0', '0', '0', '1', '1', '1', '2', '2', '2']);
    const across = lines
      .slice(0, 3)
      .map(([, , points]) => points!.split(' ').map((point) => Number(point.split(',')[0])));
    // Seconds 2 and 4, 4 and 8, 6 and 12 on one axis.
    const second = (across[0]![1]! - across[0]![0]!) / 2;
    for (const [i, [from, to]] of across.entries()) expect(to! - from!).toBeCloseTo(2 * (i + 1) * second, 0);
    expect(across[1]![0]).toBe(across[0]![1]);
    expect(plot).toContain('seconds of training');
    expect(await write('html', curved)).not.toContain('against time');
  });

  it.each(reportFormats)('is there as %s before anything has been run', async (format) => {
    const text = await write(format, []);
    expect(text).not.toMatch(/NaN|undefined/);
    expect(text.length).toBeGreaterThan(50);
  });
});

describe('results from elsewhere', () => {
  const cell = {
    key: '0-1',
    arm: 0,
    label: 'NS',
    seed: 1,
    spec: study.base,
    identity: '01'.repeat(32),
  };

  it('come back from a file as they were', () => {
    for (const result of results) expect(readResult(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  it('are refused when they are damaged', () => {
    expect(() => readResult(null)).toThrow(ResultError);
    for (const change of [{ seed: -1 }, { digest: 'x' }, { outcome: 'won' }, { clock: null }, { extra: 1 }]) {
      expect(() => readResult({ ...results[0], ...change })).toThrow(ResultError);
    }
    expect(() => readResult({ ...results[0], samples: { width: 1, height: 1, png: '"><script>' } })).toThrow(
      ResultError,
    );
  });

  it('must be of a cell of the study', () => {
    expect(() => checkBelongs(results[0]!, [cell])).not.toThrow();
    expect(() => checkBelongs(results[1]!, [cell])).toThrow('no cell 0-2');
    expect(() => checkBelongs({ ...results[0]!, identity: 'ff'.repeat(32) }, [cell])).toThrow('another run');
  });

  it('are the same when all but the clock is', () => {
    const [result] = results;
    expect(isSameResult(result!, { ...result!, clock: { seconds: 9, curve: [], machine: '' } })).toBe(true);
    expect(isSameResult(result!, { ...result!, digest: 'ab'.repeat(32) })).toBe(false);
    // What an earlier version wrote of the same run.
    const bounded = { ...result!, metrics: result!.metrics.map((metric) => ({ ...metric, bounds: { least: 0 } })) };
    expect(readResult(JSON.parse(JSON.stringify(bounded)))).toEqual(bounded);
    expect(isSameResult(result!, bounded)).toBe(true);
    const [first, ...others] = bounded.metrics;
    expect(isSameResult(result!, { ...bounded, metrics: [{ ...first!, value: 9 }, ...others] })).toBe(false);
  });
});

describe('drawing', () => {
  it('puts ticks on round numbers that hold every value', () => {
    expect(axisOf([0, 10]).ticks).toEqual([0, 2, 4, 6, 8, 10]);
    expect(axisOf([0.013, 0.058]).ticks).toEqual([0.01, 0.02, 0.03, 0.04, 0.05, 0.06]);
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(values, (values) => {
        const { low, high, ticks, place } = axisOf(values);
        const slack = 1e-9 * (high - low);
        expect(low).toBeLessThanOrEqual(Math.min(...values) + slack);
        expect(high).toBeGreaterThanOrEqual(Math.max(...values) - slack);
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks.length).toBeLessThan(14);
        for (const value of values) expect(place(value, 0, 100)).toBeGreaterThanOrEqual(-1e-6);
      }),
    );
  });

  it('shows numbers short', () => {
    expect([0, 8, 0.12345, 1234.56, 1e-7, -2.5e7].map(shown)).toEqual([
      '0',
      '8',
      '0.1235',
      '1235',
      '1.000e-7',
      '-2.500e7',
    ]);
  });
});
