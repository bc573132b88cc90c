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
  npm run lab -- evaluate ARCHIVE [--samples N] [--backend NAME] [--json FILE]
  npm run lab -- reproduce [NAME] [--set NAME=VALUE] [--json FILE]
                                                    check a published claim; without NAME lists them
  npm run lab -- list [DIR]                         presets, and the runs below DIR (default runs)

Ctrl-C stores a checkpoint; run the same command again with --resume to go on.`;

export interface Arguments {
  readonly command: string;
  readonly target: string | undefined;
  readonly set: readonly string[];
  readonly steps: number | undefined;
  readonly seed: number | undefined;
  readonly samples: number | undefined;
  readonly backend: 'auto' | 'wasm' | 'webgpu';
  readonly out: string | undefined;
  readonly json: string | undefined;
  readonly resume: boolean;
}

/** A mistake in how the command was called. */
export class UsageError extends Error {}

/** @throws UsageError on anything that the usage does not describe. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = read(args);
  const [command = 'help', target, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`Too many arguments: ${rest.join(' ')}`);
  const { backend = 'auto' } = values;
  if (backend !== 'auto' && backend !== 'wasm' && backend !== 'webgpu') {
    throw new UsageError(`--backend is auto, wasm or webgpu, not ${backend}`);
  }
  return {
    command,
    target,
    set: values.set ?? [],
    steps: wholeNumber('--steps', values.steps),
    seed: wholeNumber('--seed', values.seed),
    samples: wholeNumber('--samples', values.samples),
    backend,
    out: values.out,
    json: values.json,
    resume: values.resume ?? false,
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
        backend: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'string' },
        resume: { type: 'boolean' },
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
