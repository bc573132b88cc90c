import { choice, integer, number } from './fields.ts';

/** Largest number of steps that a run or a schedule may name. */
export const mostSteps = 10_000_000;

/** The settings that every run has, whatever its method. Drives the schema and the form. */
export const runFields = {
  batch: integer({
    label: 'Batch size',
    help: 'Examples in one update. Larger batches give steadier gradients and slower steps.',
    default: 128,
    min: 1,
    max: 4096,
    scale: 'log',
  }),
  steps: integer({
    label: 'Steps',
    help: 'Length of the run. One step is one round of every player’s updates.',
    default: 5000,
    min: 1,
    max: mostSteps,
    scale: 'log',
  }),
  seed: integer({
    label: 'Seed',
    help: 'Starts every random stream of the run. The same settings and seed repeat the same run.',
    default: 1,
    min: 0,
    max: 2 ** 32 - 1,
  }),
  ema: number({
    label: 'Parameter averaging',
    help: 'Samples are drawn with an exponential moving average of the parameters with this decay, below 1. 0 uses the live ones.',
    default: 0,
    min: 0,
    max: 1,
  }),
  arithmetic: choice({
    label: 'Arithmetic',
    help: 'How products are added up on WebAssembly. Reproducible rounds after every operation, so that the same run gives the same bits on any processor and browser. Fast rounds once for a multiplication and its addition together where the processor can: quicker, but the last digits, and with them the run, depend on the device. On WebGPU neither repeats bit for bit.',
    default: 'reproducible',
    choices: {
      reproducible: { label: 'Reproducible', help: 'The same bits on every device.' },
      fast: { label: 'Fast', help: 'Quicker; the last digits depend on the device.' },
    },
  }),
};

/** The settings of the evaluation plan. */
export const evaluationFields = {
  every: integer({
    label: 'Evaluate every',
    help: 'Steps between evaluations by the metrics that cost little. 0 evaluates only at the end, where all metrics are.',
    default: 1000,
    min: 0,
    max: mostSteps,
  }),
  dearEvery: integer({
    label: 'Dear metrics every',
    help: 'Steps between evaluations by all metrics, also those that take seconds or minutes. 0 leaves them to the end.',
    default: 0,
    min: 0,
    max: mostSteps,
  }),
  samples: integer({
    label: 'Evaluation samples',
    help: 'Samples drawn for each metric. Fewer are faster, but their scores are biased and scatter more.',
    default: 10_000,
    min: 100,
    max: 100_000,
    scale: 'log',
  }),
};
