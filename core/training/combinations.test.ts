import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import { catalogue, objectionsTo } from '../catalogue.ts';
import type { Dataset } from '../data/dataset.ts';
import { loadDataset } from '../data/load.ts';
import type { MethodCard } from '../spec/catalogue.ts';
import { defaultSpec } from '../spec/defaults.ts';
import { defaultsOf } from '../spec/fields.ts';
import type { Chosen } from '../spec/fields.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { digestOf } from './digest.ts';
import { Trainer } from './trainer.ts';

// Whatever the lab lets a person combine is combined: every method, with every loss and regulariser that it has, under every
// dynamics, on the ring with the smallest of networks. `npm run test:combinations` tries them all; here every two things
// that may go together meet in some run.

const onRing = defaultSpec(catalogue, 'gan', 'ring').data;
let ring: Dataset;

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
  ring = await loadDataset(onRing, () => Promise.reject(new Error('points need no files')));
});

/** What is combined; '' where a method has no choice. */
interface Case {
  readonly method: string;
  readonly regulariser: string;
  readonly loss: string;
  readonly dynamics: string;
  readonly spec: RunSpec;
}

const cardsOf = (kind: string) => catalogue.objectives.filter((card) => card.kind === kind);
const nameOf = ({ method, regulariser, loss, dynamics }: Case): string =>
  [method, regulariser, loss, dynamics].filter(Boolean).join(', ');

/** Four units and four examples: what matters is which operations there are. */
function tiny(spec: RunSpec): RunSpec {
  const network: Chosen = { kind: 'mlp', width: 4, depth: 1, activation: 'tanh', norm: 'none' };
  const networks = Object.fromEntries(Object.keys(spec.networks).map((role) => [role, network]));
  return { ...spec, data: onRing, networks, batch: 4, steps: 50, ema: 0 };
}

/** Every dynamics at its defaults, but for a short look ahead. */
const dynamics = Object.entries(catalogue.dynamics).map(([kind, { fields }]): Chosen => {
  const short = 'unrollSteps' in fields ? { unrollSteps: 2 } : {};
  return { kind, ...defaultsOf(fields), ...short };
});

/** A method without and with each regulariser that has a card for it, with each loss, under each dynamics. */
function casesOf({ id, options }: MethodCard): Case[] {
  const { spec } = cardsOf('method').find((card) => card.id === id)!.preset;
  const plain = { ...spec, options: defaultSpec(catalogue, id, 'ring').options };
  const regularised = [
    { regulariser: '', spec: plain },
    ...cardsOf('regulariser')
      .filter(({ preset }) => preset.spec.method === id)
      .map((card) => ({ regulariser: card.id, spec: card.preset.spec })),
  ];
  const { loss: losses } = options;
  const choices = losses?.kind === 'choice' ? Object.keys(losses.choices) : [''];
  return regularised.flatMap(({ regulariser, spec }) =>
    choices.flatMap((loss) => {
      const chosen = loss === '' ? spec : { ...spec, options: { ...spec.options, loss } };
      return dynamics.map((moves) => ({
        method: id,
        regulariser,
        loss,
        dynamics: moves.kind,
        spec: tiny({ ...chosen, dynamics: moves }),
      }));
    }),
  );
}

const all = catalogue.methods.flatMap(casesOf);
const allowed = all.filter(({ spec }) => objectionsTo(spec).length === 0);
const refused = all.filter(({ spec }) => objectionsTo(spec).length > 0);

/** Every two things that are in a case together. */
function pairsOf({ method, regulariser, loss, dynamics }: Case): string[] {
  const parts = [`method ${method}`, `regulariser ${regulariser}`, `loss ${loss}`, `dynamics ${dynamics}`];
  return parts.flatMap((first, index) => parts.slice(index + 1).map((second) => `${first} & ${second}`));
}

/** Cases in which all pairs of all the cases occur, chosen one by one for most that are new. */
function covering(cases: readonly Case[]): Case[] {
  const missing = new Set(cases.flatMap(pairsOf));
  const newIn = (one: Case): number => pairsOf(one).filter((pair) => missing.has(pair)).length;
  const chosen: Case[] = [];
  // Those that bring six new pairs first, and so on; the order of the registries decides among equals.
  for (let wanted = 6; wanted > 0; wanted--) {
    for (const one of cases) {
      if (newIn(one) < wanted) continue;
      for (const pair of pairsOf(one)) missing.delete(pair);
      chosen.push(one);
    }
  }
  return chosen;
}

async function train(trainer: Trainer, steps: number): Promise<Trainer> {
  for (let step = 0; step < steps; step++) {
    trainer.step();
    if (trainer.execution.mode === 'eager') await trainer.settled();
  }
  return trainer;
}

async function digestAndDispose(trainer: Trainer): Promise<string> {
  const digest = await digestOf((await trainer.checkpoint()).tensors);
  trainer.dispose();
  return digest;
}

const tried = process.env['COMBINATIONS'] === 'all' ? allowed : covering(allowed);

describe('what may be combined makes 50 finite steps and resumes bit for bit', () => {
  it.each(tried.map((one) => [nameOf(one), one.spec] as const))('%s', async (_, spec) => {
    const straight = await train(Trainer.create(spec, ring), 25);
    const checkpoint = structuredClone(await straight.checkpoint());
    await train(straight, 25);
    const resumed = await train(Trainer.restore(checkpoint, ring), 25);
    expect(straight.execution).toMatchObject({ mode: 'recorded' });
    expect(resumed.execution).toMatchObject({ mode: 'recorded' });
    expect(await digestAndDispose(resumed)).toBe(await digestAndDispose(straight));
  });
});

describe('the choice of combinations', () => {
  it('leaves out no pair that may be combined', () => {
    const pairs = (cases: readonly Case[]): string[] => [...new Set(cases.flatMap(pairsOf))].sort();
    expect(pairs(tried)).toEqual(pairs(allowed));
    expect(tried.length).toBeLessThanOrEqual(allowed.length);
  });

  it('has every method, loss, regulariser and dynamics in it', () => {
    for (const method of catalogue.methods) expect(allowed.map((one) => one.method)).toContain(method.id);
    for (const { kind } of dynamics) expect(allowed.map((one) => one.dynamics)).toContain(kind);
    for (const card of cardsOf('regulariser')) expect(allowed.map((one) => one.regulariser)).toContain(card.id);
    for (const card of cardsOf('objective')) expect(allowed.map((one) => one.loss)).toContain(card.id);
  });

  it('gives a reason for all that is refused', () => {
    for (const { spec } of refused) {
      for (const { path, message } of objectionsTo(spec)) {
        expect(path).toMatch(/^(options|networks|dynamics)\b/);
        expect(message.length).toBeGreaterThan(20);
      }
    }
    expect(refused.length).toBeLessThan(allowed.length / 2);
  });
});
