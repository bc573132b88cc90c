import { parseArgs } from 'node:util';

export const usage = `Latent Lab from a terminal: the same app, in a headless browser.

  npm run lab -- train PRESET|SPEC.json [options]   train, and write samples, metrics and an archive
      --set PATH=VALUE    change a setting, e.g. --set options.loss=minimax (repeatable)
      --steps N           length of the run
      --seed N            seed of every random stream
      --backend NAME      auto (default), wasm or webgpu
      --out DIR           where results go (default runs/PRESET)
      --json FILE         also write the result as JSON
      --resume            go on from the archive in DIR
  npm run lab -- evaluate ARCHIVE [options]         measure a run
      --samples N         samples to draw and real examples to compare with
      --metrics A,B       some metrics only
      --importance K      draws for each example of an importance-weighted bound (default 50, of 2,000 examples)
      --backend NAME, --json FILE
  npm run lab -- reproduce [NAME] [--set NAME=VALUE] [--json FILE]
                                                    check a published claim; without NAME lists them
  npm run lab -- study PRESET|STUDY.json [options]  run a study, and write its results and its report
      --shard I/N         run only part I of N; 'merge' puts the parts together
      --backend NAME      auto (default), wasm or webgpu
      --out DIR           where results go (default studies/PRESET)
      --json FILE         also write the report as JSON
  npm run lab -- merge DIR... [--out DIR] [--json FILE]
                                                    one report of the parts of a study (default studies/merged)
  npm run lab -- list [DIR]                         presets, studies, and the runs below DIR (default runs)

Ctrl-C stores a checkpoint; run the same command again with --resume to go on. A study goes on by itself: run the same
command again, also after its terminal was killed.`;

export interface Arguments {
  readonly command: string;
  readonly target: string | undefined;
  /** What `merge` merges. */
  readonly targets: readonly string[];
  readonly set: readonly string[];
  readonly steps: number | undefined;
  readonly seed: number | undefined;
  readonly samples: number | undefined;
  readonly metrics: readonly string[] | undefined;
  readonly importance: number | undefined;
  readonly backend: 'auto' | 'wasm' | 'webgpu';
  readonly out: string | undefined;
  readonly json: string | undefined;
  readonly resume: boolean;
  readonly shard: Shard | undefined;
}

/** One part of a study that several machines share; parts are counted from 1. */
export interface Shard {
  readonly part: number;
  readonly parts: number;
}

/** A mistake in how the command was called. */
export class UsageError extends Error {}

/** @throws UsageError on anything that the usage does not describe. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = read(args);
  const [command = 'help', ...targets] = positionals;
  const [target, ...rest] = targets;
  if (rest.length > 0 && command !== 'merge') throw new UsageError(`Too many arguments: ${rest.join(' ')}`);
  const { backend = 'auto' } = values;
  if (backend !== 'auto' && backend !== 'wasm' && backend !== 'webgpu') {
    throw new UsageError(`--backend is auto, wasm or webgpu, not ${backend}`);
  }
  return {
    command,
    target,
    targets,
    set: values.set ?? [],
    steps: wholeNumber('--steps', values.steps),
    seed: wholeNumber('--seed', values.seed),
    samples: wholeNumber('--samples', values.samples),
    metrics: values.metrics?.split(',').map((id) => id.trim()),
    importance: positive('--importance', wholeNumber('--importance', values.importance)),
    backend,
    out: values.out,
    json: values.json,
    resume: values.resume ?? false,
    shard: shardOf(values.shard),
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        set: { type: 'string', multiple: true },
        steps: { type: 'string' },
        seed: { type: 'string' },
        samples: { type: 'string' },
        metrics: { type: 'string' },
        importance: { type: 'string' },
        backend: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'string' },
        resume: { type: 'boolean' },
        shard: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new UsageError(`${option} is a whole number, not ${text}`);
  return value;
}

function shardOf(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, part = 0, parts = 0] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  if (part < 1 || part > parts) throw new UsageError(`--shard is I/N with I from 1 to N, not ${text}`);
  return { part, parts };
}

function positive(option: string, value: number | undefined): number | undefined {
  if (value === 0) throw new UsageError(`${option} is at least 1`);
  return value;
}
