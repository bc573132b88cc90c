import { afterEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import type { LabEvent } from '../../worker/protocol/events.ts';
import { FakeService } from '../testing/fake-service.ts';
import { fakeWorker } from '../testing/fake-worker.ts';
import type { FakeWorker } from '../testing/fake-worker.ts';
import { WorkerHost } from './worker-host.ts';
import type { HostState } from './worker-host.ts';

const [preset] = catalogue.presets;

interface Rig {
  readonly host: WorkerHost;
  readonly services: readonly FakeService[];
  readonly workers: readonly FakeWorker[];
  readonly states: readonly HostState[];
  readonly events: readonly LabEvent[];
  readonly resync: () => void;
}

const rigs: Rig[] = [];

/** A host whose workers share one store of runs, as real ones share IndexedDB. */
function makeRig(options: { visible?: () => boolean; hangAfter?: number } = {}): Rig {
  const services: FakeService[] = [];
  const workers: FakeWorker[] = [];
  const states: HostState[] = [];
  const events: LabEvent[] = [];
  const resync = vi.fn();
  const host = new WorkerHost({
    createWorker: () => {
      const service = new FakeService(services[0]?.runsById);
      const worker = fakeWorker(service);
      services.push(service);
      workers.push(worker);
      return worker;
    },
    settings: () => ({ backend: 'auto', autosaveSeconds: 30 }),
    onEvent: (event) => events.push(event),
    onResync: resync,
    onState: (state) => states.push(state),
    visible: () => true,
    ...options,
  });
  const rig = { host, services, workers, states, events, resync };
  rigs.push(rig);
  return rig;
}

afterEach(() => {
  for (const { host, services } of rigs.splice(0)) {
    host.dispose();
    for (const service of services) service.hang();
  }
});

async function startRun({ host }: Rig): Promise<string> {
  if (!preset) throw new Error('no presets');
  const run = await host.service.create(preset.spec, 'test');
  if (!run.ok) throw new Error(run.error.message);
  await host.service.open(run.value.id);
  await host.service.start(run.value.id);
  return run.value.id;
}

describe('WorkerHost', () => {
  it('passes calls to the worker and its answers back', async () => {
    const { host } = makeRig();
    expect(await host.service.open('nothing')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    const answer = await host.service.catalogue();
    expect(answer.ok && answer.value.methods.length).toBeGreaterThan(0);
  });

  it('answers a call that was under way when the worker crashed', async () => {
    const rig = makeRig();
    await rig.host.service.runs();
    vi.spyOn(rig.services[0]!, 'digest').mockReturnValue(new Promise(() => undefined));
    const pending = rig.host.service.digest('run-1');
    rig.workers[0]?.crash('out of memory');
    expect(await pending).toMatchObject({
      ok: false,
      error: { code: 'worker-died', message: expect.stringContaining('out of memory') as string },
    });
  });

  it('terminates a dead worker, starts another, and trains on', async () => {
    const rig = makeRig();
    const id = await startRun(rig);
    rig.services[0]?.hang();
    const started = vi.spyOn(FakeService.prototype, 'start');
    rig.workers[0]?.crash('boom');
    await vi.waitFor(() => expect(rig.states.at(-1)).toEqual({ phase: 'ready' }));
    expect(rig.workers[0]?.terminated).toBe(true);
    expect(rig.workers).toHaveLength(2);
    expect(started).toHaveBeenCalledWith(id);
    expect(rig.resync).toHaveBeenCalledOnce();
    started.mockRestore();
  });

  it('does not start a run that was paused when the worker died', async () => {
    const rig = makeRig();
    const id = await startRun(rig);
    await rig.host.service.pause(id);
    const started = vi.spyOn(FakeService.prototype, 'start');
    rig.workers[0]?.crash('boom');
    await vi.waitFor(() => expect(rig.states.at(-1)).toEqual({ phase: 'ready' }));
    expect(started).not.toHaveBeenCalled();
    started.mockRestore();
  });

  it('takes a worker that stops speaking for hung', async () => {
    const rig = makeRig({ hangAfter: 250 });
    await rig.host.service.runs();
    await vi.waitFor(() => expect(rig.events.length).toBeGreaterThan(0));
    rig.services[0]?.hang();
    await vi.waitFor(() => expect(rig.states[0]).toMatchObject({ phase: 'restarting' }));
    expect(rig.workers[0]?.terminated).toBe(true);
  });

  it('does not mind silence while the page is hidden', async () => {
    const rig = makeRig({ hangAfter: 100, visible: () => false });
    await rig.host.service.runs();
    await vi.waitFor(() => expect(rig.events.length).toBeGreaterThan(0));
    rig.services[0]?.hang();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(rig.states).toEqual([]);
  });

  it('asks for all state anew when an event was lost', async () => {
    const rig = makeRig();
    await rig.host.service.runs();
    rig.services[0]?.emit({ type: 'runs-changed' });
    await vi.waitFor(() => expect(rig.events.some(({ type }) => type === 'runs-changed')).toBe(true));
    expect(rig.resync).not.toHaveBeenCalled();
    rig.services[0]?.emit({ type: 'runs-changed' }, 1);
    await vi.waitFor(() => expect(rig.resync).toHaveBeenCalledOnce());
  });

  it('gives up after three new workers in a minute, and tries again when asked', async () => {
    const rig = makeRig();
    const id = await startRun(rig);
    for (let death = 0; death < 4; death++) {
      await rig.host.service.runs();
      rig.workers[death]?.crash('boom');
      await vi.waitFor(() => expect(rig.states.filter(({ phase }) => phase !== 'ready')).toHaveLength(death + 1));
      if (death < 3) await vi.waitFor(() => expect(rig.states.at(-1)).toEqual({ phase: 'ready' }));
    }
    expect(rig.states.at(-1)).toMatchObject({ phase: 'given-up', runId: id });
    expect(rig.workers).toHaveLength(4);
    rig.host.retry();
    await vi.waitFor(() => expect(rig.states.at(-1)).toEqual({ phase: 'ready' }));
  });
});
