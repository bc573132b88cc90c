import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startBackend } from '../../core/backend/backend.ts';
import { wasmPathInNode } from '../../core/backend/testing/wasm-path.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import { loadDataset } from '../../core/data/load.ts';
import type { EditableParts } from '../../core/spec/edits.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { digestOf } from '../../core/training/digest.ts';
import { Trainer } from '../../core/training/trainer.ts';
import { exportRun, importRun } from '../archive/run-archive.ts';
import { LabError } from '../protocol/errors.ts';
import type { LabEvent } from '../protocol/events.ts';
import type { RunRecord } from '../protocol/records.ts';
import { newName } from '../store/faults.fixture.ts';
import { storeOpener } from '../store/opener.fixture.ts';
import type { RunStore } from '../store/run-store.ts';
import { Attention } from './attention.ts';
import { checkSpec } from './check-spec.ts';
import { editRun } from './edit-run.ts';
import { newRun } from './new-run.ts';
import { RunSession } from './run-session.ts';
import type { SessionHost } from './session-host.ts';

const { open } = storeOpener();
let dataset: Dataset;
beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
  dataset = await loadDataset({ kind: 'ring' }, () => Promise.reject(new Error('procedural')));
});

const small = { kind: 'mlp', width: 8, depth: 1 };
const spec: RunSpec = checkSpec({
  method: 'gan',
  data: { kind: 'ring' },
  networks: { generator: small, discriminator: small },
  batch: 8,
  steps: 60_000,
  evaluation: { every: 0, samples: 100 },
});
const [player] = Object.keys(spec.optimisers);
const rate: EditableParts = {
  optimisers: { ...spec.optimisers, [player!]: { ...spec.optimisers[player!]!, learningRate: 0.02 } },
};
const twice: EditableParts = { dynamics: { ...spec.dynamics, criticSteps: 2 } };

function hostOf(store: RunStore): { host: SessionHost; events: LabEvent[] } {
  const events: LabEvent[] = [];
  const channel = { emit: (event: LabEvent) => events.push(event), beat: () => 0, flushIfDue: () => 0 };
  const host = {
    store,
    events: channel as unknown as SessionHost['events'],
    attention: new Attention(),
    backend: () => ({ name: 'wasm', reason: '' }) as const,
    heapBytes: () => undefined,
    lossOfDevice: () => undefined,
    autosaveSeconds: () => 1000,
    watched: () => false,
    evaluate: () => Promise.resolve(),
    ended: () => undefined,
  };
  return { host, events };
}

async function begin(store: RunStore, run?: RunRecord, steps = spec.steps) {
  const record = run ?? (await newRun({ ...spec, steps }, 'run'));
  if (!run) await store.putRun(record);
  const session = await RunSession.load(hostOf(store).host, (await store.getRun(record.id))!, dataset);
  return {
    session,
    train: async (until: number) => {
      session.start(until - session.trainer.completed);
      await session.idle();
      expect(session.trainer.completed).toBe(until);
    },
    edit: (changes: EditableParts) =>
      editRun(session, changes, async (change) => {
        session.record = await store.updateRun(session.id, change);
      }),
  };
}

const digest = async ({ trainer }: RunSession) => digestOf((await trainer.checkpoint()).tensors);

// Each trains several runs, and stores a picture every few steps.
describe('an edit in mid-run', () => {
  it('is repeated at its step by a resume from before it, bit for bit', async () => {
    const store = await open(newName());
    const { session, train, edit } = await begin(store);
    await train(10);
    await session.save();
    await train(20);
    await edit(rate);
    await train(31);
    const record = await edit(twice);
    expect(record.edits).toEqual([
      { step: 20, changes: rate },
      { step: 31, changes: twice },
    ]);
    await train(45);
    const uninterrupted = await digest(session);

    // The worker dies here: nothing after step 10 was stored but the edits.
    const again = await begin(store, record);
    expect(again.session.trainer.completed).toBe(10);
    await again.train(45);
    expect(again.session.trainer.spec).toEqual({ ...spec, ...rate, ...twice });
    expect(await digest(again.session)).toBe(uninterrupted);

    // So does an archive of it, and a run without the edits comes elsewhere.
    const parts = await importRun(await exportRun(await store.readParts(record.id)), checkSpec);
    expect(parts.run).toMatchObject({ edits: record.edits, identity: record.identity, step: 10 });
    const imported = await begin(store, await store.importParts(parts));
    await imported.train(45);
    expect(await digest(imported.session)).toBe(uninterrupted);
    const plain = await begin(store);
    await plain.train(45);
    expect(await digest(plain.session)).not.toBe(uninterrupted);
    expect(plain.session.record.identity).not.toBe(record.identity);
  });

  it('may change the optimiser itself, whose moments then begin at zero in a resume too', async () => {
    const store = await open(newName());
    const { session, train, edit } = await begin(store);
    await train(5);
    await session.save();
    await train(8);
    const other = { kind: 'rmsprop', learningRate: 0.001 };
    const record = await edit({ optimisers: { ...spec.optimisers, [player!]: other } });
    await train(12);
    const again = await begin(store, record);
    await again.train(12);
    expect(await digest(again.session)).toBe(await digest(session));
  });

  it('that could not be made is tried again, and no step is made without it', async () => {
    const store = await open(newName());
    const { session, train, edit } = await begin(store);
    await train(6);
    const restore = vi.spyOn(Trainer, 'restore').mockImplementationOnce(() => {
      throw new Error('no room');
    });
    await expect(edit(rate)).rejects.toThrow('no room');
    restore.mockRestore();
    await train(9);
    const plain = await begin(store);
    await plain.train(6);
    await plain.edit(rate);
    await plain.train(9);
    expect(await digest(session)).toBe(await digest(plain.session));
  });

  it('is refused where it makes no sense, and leaves the run as it was', async () => {
    const store = await open(newName());
    const { session, train, edit } = await begin(store);
    await train(3);
    await expect(edit({ networks: {} } as EditableParts)).rejects.toMatchObject({
      code: 'invalid-spec',
      path: 'networks',
    });
    await expect(edit({ dynamics: { kind: 'alternating', criticSteps: 0 } })).rejects.toMatchObject({
      code: 'invalid-spec',
      path: 'dynamics.criticSteps',
    });
    expect((await edit({ dynamics: spec.dynamics })).edits).toEqual([]);
    expect((await store.getRun(session.id))!.edits).toEqual([]);
    const short = await begin(store, undefined, 2);
    await short.train(2);
    await expect(short.edit(rate)).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('a step in slow motion', () => {
  it('shows the state before it and after every move, and ends where an ordinary step does, bit for bit', async () => {
    const store = await open(newName());
    const slow = await begin(store);
    const plain = await begin(store);
    for (const { train, edit } of [slow, plain]) {
      await train(12);
      await edit(twice);
    }
    const before = slow.session.trainer.completed;
    const stages = await slow.session.stages();
    expect(stages.map(({ player: name, move, moves }) => [name, move, moves])).toEqual([
      ['', 0, 3],
      ['discriminator', 1, 3],
      ['discriminator', 2, 3],
      ['generator', 3, 3],
    ]);
    const points = stages.map(({ frame }) => frame.kind === 'points' && [...frame.samples.subarray(0, 4)].join());
    const surfaces = stages.map(
      ({ frame }) => frame.kind === 'points' && [...frame.surface!.values.subarray(0, 4)].join(),
    );
    // The discriminator's moves change its surface alone, the generator's its samples alone.
    expect([points[1], points[2]]).toEqual([points[0], points[0]]);
    expect(points[3]).not.toBe(points[0]);
    expect(new Set(surfaces).size).toBe(3);
    expect(surfaces[3]).toBe(surfaces[2]);
    await plain.train(before + 1);
    expect(slow.session.trainer.completed).toBe(before + 1);
    expect(slow.session.state).toBe('paused');
    expect(await digest(slow.session)).toBe(await digest(plain.session));
    await slow.train(20);
    await plain.train(20);
    expect(await digest(slow.session)).toBe(await digest(plain.session));
  });

  it('is refused at the end of the run', async () => {
    const { session, train } = await begin(await open(newName()), undefined, 2);
    await train(2);
    await expect(session.stages()).rejects.toMatchObject({ code: 'unsupported' });
  });
});

it('is evaluated by cheap metrics often, by all of them seldom and at its end, none of which is training', async () => {
  const store = await open(newName());
  const record = await newRun({ ...spec, steps: 12, evaluation: { every: 2, dearEvery: 6, samples: 100 } }, 'run');
  await store.putRun(record);
  const asked: string[] = [];
  const shares: number[] = [];
  let evaluated = 0;
  const { host } = hostOf(store);
  const evaluate: SessionHost['evaluate'] = async (session, which) => {
    asked.push(`${session.trainer.completed} ${which}`);
    if (which === 'final') return;
    const began = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const seconds = (performance.now() - began) / 1000;
    evaluated += seconds;
    shares.push(session.countEvaluation(seconds));
  };
  const session = await RunSession.load({ ...host, evaluate }, record, dataset);
  const started = performance.now();
  session.start();
  await session.idle();
  const elapsed = (performance.now() - started) / 1000;
  expect(asked).toEqual(['2 cheap', '4 cheap', '6 all', '8 cheap', '10 cheap', '12 final']);
  for (const share of shares) expect(share).toBeLessThanOrEqual(1);
  expect(shares.at(-1)).toBeGreaterThan(evaluated / elapsed);
  expect(session.record.trainedSeconds).toBeLessThan(elapsed - evaluated);
  await session.dispose();
});

describe('a checkpoint that can’t be stored', () => {
  async function failing(steps: number) {
    const store = await open(newName());
    const record = await newRun({ ...spec, steps }, 'run');
    await store.putRun(record);
    const { host, events } = hostOf(store);
    const session = await RunSession.load({ ...host, autosaveSeconds: () => 0 }, record, dataset);
    const states = () => events.flatMap((event) => (event.type === 'state' ? [event.state] : []));
    return { store, session, states, events };
  }

  it('pauses the run, which says why and goes on once there is room', async () => {
    const { store, session, states, events } = await failing(spec.steps);
    vi.spyOn(store, 'commitCheckpoint').mockRejectedValueOnce(new LabError('quota', 'full'));
    session.start();
    await session.idle();
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'state', error: { code: 'quota' } }));
    expect(session.fault).toMatchObject({ code: 'quota' });
    session.start(1);
    await session.idle();
    expect(states().slice(-2)).toEqual(['training', 'paused']);
    await session.saveIfNew();
    expect(session.savedStep).toBe(session.trainer.completed);
    await session.dispose();
  });

  it('is forgotten where the run came to its end meanwhile, which was stored', async () => {
    const { store, session, states } = await failing(8);
    let refuse!: (error: LabError) => void;
    const refused = new Promise<never>((_, reject) => (refuse = reject));
    const commit = vi.spyOn(store, 'commitCheckpoint').mockImplementationOnce(() => refused);
    const report = session.trainer.report.bind(session.trainer);
    vi.spyOn(session.trainer, 'report').mockImplementation(async () => {
      // Time enough for a checkpoint to be due.
      await new Promise((resolve) => setTimeout(resolve, 30));
      return report();
    });
    session.start();
    await vi.waitFor(() => expect(session.trainer.completed).toBe(8), { timeout: 5000 });
    expect(commit).toHaveBeenCalledOnce();
    refuse(new LabError('storage', 'for a moment'));
    await session.idle();
    await new Promise((resolve) => setTimeout(resolve));
    expect(states()).toEqual(['training', 'finished']);
    expect(session.fault).toBeUndefined();
    expect((await store.getRun(session.id))!.step).toBe(8);
    await session.dispose();
  });
});

it('a pause while a step’s figures are read does not wait for the evaluation that follows; going on makes it', async () => {
  const store = await open(newName());
  const record = await newRun({ ...spec, steps: 12, evaluation: { every: 4, samples: 100 } }, 'run');
  await store.putRun(record);
  const asked: string[] = [];
  const { host } = hostOf(store);
  const evaluate: SessionHost['evaluate'] = async (session, which) => {
    asked.push(`${session.trainer.completed} ${which}`);
  };
  const session = await RunSession.load({ ...host, evaluate }, record, dataset);
  const report = session.trainer.report.bind(session.trainer);
  let halted: Promise<void> | undefined;
  vi.spyOn(session.trainer, 'report').mockImplementation(() => {
    if (session.trainer.completed === 4) halted ??= session.halt();
    return report();
  });
  session.start();
  await session.idle();
  await halted;
  expect([session.state, session.trainer.completed, ...asked]).toEqual(['paused', 4]);
  session.start();
  await session.idle();
  expect(asked).toEqual(['4 cheap', '8 cheap', '12 final']);
  await session.dispose();
});
