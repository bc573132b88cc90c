import type { MetricPoint } from '../../worker/protocol/records.ts';

/** Curves as comma-separated values: step, seconds, and a column for each name; empty where a point has no value. */
export function toCsv(points: readonly MetricPoint[], names: readonly string[]): string {
  const rows = points.map(({ step, seconds, values }) =>
    [step, seconds, ...names.map((name) => values[name] ?? '')].join(','),
  );
  return [['step', 'seconds', ...names.map(quote)].join(','), ...rows].join('\r\n') + '\r\n';
}

function quote(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
