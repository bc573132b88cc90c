import type { ReportContent } from './content.ts';

const header = [
  'arm',
  'seed',
  'outcome',
  'step',
  'figure',
  'value',
  'interval_low',
  'interval_high',
  'floor',
  'better',
  'unit',
  'generated',
  'real',
  'extractor',
  'extractor_sha256',
  'identity',
  'digest',
];

/** One row for each figure of each run, and one for each run without figures: long form, as statistics programs read it. */
export function csvReport({ results, options }: ReportContent): string {
  const rows = results.flatMap(({ arm, seed, outcome, step, metrics, identity, digest, clock }) => {
    const head = [arm, seed, outcome, step];
    const tail = [identity, digest, ...(options.times ? [clock.seconds] : [])];
    if (metrics.length === 0) return [[...head, ...new Array<string>(header.length - 6).fill(''), ...tail]];
    return metrics.map(({ id, value, interval, floor, better, unit, counts, extractor }) => [
      ...head,
      id,
      value,
      interval?.[0],
      interval?.[1],
      floor,
      better,
      unit,
      counts.generated,
      counts.real,
      extractor?.id,
      extractor?.sha256,
      ...tail,
    ]);
  });
  return [[...header, ...(options.times ? ['seconds'] : [])], ...rows]
    .map((row) => `${row.map(field).join(',')}\r\n`)
    .join('');
}

/** A field as RFC 4180 writes it. Text that a spreadsheet would take for a formula is kept from being one. */
function field(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
