import type { CheckpointManifest } from './schema.ts';

/** Checkpoints of a run that are kept besides the pinned ones. */
const keptCheckpoints = 3;
/** Frames kept for a run: enough for a smooth scrubber, some 100 MB for the largest frames. */
const frameCap = 240;

type Candidate = Pick<CheckpointManifest, 'step' | 'pinned' | 'quarantined'>;

/**
 * Steps of the checkpoints to delete, given all of a run's in any order: those before the newest `keep` good ones,
 * except the pinned. A quarantined checkpoint never counts as one of the kept.
 */
export function checkpointsToPrune(checkpoints: readonly Candidate[], keep = keptCheckpoints): number[] {
  const good = checkpoints.filter(({ quarantined }) => quarantined === undefined).map(({ step }) => step);
  const oldestKept = good.sort((a, b) => b - a)[keep - 1];
  if (oldestKept === undefined) return [];
  return checkpoints.filter(({ step, pinned }) => !pinned && step < oldestKept).map(({ step }) => step);
}

/**
 * Steps of the frames to drop so that at most `cap` stay. Each time the frame goes whose absence leaves the smallest
 * gap, the oldest of equals, never the first or the last: of evenly spaced frames that is every second, from the
 * oldest on, so that what is left spans the run evenly.
 * @param steps ascending.
 */
export function framesToThin(steps: readonly number[], cap = frameCap): number[] {
  const kept = [...steps];
  const dropped: number[] = [];
  while (kept.length > Math.max(cap, 2)) {
    let best = 1;
    for (let i = 2; i < kept.length - 1; i++) {
      if (kept[i + 1]! - kept[i - 1]! < kept[best + 1]! - kept[best - 1]!) best = i;
    }
    dropped.push(...kept.splice(best, 1));
  }
  return dropped;
}
