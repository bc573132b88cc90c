import { describe, expect, it, vi } from 'vitest';
import { LabError } from '../protocol/errors.ts';
import { longSpec, tabs } from './lab.fixture.ts';

const { open, locks } = tabs();
const elsewhere = { code: 'busy-elsewhere' };
const full = () => new LabError('quota', 'full');
const lockOf = (runId: string): string => `latent-lab/run/${runId}`;

describe('a run that is trained', () => {
  it('is held against other tabs, also where one of them has trained it on since it came into memory here', async () => {
    const one = await open();
    const two = await open();
    const { id } = await one.service.create(longSpec);
    await one.service.step(id);
    await two.service.step(id);
    await one.service.start(id);
    expect(locks().held).toEqual([lockOf(id)]);
    await expect(two.service.start(id)).rejects.toMatchObject(elsewhere);
    await expect(two.service.remove(id)).rejects.toMatchObject(elsewhere);
    await one.service.pause(id);
    expect((await one.service.digest(id)).step).toBeGreaterThan(2);
  });

  it('stays held when it is asked for again and that fails', async () => {
    const { service, stores } = await open();
    const { id } = await service.create(longSpec);
    await service.start(id);
    vi.spyOn(stores.runs, 'getRun').mockRejectedValueOnce(new LabError('storage', 'unreadable'));
    await expect(service.start(id)).rejects.toMatchObject({ code: 'storage' });
    expect(locks().held).toEqual([lockOf(id)]);
  });

  it('is free for other tabs as soon as it is paused and stored', async () => {
    const one = await open();
    const two = await open();
    const { id } = await one.service.create(longSpec);
    await one.service.start(id);
    await one.service.pause(id);
    await vi.waitFor(() => expect(locks().held).toEqual([]));
    const { step } = await two.service.digest(id);
    expect(step).toBe((await one.service.digest(id)).step);
  });

  it('keeps a set that it is trained on from being removed in any tab', async () => {
    const one = await open();
    const two = await open();
    const { id } = await one.service.create(longSpec);
    // What is checked is the spec's: a set of that name need not be there.
    await one.stores.runs.putRun({
      ...(await one.stores.runs.getRun(id))!,
      spec: { ...longSpec, data: { kind: 'ring', set: 'mine' } },
    });
    await one.service.start(id);
    await expect(one.service.removeDataset('mine')).rejects.toMatchObject({ code: 'busy' });
    await expect(two.service.removeDataset('mine')).rejects.toMatchObject({ code: 'busy' });
    await two.service.removeDataset('another');
  });
});

describe('runs that are to be trained together', () => {
  it('are all free again where one of them is trained in another tab', async () => {
    const one = await open();
    const two = await open();
    const [a, b] = [await one.service.create(longSpec), await one.service.create(longSpec)];
    await two.service.start(b.id);
    await expect(one.service.race([a.id, b.id])).rejects.toMatchObject(elsewhere);
    expect(locks().held).toEqual([lockOf(b.id)]);
  });

  it('are each stored when the page is hidden, also where one of them could not be', async () => {
    const { service, stores } = await open();
    const [a, b] = [await service.create(longSpec), await service.create(longSpec)];
    await service.race([a.id, b.id]);
    const commit = vi.spyOn(stores.runs, 'commitCheckpoint');
    commit.mockRejectedValueOnce(full());
    await expect(service.hidden()).rejects.toMatchObject({ code: 'quota' });
    expect((await stores.runs.listCheckpoints(b.id)).length).toBe(1);
    await service.pause(a.id);
  });
});

describe('a run that is deleted', () => {
  it('is held until it is, so that no other tab begins to train it meanwhile', async () => {
    const { service, stores } = await open();
    const { id } = await service.create(longSpec);
    await service.start(id);
    const softDelete = vi.spyOn(stores.runs, 'softDelete');
    const held: (readonly string[])[] = [];
    softDelete.mockImplementationOnce(async () => void held.push(locks().held));
    await service.remove(id);
    expect(held).toEqual([[lockOf(id)]]);
    expect(locks().held).toEqual([]);
  });

  it('can be deleted where its last steps can’t be stored, which is told', async () => {
    const { service, stores, events } = await open();
    const { id } = await service.create(longSpec);
    await service.start(id);
    vi.spyOn(stores.runs, 'commitCheckpoint').mockRejectedValue(full());
    await service.remove(id);
    expect((await stores.runs.getRun(id))?.deletedAt).toBeDefined();
    expect(events).toContainEqual({ type: 'notice', runId: id, level: 'warning', message: 'full' });
  });
});

describe('a measurement', () => {
  it('that begins while a run is being taken keeps it from training', async () => {
    const { service } = await open();
    const { id } = await service.create(longSpec);
    const request = locks().request.bind(locks());
    let measured!: () => void;
    vi.spyOn(locks(), 'request').mockImplementation(((name: string, ...rest: [never, never]) => {
      // The measurement found no run held, an instant before this one was.
      if (name === lockOf(id)) void request('latent-lab/measuring', () => new Promise<void>((end) => (measured = end)));
      return request(name, ...rest);
    }) as typeof request);
    await expect(service.start(id)).rejects.toMatchObject({ code: 'busy' });
    measured();
    expect(locks().held).not.toContain(lockOf(id));
  });
});

describe('another backend', () => {
  it('is chosen once what is in memory could be stored, if not at first', async () => {
    const { service, stores, lab } = await open();
    const { id } = await service.create(longSpec);
    await service.start(id);
    const commit = vi.spyOn(stores.runs, 'commitCheckpoint').mockRejectedValue(full());
    const settings = { backend: 'wasm', autosaveSeconds: 30 } as const;
    await expect(service.configure(settings)).rejects.toMatchObject({ code: 'quota' });
    expect(lab.sessions.present.length).toBe(1);
    commit.mockRestore();
    const stop = vi.spyOn(lab.backend, 'stop');
    await service.configure(settings);
    expect(stop).toHaveBeenCalledOnce();
    expect(lab.sessions.present).toEqual([]);
  });
});

describe('the curves of a run', () => {
  it('lack nothing while a checkpoint is being stored', async () => {
    const { service, stores, lab } = await open();
    const { id } = await service.create({ ...longSpec, steps: 400 });
    for (let step = 0; step < 5; step++) await service.step(id);
    const commit = stores.runs.commitCheckpoint.bind(stores.runs);
    let goOn!: () => void;
    const wait = new Promise<void>((resolve) => (goOn = resolve));
    vi.spyOn(stores.runs, 'commitCheckpoint').mockImplementationOnce(async (...values) => {
      await wait;
      return commit(...values);
    });
    const session = lab.sessions.live(id)!;
    session.addPoint({ 'mode-coverage': 3 });
    const saving = session.save();
    const steps = async () => (await service.history(id)).map(({ step }) => step);
    expect(await steps()).toEqual([1, 2, 3, 4, 5]);
    const during = service.history(id);
    const opening = service.open(id);
    goOn();
    await saving;
    for (const points of [await during, (await opening).points, await service.history(id)]) {
      expect(points.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
      expect(points.at(-1)!.values).toMatchObject({ 'mode-coverage': 3 });
    }
  });
});

it('an archive is made of what the store has where the state in memory can’t be trained on', async () => {
  const { service, lab, stores } = await open();
  const { id } = await service.create(longSpec);
  await service.step(id);
  vi.spyOn(lab.sessions.live(id)!, 'usable', 'get').mockReturnValue(false);
  vi.spyOn(lab.sessions.live(id)!.trainer, 'completed', 'get').mockReturnValue(2);
  const commit = vi.spyOn(stores.runs, 'commitCheckpoint');
  expect((await service.exportRun(id)).size).toBeGreaterThan(1000);
  await service.hidden();
  expect(commit).not.toHaveBeenCalled();
});
