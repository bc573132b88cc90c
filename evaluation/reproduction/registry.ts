import { consensus } from './consensus.ts';
import { criticConstraint } from './critic-constraint.ts';
import { dirac } from './dirac.ts';
import type { Experiment } from './experiment.ts';
import { fGanMixture } from './f-gan-mixture.ts';
import { metz } from './metz.ts';
import { optimalDiscriminator } from './optimal-discriminator.ts';
import { pacgan } from './pacgan.ts';

/** Every experiment, in the order of a list of them. */
export const experiments: readonly Experiment[] = [
  dirac,
  optimalDiscriminator,
  fGanMixture,
  consensus,
  metz,
  pacgan,
  criticConstraint,
];
