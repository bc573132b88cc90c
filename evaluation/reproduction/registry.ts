import type { Experiment } from './experiment.ts';
import { dirac } from './dirac.ts';

/** Every experiment, in the order of a list of them. */
export const experiments: readonly Experiment[] = [dirac];
