/**
 * Scalar operations between two questions whether to stop: some 2 ms of matrix products on a fast processor, 20 ms on a
 * slow one.
 */
export const segmentWork = 50e6;

/**
 * Cuts a program into runs of instructions of about that much work, and returns the number of instructions before the
 * end of each.
 */
export function segmentEnds(work: readonly number[], limit = segmentWork): number[] {
  const ends: number[] = [];
  let done = 0;
  work.forEach((own, index) => {
    // An instruction cannot be cut; one that is too long alone starts a run of its own.
    if (done > 0 && done + own > limit) {
      ends.push(index);
      done = 0;
    }
    done += own;
  });
  if (work.length > 0) ends.push(work.length);
  return ends;
}
