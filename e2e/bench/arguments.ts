import { parseArgs } from 'node:util';
import { benchmarkNames, quickNames, ringStep } from './plan.ts';
import { UsageError } from '../lab/arguments.ts';

/** The toy ring's name in the report has a comma. */
const shortRing = 'toy-ring';

const known = benchmarkNames.map((name) => (name === ringStep ? shortRing : name));

export const usage = `Speed of this machine: the built app in headless Chromium, stock TensorFlow.js and PyTorch side by side.

  npm run bench [-- options]
      --steps A,B      only these steps: ${known.join(', ')}
      --threads N      threads of the second column (default: as many as the machine has cores)
      --quick          a minute at most: small steps, few repeats
      --evaluation     features, FID, KID, precision and recall of 10,000 images against 10,000, and their memory
      --gpu            kernels and steps on WebGPU, where there is a real adapter
      --json FILE      also write the figures as JSON`;

export interface BenchArguments {
  readonly steps: readonly string[];
  readonly threads: number | undefined;
  readonly quick: boolean;
  readonly evaluation: boolean;
  readonly gpu: boolean;
  readonly json: string | undefined;
  readonly help: boolean;
}

/** @throws UsageError on anything that the usage does not describe. */
export function parseBenchArguments(args: readonly string[]): BenchArguments {
  const { values } = read(args);
  const steps = values.steps?.split(',').map((name) => name.trim());
  const unknown = steps?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`There is no step ${unknown}: ${known.join(', ')}`);
  const named = steps?.map((name) => (name === shortRing ? ringStep : name));
  const threads = values.threads === undefined ? undefined : Number(values.threads);
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    throw new UsageError(`--threads takes a whole number from 1, not ${values.threads}`);
  }
  return {
    steps: named ?? (values.quick ? quickNames : benchmarkNames),
    threads,
    quick: values.quick ?? false,
    evaluation: values.evaluation ?? false,
    gpu: values.gpu ?? false,
    json: values.json,
    help: values.help ?? false,
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        steps: { type: 'string' },
        threads: { type: 'string' },
        quick: { type: 'boolean' },
        evaluation: { type: 'boolean' },
        gpu: { type: 'boolean' },
        json: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
