import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { InterruptedError } from '../backend/interrupt.ts';
import { stepTensor } from '../backend/program/step-tensor.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import * as tf from '../backend/tf.ts';
import { catalogue, objectionsTo } from '../catalogue.ts';
import type { Dataset } from '../data/dataset.ts';
import { loadDataset } from '../data/load.ts';
import { methodOf } from '../methods/registry.ts';
import type { Game } from '../methods/game.ts';
import { uniform } from '../random/stream.ts';
import type { Chosen, Field, FieldValue, Values } from '../spec/fields.ts';
import { defaultSpec } from '../spec/defaults.ts';
import { parseRunSpec } from '../spec/parse.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { digestOf } from './digest.ts';
import { NonFiniteError } from './non-finite.ts';
import { Trainer } from './trainer.ts';

const noAssets = (): Promise<Uint8Array> => Promise.reject(new Error('points need no files'));

/** Pictures of chance, so that convolutions can be trained without files. */
const pictures: Dataset = {
  id: 'pictures',
  shape: [28, 28, 1],
  classes: 10,
  count: () => 1000,
  batch: (seed, index, count) => ({
    x: uniform(seed, 'pictures', index, count * 784),
    labels: Int32Array.from({ length: count }, (_, i) => (i + index) % 10),
  }),
  examples: (_, start, count) => ({ x: uniform(1, 'examples', start, count * 784), labels: new Int32Array(count) }),
};

let ring: Dataset;

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
  ring = await loadDataset(defaultSpec(catalogue, 'gan', 'ring').data, noAssets);
});

const dataOf = (spec: RunSpec): Dataset => (spec.data.kind === 'ring' ? ring : pictures);

/** Small enough that a test can make a dozen steps. */
function small(spec: RunSpec): RunSpec {
  const networks = Object.fromEntries(
    Object.entries(spec.networks).map(([role, chosen]) => [
      role,
      'channels' in chosen ? { ...chosen, channels: 4 } : { ...chosen, width: 12 },
    ]),
  );
  return { ...spec, batch: 6, networks };
}

/** Values of an option that make another step than its default, and every choice. */
function othersOf(field: Field): FieldValue[] {
  switch (field.kind) {
    case 'choice':
      return Object.keys(field.choices);
    case 'scheduled':
      return [0.3, { schedule: 'linear', from: 0.1, to: 0.7, start: 0, end: 20 }];
    case 'flag':
      return [!field.default];
    case 'number':
      if (field.integer) return [field.default + 1];
      return [field.default === 0 ? Math.min(0.1, field.max) : field.default / 2];
    default:
      return [];
  }
}

/** Every dynamics, and with three of whatever it counts; on pictures, where steps take long, with one of each alone. */
function dynamicsOn(dataset: string): Chosen[] {
  return Object.entries(catalogue.dynamics).flatMap(([kind, { fields }]): Chosen[] => {
    const counts = Object.entries(fields).flatMap(([name, field]) =>
      field.kind === 'number' && field.integer ? [name] : [],
    );
    const having = (count: number, names: readonly string[]): Chosen => ({
      kind,
      ...Object.fromEntries(names.map((name) => [name, count])),
    });
    return dataset === 'ring' ? [{ kind }, ...counts.map((name) => having(3, [name]))] : [having(1, counts)];
  });
}

/** Every setting that changes what a step does, one at a time, for every method on points and on pictures. */
function variants(): [string, RunSpec][] {
  const found: [string, RunSpec][] = [];
  for (const { id, options, players } of catalogue.methods) {
    for (const dataset of ['ring', 'mnist']) {
      const base = small(defaultSpec(catalogue, id, dataset));
      const changes: [string, Partial<RunSpec>][] = [['as it is', {}]];
      const changed = (values: Values): Partial<RunSpec> => ({ options: { ...base.options, ...values } });
      for (const [name, field] of Object.entries(options)) {
        const shown = field.when ? { [field.when.field]: field.when.in[0]! } : {};
        // What does not depend on the shape of examples is tried on one shape.
        if (dataset !== 'ring' && (name === 'loss' || field.kind === 'number')) continue;
        for (const value of othersOf(field)) {
          const described = typeof value === 'object' ? 'by a schedule' : String(value);
          changes.push([`${name} ${described}`, changed({ ...shown, [name]: value })]);
        }
      }
      for (const moves of dynamicsOn(dataset)) changes.push([JSON.stringify(moves), { dynamics: moves }]);
      for (const kind of Object.keys(catalogue.optimisers)) {
        const all = Object.fromEntries(Object.keys(players).map((player) => [player, { kind, learningRate: 1e-3 }]));
        changes.push([kind, { optimisers: all }]);
      }
      changes.push(['averaged', { ema: 0.9 }], ['fast', { arithmetic: 'fast' }]);
      changes.push([
        'augmented',
        { augment: { 'gaussian-noise': {}, ...(dataset !== 'ring' && { translation: {} }) } },
      ]);
      for (const [name, change] of changes) {
        const parsed = parseRunSpec({ ...base, ...change }, catalogue);
        if (parsed.ok && objectionsTo(parsed.spec).length === 0)
          found.push([`${id} on ${dataset}, ${name}`, parsed.spec]);
      }
    }
  }
  return found;
}

async function digestAndDispose(trainer: Trainer): Promise<string> {
  const digest = await digestOf((await trainer.checkpoint()).tensors);
  trainer.dispose();
  return digest;
}

async function stepped(trainer: Trainer, steps: number): Promise<Trainer> {
  for (let i = 0; i < steps; i++) {
    trainer.step();
    await trainer.settled();
  }
  return trainer;
}

describe('a replayed step has the bits of an eager one', () => {
  it.each(variants())('%s', async (_, spec) => {
    const replayed = await stepped(Trainer.create(spec, dataOf(spec)), 6);
    expect(replayed.execution).toMatchObject({ mode: 'recorded' });
    const eager = await stepped(Trainer.create(spec, dataOf(spec), false), 6);
    expect(eager.execution).toMatchObject({ mode: 'eager' });
    expect(await replayed.report()).toEqual(await eager.report());
    expect(await digestAndDispose(replayed)).toBe(await digestAndDispose(eager));
  });
});

describe('a trainer that replays', () => {
  const spec = small({ ...defaultSpec(catalogue, 'gan', 'ring'), ema: 0.9 });

  it('can be sampled from, checkpointed and resumed at any step', async () => {
    const straight = await digestAndDispose(await stepped(Trainer.create(spec, ring, false), 12));
    const trainer = await stepped(Trainer.create(spec, ring), 7);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const z = tf.zeros([3, trainer.game.abilities.latent!.dimension]);
      expect(trainer.game.abilities.sample!(trainer.variables(), z).shape).toEqual([3, 2]);
    });
    const checkpoint = structuredClone(await trainer.checkpoint());
    await stepped(trainer, 5);
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before);
    expect(await digestAndDispose(trainer)).toBe(straight);
    const resumed = await stepped(Trainer.restore(checkpoint, ring), 5);
    expect(await digestAndDispose(resumed)).toBe(straight);
  });

  it('is left as it was by a step that is given up', async () => {
    const straight = await digestAndDispose(await stepped(Trainer.create(spec, ring, false), 8));
    const trainer = await stepped(Trainer.create(spec, ring), 6);
    expect(() => trainer.step(() => true)).toThrow(InterruptedError);
    expect(trainer.completed).toBe(6);
    expect(await digestAndDispose(await stepped(trainer, 2))).toBe(straight);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    (await stepped(Trainer.create(spec, ring), 6)).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names what was not finite, and keeps the last good state', async () => {
    const learningRate = { schedule: 'linear', from: 1e-3, to: 1e30, start: 6, end: 8 } as const;
    const rate = { kind: 'sgd', learningRate, momentum: 0, nesterov: false };
    const wild = { ...spec, optimisers: { generator: rate, discriminator: rate } };
    const failing = async (replay: boolean) => {
      const trainer = Trainer.create(wild, ring, replay);
      let error: unknown;
      for (let i = 0; i < 30 && error === undefined; i++) {
        await trainer.settled();
        try {
          trainer.step();
        } catch (thrown) {
          error = thrown;
        }
      }
      return { error, step: trainer.completed, digest: await digestAndDispose(trainer) };
    };
    const [replayed, eager] = [await failing(true), await failing(false)];
    expect(replayed.error).toBeInstanceOf(NonFiniteError);
    expect(replayed.step).toBeGreaterThan(4);
    expect(replayed).toEqual(eager);
  });
});

describe('a step that cannot be replayed', () => {
  const spec = small(defaultSpec(catalogue, 'gan', 'ring'));
  /** The same game with something added to the generator's loss. */
  const withTerm = (term: (loss: tf.Scalar) => tf.Scalar): Game => {
    const game = methodOf(spec.method).build(spec, ring);
    const players = game.players.map((player) => ({
      ...player,
      loss: (signals: Parameters<typeof player.loss>[0]) => {
        const { total, parts } = player.loss(signals);
        return { total: term(total), parts };
      },
    }));
    return { ...game, players };
  };
  const executionOf = async (game: Game) => {
    const trainer = await stepped(Trainer.play(game, spec, ring), 6);
    const { execution } = trainer;
    trainer.dispose();
    return execution;
  };

  it('says which operation stands in the way', async () => {
    const execution = await executionOf(withTerm((loss) => tf.sum(tf.cumsum(tf.reshape(loss, [1])))));
    expect(execution).toEqual({ mode: 'eager', reason: 'Cumsum has no instruction' });
  });

  it('says that it takes other numbers each time', async () => {
    let calls = 0;
    const execution = await executionOf(withTerm((loss) => tf.mul(loss, ++calls)));
    expect(execution).toEqual({ mode: 'eager', reason: 'what a step does changes from step to step' });
  });

  it('can be replayed when those numbers are a function of the step', async () => {
    const execution = await executionOf(
      withTerm((loss) =>
        tf.mul(
          loss,
          stepTensor((step, into) => (into[0] = 1 + step), 0, []),
        ),
      ),
    );
    expect(execution).toMatchObject({ mode: 'recorded' });
  });
});
