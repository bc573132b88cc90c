/** Where separate Gaussians of the data lie, `[k, 2]`, and their standard deviation. */
export interface Modes {
  readonly centres: Float32Array;
  readonly std: number;
}

/** Samples by nearest mode. */
export interface ModeCounts {
  /** Samples nearest to each mode, near or far. */
  readonly all: Uint32Array;
  /** Those within three standard deviations of it. */
  readonly near: Uint32Array;
  /** Finite samples. */
  readonly total: number;
}

/** A sample counts for a mode within this many standard deviations (Lin et al. 2018, arXiv:1712.04086, section 4.1). */
const reach = 3;

/** Counts samples `[n, 2]` by their nearest mode; non-finite ones are left out. */
export function countModes(samples: Float32Array, { centres, std }: Modes): ModeCounts {
  const modes = centres.length / 2;
  const all = new Uint32Array(modes);
  const near = new Uint32Array(modes);
  let total = 0;
  for (let i = 0; i + 1 < samples.length; i += 2) {
    const x = samples[i]!;
    const y = samples[i + 1]!;
    if (!Number.isFinite(x + y)) continue;
    let nearest = 0;
    let least = Infinity;
    for (let mode = 0; mode < modes; mode++) {
      const dx = x - centres[2 * mode]!;
      const dy = y - centres[2 * mode + 1]!;
      const squared = dx * dx + dy * dy;
      if (squared < least) {
        least = squared;
        nearest = mode;
      }
    }
    total++;
    all[nearest]!++;
    if (least <= (reach * std) ** 2) near[nearest]!++;
  }
  return { all, near, total };
}

/** Modes that at least one sample lies on. */
export const coveredModes = ({ near }: ModeCounts): number =>
  near.reduce((count, samples) => count + Number(samples > 0), 0);

/** Entropy of the nearest-mode histogram in nats: log k when every mode gets its share. */
export function modeEntropy({ all, total }: ModeCounts): number {
  let entropy = 0;
  for (const count of all) if (count > 0) entropy -= (count / total) * Math.log(count / total);
  return entropy;
}
