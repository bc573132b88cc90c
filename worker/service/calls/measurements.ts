import { experiments } from '../../../evaluation/reproduction/registry.ts';
import { wasmPath } from '../backend-owner.ts';
import { benchmarker } from '../benchmark.ts';
import { evaluationTimer } from '../evaluation-speed.ts';
import { experimenter } from '../experiment.ts';
import type { Lab } from '../lab.ts';
import type { LabService } from '../served.ts';

type Calls = Pick<
  LabService,
  'benchmark' | 'evaluationSpeed' | 'cancelBenchmark' | 'experiments' | 'experiment' | 'cancelExperiment'
>;

/** Jobs that have the device for themselves, each in a worker of its own. */
export function measurementCalls({ sessions, events }: Lab): Calls {
  const benchmarks = benchmarker();
  const speeds = evaluationTimer();
  const checks = experimenter();
  /** After whatever is being stored or started, so that what it finds is what there is. */
  const ready = (): Promise<void> => sessions.inTurn(() => sessions.requireRest());

  return {
    benchmark: (request) =>
      benchmarks.run({ request, wasmPath }, ready, (progress) => events.relay({ type: 'benchmark', ...progress })),

    evaluationSpeed: (request) => speeds.run({ request, wasmPath }, ready, () => undefined),

    cancelBenchmark: async () => {
      benchmarks.cancel();
      speeds.cancel();
    },

    experiments: async () => experiments.map(({ run: _, ...card }) => card),

    experiment: (request) =>
      checks.run({ request, wasmPath }, ready, (progress) => events.relay({ type: 'experiment', ...progress })),

    cancelExperiment: async () => checks.cancel(),
  };
}
