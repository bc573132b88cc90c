import type { StudySpec } from '../../core/spec/study-spec.ts';

/** The largest seed. */
const mostSeed = 0xffffffff;
/** Seeds that a study may have. */
const mostSeeds = 100;

/** How many seeds a study can take on. */
export function roomForSeeds({ seeds }: StudySpec): number {
  return mostSeeds - seeds.length;
}

/**
 * The study with further seeds after those that it has, which stay first: each of its runs is one of the new study too,
 * with the same identity. The seeds that follow the largest, or else the least that are free.
 *
 * @param count From 1 to {@link roomForSeeds}.
 */
export function withMoreSeeds(study: StudySpec, count: number): StudySpec {
  const seeds = [...study.seeds];
  const taken = new Set(seeds);
  const add = (seed: number): void => {
    if (seeds.length - study.seeds.length >= count || taken.has(seed) || seed > mostSeed) return;
    taken.add(seed);
    seeds.push(seed);
  };
  const largest = Math.max(...seeds);
  for (let i = 1; i <= count; i++) add(largest + i);
  for (let seed = 1; seed <= mostSeeds; seed++) add(seed);
  const suffix = ` (${seeds.length} seeds)`;
  const title = study.title.replace(/ \(\d+ seeds\)$/, '').slice(0, 120 - suffix.length);
  return { ...study, title: `${title}${suffix}`, seeds };
}
