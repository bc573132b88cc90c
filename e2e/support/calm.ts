/** Rounds until one is calm: other work on the machine only makes a figure larger, and lasts for a while. */
const mostRounds = 4;

/**
 * The median of figures that are measured in rounds, of the calmest of them: it stops at the first round whose median
 * is below the limit.
 *
 * @param measure Makes the figures of a round, an odd number of them.
 */
export async function calmMedian(limit: number, measure: () => Promise<readonly number[]>): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < mostRounds && !(least < limit); round++) {
    const figures = (await measure()).toSorted((a, b) => a - b);
    console.log(`measured ${figures.map((figure) => figure.toPrecision(3)).join(', ')}`);
    least = Math.min(least, figures[figures.length >> 1]!);
  }
  return least;
}
