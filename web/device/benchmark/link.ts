import { packLink, unpackLink } from '../../../core/spec/packed-link.ts';
import type { LinkFormat } from '../../../core/spec/packed-link.ts';
import type { DatedReport } from './report-schema.ts';
import { parseReport } from './report-schema.ts';

/** Mail and chat programs take as many characters; a full benchmark needs about a third. */
const format: LinkFormat = {
  marker: 'benchmark=',
  longest: 16 * 1024,
  mostBytes: 256 * 1024,
  subject: 'a benchmark',
};

/** Digits that a measured time is good for, and one more. */
const digits = 4;

/**
 * The fragment of a link that shows a report beside another device's: `#benchmark=` and its JSON, deflated, in
 * base64url. Figures are rounded to four digits. Undefined when it does not fit.
 */
export function encodeReport({ at, report }: DatedReport): string | undefined {
  return packLink(JSON.stringify({ at, report: rounded(report) }), format);
}

/**
 * The report of a link, with or without the leading `#`.
 *
 * @throws LinkError when it is damaged or too large, ReportError when it holds no report that this app knows.
 */
export function decodeReport(fragment: string): DatedReport {
  return parseReport(unpackLink(fragment, format));
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(digits));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rounded(part)]));
}
