import { datasetCardOf } from '../../core/spec/dataset-card.ts';
import type { Catalogue } from '../../core/spec/catalogue.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import type { RunRow } from '../../worker/protocol/service.ts';
import { stateLabels } from '../common/state-label.ts';

export type SortKey = 'name' | 'state' | 'method' | 'data' | 'step' | 'metric' | 'updated';

export interface Sort {
  readonly key: SortKey;
  readonly ascending: boolean;
}

/** A run as the table shows it. */
export interface TableRow {
  readonly row: RunRow;
  readonly method: string;
  readonly data: string;
  /** The first figure of the latest evaluation. */
  readonly metric: MetricValue | undefined;
}

/** Rows with their names in words; without a catalogue, with ids. */
export function tableRows(rows: readonly RunRow[], catalogue: Catalogue | undefined): readonly TableRow[] {
  return rows
    .filter(({ run }) => run.deletedAt === undefined)
    .map((row) => ({
      row,
      method: catalogue?.methods.find(({ id }) => id === row.run.spec.method)?.title ?? row.run.spec.method,
      data: (catalogue && datasetCardOf(catalogue, row.run.spec.data)?.title) ?? row.run.spec.data.kind,
      metric: row.run.evaluation?.metrics[0],
    }));
}

/** Rows that hold every word of the query in name, method, data or state. */
export function filterRows(rows: readonly TableRow[], query: string): readonly TableRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ row, method, data }) => {
    const text = [row.run.name, method, data, stateLabels[row.state], row.run.spec.method, row.run.spec.data.kind].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Sorted rows; those without a value come last either way. */
export function sortRows(rows: readonly TableRow[], { key, ascending }: Sort): readonly TableRow[] {
  const direction = ascending ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [x, y] = [valueOf(a, key), valueOf(b, key)];
    if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? 1 : -1;
    if (typeof x === 'string' || typeof y === 'string') return direction * String(x).localeCompare(String(y), 'en', { numeric: true });
    return direction * (x - y);
  });
}

function valueOf({ row, method, data, metric }: TableRow, key: SortKey): string | number | undefined {
  switch (key) {
    case 'name':
      return row.run.name;
    case 'state':
      return stateLabels[row.state];
    case 'method':
      return method;
    case 'data':
      return data;
    case 'step':
      return row.run.step;
    case 'metric':
      return metric?.value;
    case 'updated':
      return row.run.updatedAt;
  }
}
