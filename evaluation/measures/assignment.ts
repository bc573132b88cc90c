/**
 * The assignment of rows to different columns with the least total cost, by shortest augmenting paths (Jonker and
 * Volgenant 1987, "A shortest augmenting path algorithm for dense and sparse linear assignment problems"): O(rows^2
 * columns).
 *
 * @param costs `[rows, columns]` row-major, with at least as many columns as rows; finite.
 * @returns the column of each row.
 * @throws RangeError for more rows than columns, or a cost that is not finite.
 */
export function cheapestAssignment(costs: Float64Array, rows: number, columns: number): Int32Array {
  if (rows > columns) throw new RangeError(`${rows} rows do not fit ${columns} columns.`);
  if (!costs.every(Number.isFinite)) throw new RangeError('Costs must be finite.');
  const rowPrices = new Float64Array(rows);
  const columnPrices = new Float64Array(columns);
  const rowOf = new Int32Array(columns).fill(-1);
  for (let row = 0; row < rows; row++) augment(row);
  const assigned = new Int32Array(rows);
  rowOf.forEach((row, column) => {
    if (row >= 0) assigned[row] = column;
  });
  return assigned;

  /** Gives `start` a column by the cheapest path of reassignments to one that is free (Dijkstra on reduced costs). */
  function augment(start: number): void {
    const distance = new Float64Array(columns).fill(Infinity);
    const reachedFrom = new Int32Array(columns).fill(-1);
    const settled: number[] = [];
    const done = new Uint8Array(columns);
    let row = start;
    let column = -1;
    let shortest = 0;
    do {
      let next = -1;
      for (let j = 0; j < columns; j++) {
        if (done[j]) continue;
        const length = shortest + costs[row * columns + j]! - rowPrices[row]! - columnPrices[j]!;
        if (length < distance[j]!) {
          distance[j] = length;
          reachedFrom[j] = column;
        }
        if (next < 0 || distance[j]! < distance[next]!) next = j;
      }
      shortest = distance[next]!;
      done[next] = 1;
      column = next;
      row = rowOf[column]!;
      if (row >= 0) settled.push(column);
    } while (row >= 0);
    rowPrices[start]! += shortest;
    for (const j of settled) {
      rowPrices[rowOf[j]!]! += shortest - distance[j]!;
      columnPrices[j]! -= shortest - distance[j]!;
    }
    while (column >= 0) {
      const previous = reachedFrom[column]!;
      rowOf[column] = previous < 0 ? start : rowOf[previous]!;
      column = previous;
    }
  }
}
