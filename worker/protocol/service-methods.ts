import type { TrainingService } from './service.ts';

/** The record makes a forgotten method a type error. */
const methods: Readonly<Record<keyof TrainingService, true>> = {
  connect: true,
  capabilities: true,
  configure: true,
  catalogue: true,
  check: true,
  objections: true,
  defaults: true,
  runs: true,
  create: true,
  open: true,
  watch: true,
  start: true,
  pause: true,
  step: true,
  stages: true,
  edit: true,
  save: true,
  fork: true,
  rename: true,
  remove: true,
  restore: true,
  purge: true,
  history: true,
  frame: true,
  sample: true,
  reconstruct: true,
  evaluate: true,
  cancelEvaluation: true,
  digest: true,
  exportRun: true,
  importRun: true,
  benchmark: true,
  cancelBenchmark: true,
  hidden: true,
};

/** Every method of the training service by name, for both ends of its channel. */
export const serviceMethods = Object.keys(methods) as readonly (keyof TrainingService)[];
