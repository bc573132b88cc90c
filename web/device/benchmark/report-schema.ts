import * as v from 'valibot';
import type { BenchmarkReport } from '../../../core/benchmark/report.ts';

/** Version of the report that this app writes and reads. */
const reportVersion = 1;

/** A report with the time at which it was made, as it is kept and as links hold it. */
export interface DatedReport {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly report: BenchmarkReport;
}

/** What holds no readable report; the message says why, in plain words. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}

/** Figures of one kind that a report may hold: far more than a benchmark makes. */
const mostFigures = 400;

const text = v.pipe(v.string(), v.maxLength(400));
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(amount, v.safeInteger());
const threads = v.pipe(count, v.minValue(1), v.maxValue(1024));

const kernel = v.object({
  name: text,
  backend: v.picklist(['wasm', 'webgpu']),
  arithmetic: v.picklist(['reproducible', 'fast']),
  threads,
  gflops: amount,
  share: v.nullable(amount),
});

const step = v.object({
  name: text,
  variant: v.picklist(['fast', 'reproducible', 'eager', 'stock', 'pytorch']),
  backend: v.picklist(['wasm', 'webgpu', 'cpu', 'native']),
  threads,
  ms: v.nullable(v.pipe(amount, v.gtValue(0))),
  dispatches: v.exactOptional(amount),
  hostMs: v.exactOptional(amount),
  allocated: v.exactOptional(amount),
  memory: v.exactOptional(amount),
  note: v.exactOptional(text),
});

const dated = v.object({
  // The last time that a Date can hold.
  at: v.pipe(amount, v.maxValue(8.64e15)),
  report: v.object({
    version: v.literal(reportVersion),
    machine: v.object({ name: text, userAgent: text, cores: count, gpu: v.nullable(text) }),
    peak: v.object({ plain: amount, relaxed: v.nullable(amount) }),
    kernels: v.pipe(v.array(kernel), v.maxLength(mostFigures)),
    steps: v.pipe(v.array(step), v.maxLength(mostFigures)),
  }),
});

const versioned = v.object({ report: v.object({ version: v.number() }) });

/**
 * Reads what someone else wrote. What this version does not know is left out.
 *
 * @throws ReportError when it is no report, or one of a newer app.
 */
export function parseReport(input: unknown): DatedReport {
  const version = v.safeParse(versioned, input);
  if (version.success && version.output.report.version > reportVersion) {
    throw new ReportError(
      'These figures were made by a newer version of the app: update this one, then open them again.',
    );
  }
  const parsed = v.safeParse(dated, input);
  if (!parsed.success) throw new ReportError('These are not the figures of a benchmark, or part of them is missing.');
  return parsed.output;
}
