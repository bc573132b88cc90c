import type { MetricPoint, RunId } from '../protocol/records.ts';
import { keysOf, type Table } from './schema.ts';
import type { Writing } from './connection.ts';

/** Points in a row of the store: few rows to read for a chart, little to write again when some are appended. */
const rowPoints = 256;

/** Adds points to a run's history, to the row that they follow if it has room. */
export async function writePoints<T extends Table>(
  tx: Writing<T | 'history'>,
  runId: RunId,
  points: readonly MetricPoint[],
): Promise<void> {
  const rows = tx.objectStore('history');
  const sorted = [...points].sort((a, b) => a.step - b.step);
  for (let start = 0; start < sorted.length;) {
    const firstStep = sorted[start]!.step;
    const cursor = await rows.openCursor(IDBKeyRange.bound([runId, -Infinity], [runId, firstStep]), 'prev');
    const row = cursor?.value;
    const joins = row !== undefined && (row.points.length < rowPoints || row.firstStep === firstStep);
    const room = joins ? Math.max(rowPoints - row.points.length, pointsAt(sorted, start)) : rowPoints;
    const added = sorted.slice(start, start + room);
    start += added.length;
    const merged = joins ? mergePoints([...row.points, ...added]) : mergePoints(added);
    await rows.put({ runId, firstStep: joins ? row.firstStep : firstStep, points: merged });
  }
}

/** How many points share the step of the one at `start`: they belong in one row. */
function pointsAt(points: readonly MetricPoint[], start: number): number {
  let end = start + 1;
  while (points[end]?.step === points[start]!.step) end++;
  return end - start;
}

/** Removes every point after a step. */
export async function truncatePoints<T extends Table>(
  tx: Writing<T | 'history'>,
  runId: RunId,
  step: number,
): Promise<void> {
  const rows = tx.objectStore('history');
  for (const row of await rows.getAll(keysOf(runId))) {
    const points = row.points.filter((point) => point.step <= step);
    if (points.length === row.points.length) continue;
    if (points.length === 0) await rows.delete([runId, row.firstStep]);
    else await rows.put({ ...row, points });
  }
}

/**
 * One point a step, in order of steps. Values recorded for one step at different times (losses, then an evaluation)
 * come together; a later value of the same name replaces an earlier one.
 */
export function mergePoints(points: readonly MetricPoint[]): MetricPoint[] {
  const byStep = new Map<number, MetricPoint>();
  for (const point of points) {
    const earlier = byStep.get(point.step);
    byStep.set(point.step, earlier ? { ...earlier, values: { ...earlier.values, ...point.values } } : point);
  }
  return [...byStep.values()].sort((a, b) => a.step - b.step);
}
