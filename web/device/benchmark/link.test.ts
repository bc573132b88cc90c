import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { BenchmarkReport } from '../../../core/benchmark/report.ts';
import { LinkError } from '../../../core/spec/packed-link.ts';
import { decodeReport, encodeReport } from './link.ts';
import { parseReport, ReportError } from './report-schema.ts';

/** Milliseconds for the tests of many links; they take a second, longer on a busy machine. */
const patience = 30_000;

const report: BenchmarkReport = {
  version: 1,
  machine: { name: 'Étienne’s laptop', userAgent: 'Mozilla/5.0', cores: 8, gpu: null },
  peak: { plain: 24.812345678, relaxed: null },
  kernels: [{ name: 'gemm nn', backend: 'wasm', arithmetic: 'fast', threads: 2, gflops: 20.123456, share: 0.81 }],
  steps: [
    { name: 'toy ring, minimax', variant: 'fast', backend: 'webgpu', threads: 1, ms: 0.4123456, dispatches: 61 },
    { name: 'unet64', variant: 'fast', backend: 'wasm', threads: 1, ms: null, note: 'left out: the time was up' },
  ],
};
const dated = { at: 1_800_000_000_000, report };
const link = encodeReport(dated)!;

const linkOf = (value: unknown): string =>
  `#benchmark=${Buffer.from(deflateSync(Buffer.from(JSON.stringify(value)))).toString('base64url')}`;

/** Decodes, and fails on any error but the two that have words for people. */
function decodeOrError(fragment: string): unknown {
  try {
    return decodeReport(fragment);
  } catch (error) {
    expect(error instanceof LinkError || error instanceof ReportError, String(error)).toBe(true);
    return error;
  }
}

const text = fc.string({ maxLength: 40 });
const amount = fc.double({ min: 0, max: 1e12, noNaN: true });
const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
const threads = fc.integer({ min: 1, max: 256 });
const reports: fc.Arbitrary<BenchmarkReport> = fc.record({
  version: fc.constant(1),
  machine: fc.record({ name: text, userAgent: text, cores: fc.nat(256), gpu: fc.option(text) }),
  peak: fc.record({ plain: amount, relaxed: fc.option(amount) }),
  kernels: fc.array(
    fc.record({
      name: text,
      backend: fc.constantFrom('wasm', 'webgpu'),
      arithmetic: fc.constantFrom('fast', 'reproducible'),
      threads,
      gflops: amount,
      share: fc.option(amount),
    }),
    { maxLength: 20 },
  ),
  steps: fc.array(
    fc.record(
      {
        name: text,
        variant: fc.constantFrom('fast', 'reproducible', 'eager', 'stock', 'pytorch'),
        backend: fc.constantFrom('wasm', 'webgpu', 'cpu', 'native'),
        threads,
        ms: fc.option(positive),
        dispatches: fc.nat(),
        hostMs: amount,
        allocated: amount,
        memory: amount,
        note: text,
      },
      { requiredKeys: ['name', 'variant', 'backend', 'threads', 'ms'] },
    ),
    { maxLength: 20 },
  ),
});

/** The same with every number as a link has it. */
const asLinked = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'number' && !Number.isInteger(part) ? Number(part.toPrecision(4)) : part,
    ),
  );

describe('the link to a benchmark', () => {
  it('brings a report back, to four digits', () => {
    expect(link).toMatch(/^#benchmark=[A-Za-z0-9_-]+$/);
    const back = decodeReport(link);
    expect(back).toEqual({
      at: dated.at,
      report: {
        ...report,
        peak: { plain: 24.81, relaxed: null },
        kernels: [{ ...report.kernels[0], gflops: 20.12 }],
        steps: [{ ...report.steps[0], ms: 0.4123 }, report.steps[1]],
      },
    });
    expect(decodeReport(link.slice(1))).toEqual(back);
  });

  it('brings any report back', { timeout: patience }, () => {
    fc.assert(
      fc.property(reports, fc.nat(), (one, at) => {
        expect(decodeReport(encodeReport({ at, report: one })!)).toEqual(asLinked({ at, report: one }));
      }),
      { numRuns: 100 },
    );
  });

  it('is not made of a report that does not fit', () => {
    const noise = Array.from({ length: 8000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1).toString(36)).join('');
    expect(encodeReport({ at: 0, report: { ...report, machine: { ...report.machine, name: noise } } })).toBeUndefined();
  });

  it('says what is wrong: damaged, too large, of something else, of a newer app', () => {
    expect(() => decodeReport(link.slice(0, -9))).toThrow('This link is damaged');
    expect(() => decodeReport('#benchmark=')).toThrow('This link is damaged');
    expect(() => decodeReport(`#benchmark=${'A'.repeat(20_000)}`)).toThrow('too long');
    expect(() => decodeReport(linkOf({ at: 0, report: 'x'.repeat(300_000) }))).toThrow(
      'more than a benchmark can need',
    );
    expect(() => decodeReport('#run=abc')).toThrow('does not describe a benchmark');
    const newer = { at: 0, report: { version: 2, machines: [] } };
    expect(() => decodeReport(linkOf(newer))).toThrow('newer version of the app');
  });

  it('made of anything gives a report or words for people', { timeout: patience }, () => {
    const base64 = fc.string({ unit: fc.constantFrom(...'AZaz09_-'), maxLength: 300 });
    const fragments = fc.oneof(
      fc.string({ unit: 'binary' }),
      base64.map((packed) => `#benchmark=${packed}`),
      fc.json().map((json) => linkOf(JSON.parse(json))),
    );
    fc.assert(
      fc.property(fragments, (fragment) => {
        decodeOrError(fragment);
      }),
      { numRuns: 300 },
    );
  });

  it('with changed characters gives a report or words for people', { timeout: patience }, () => {
    const place = fc.integer({ min: '#benchmark='.length, max: link.length - 1 });
    const change = fc.tuple(place, fc.constantFrom(...'ABCDXYZabcxyz0189_-'));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const characters = [...link];
        for (const [index, character] of changes) characters[index] = character;
        decodeOrError(characters.join(''));
      }),
      { numRuns: 300 },
    );
  });
});

describe('parseReport', () => {
  const changed = (change: (copy: Record<string, unknown> & { report: Record<string, unknown> }) => void): unknown => {
    const copy = JSON.parse(JSON.stringify(dated)) as Parameters<typeof change>[0];
    change(copy);
    return copy;
  };

  it('leaves out what it does not know', () => {
    expect(parseReport(changed((copy) => (copy.report['colour'] = 'red')))).toEqual(dated);
  });

  it.each([
    ['no report', { at: 0 }],
    ['nothing', null],
    ['an older version', changed((copy) => (copy.report['version'] = 0))],
    ['no time', changed((copy) => delete copy['at'])],
    ['a time beyond all dates', changed((copy) => (copy['at'] = 1e300))],
    ['a negative speed', changed((copy) => (copy.report['peak'] = { plain: -1, relaxed: null }))],
    ['a step of no time', changed((copy) => (copy.report['steps'] = [{ ...report.steps[0], ms: 0 }]))],
    [
      'too many figures',
      changed((copy) => (copy.report['steps'] = Array.from({ length: 401 }, () => report.steps[0]))),
    ],
    ['an endless name', changed((copy) => (copy.report['machine'] = { ...report.machine, name: 'x'.repeat(401) }))],
  ])('refuses %s', (_, input) => {
    expect(() => parseReport(input)).toThrow(ReportError);
  });
});
