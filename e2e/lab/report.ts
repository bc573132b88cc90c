import type { MetricValue } from '../../evaluation/metric.ts';

const figure = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(4));

/** Figures as lines of text, each with what is needed to trust it. */
export function metricLines(metrics: readonly MetricValue[]): string[] {
  const width = Math.max(0, ...metrics.map(({ label }) => label.length));
  return metrics.map(({ label, value, unit, counts, floor, interval, extractor, note }) => {
    const { generated, real } = counts;
    const against = [generated && `${generated} generated`, real && `${real} real`].filter(Boolean).join(', ');
    const details = [
      against,
      interval && `[${interval.map(figure).join(', ')}]`,
      floor !== undefined && `floor ${figure(floor)}`,
      extractor && `${extractor.id} ${extractor.sha256.slice(0, 8)}`,
      note,
    ].filter(Boolean);
    return `  ${label.padEnd(width)}  ${figure(value)}${unit ? ` ${unit}` : ''}  (${details.join('; ')})`;
  });
}

/** Seconds that each metric took, in one line. Samples and features count for the metric that first needed them. */
export function costLine(costs: Readonly<Record<string, number>>): string {
  const parts = Object.entries(costs).map(([id, seconds]) => `${id} ${seconds.toFixed(1)}`);
  return parts.length > 0 ? `seconds: ${parts.join(', ')}` : 'nothing was measured';
}
