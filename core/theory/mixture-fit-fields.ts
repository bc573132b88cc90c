import { integer, number } from '../spec/fields.ts';

/** How the Gaussian of the mixture fit is trained: of the experiment, and of the page that makes it. */
export const mixtureFitFields = {
  steps: integer({
    label: 'Training steps',
    help: 'Moves of each player. The fit is the mean over the last 30%.',
    default: 14_000,
    min: 10,
    max: 100_000,
    scale: 'log',
  }),
  learningRate: number({
    label: 'Learning rate',
    help: 'Step size of both players; the paper has 0.01.',
    default: 0.01,
    min: 1e-5,
    max: 1,
    scale: 'log',
  }),
};
