import { consensus } from './consensus.ts';
import { dirac } from './dirac.ts';
import type { Experiment } from './experiment.ts';
import { metz } from './metz.ts';

/** Every experiment, in the order of a list of them. */
export const experiments: readonly Experiment[] = [dirac, consensus, metz];
