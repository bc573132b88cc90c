/**
 * The order of all cells after one that waits was moved among those that wait. Cells that are done or under way keep
 * their places.
 *
 * @param order Keys of every cell.
 * @param waiting Keys of those that wait, as they stand in the order.
 * @param to Place among those that wait, from 0; limited to what there is.
 */
export function movedTo(
  order: readonly string[],
  waiting: readonly string[],
  key: string,
  to: number,
): readonly string[] {
  const others = waiting.filter((other) => other !== key);
  if (others.length === waiting.length) return order;
  const place = Math.max(0, Math.min(others.length, to));
  const moved = [...others.slice(0, place), key, ...others.slice(place)];
  const waits = new Set(waiting);
  let next = 0;
  return order.map((present) => (waits.has(present) ? moved[next++]! : present));
}
