import { describe, expect, it, vi } from 'vitest';
import { requireStudySpec } from '../../core/spec/study-spec.ts';
import { studyTools } from '../../core/studies.ts';
import { LabError } from '../protocol/errors.ts';
import type { Tab } from '../service/lab.fixture.ts';
import { longSpec, tabs } from '../service/lab.fixture.ts';
import { RunSession } from '../service/run-session.ts';

const { open, locks } = tabs();

/** One cell of it takes longer than a test may. */
const study = requireStudySpec(
  {
    title: 'Orders',
    base: longSpec,
    axes: [],
    seeds: [1],
    budget: { kind: 'steps', steps: 500_000 },
    evaluation: { every: 0, samples: 100, metrics: ['mode-coverage'] },
    primary: 'mode-coverage',
    baseline: 'base',
  },
  studyTools,
);

const lockOf = (id: string): string => `latent-lab/study/${id}`;
const stateOf = async ({ service }: Tab, id: string) => (await service.openStudy(id)).state;
const training = ({ lab }: Tab): boolean => lab.sessions.present.some((session) => session.training);

describe('a study that is started and paused', () => {
  it('twice at once trains once, and the pause ends all of it', async () => {
    const tab = await open();
    const { id } = await tab.service.createStudy(study);
    const request = vi.spyOn(locks(), 'request');
    await Promise.all([tab.service.startStudy(id), tab.service.startStudy(id)]);
    await vi.waitFor(() => expect(training(tab)).toBe(true));
    await tab.service.pauseStudy(id);
    expect(request.mock.calls.filter(([name]) => name === lockOf(id))).toHaveLength(1);
    expect(training(tab)).toBe(false);
    expect(locks().held).toEqual([]);
    expect(await stateOf(tab, id)).toBe('paused');
  });

  it('gives way to another that is started at once', async () => {
    const tab = await open();
    const [a, b] = [await tab.service.createStudy(study), await tab.service.createStudy(study)];
    await Promise.all([tab.service.startStudy(a.id), tab.service.startStudy(b.id)]);
    expect([await stateOf(tab, a.id), tab.lab.studies.training.active]).toEqual(['paused', true]);
    await tab.service.pauseStudy(b.id);
    expect(locks().held).toEqual([]);
  });

  it('at once is paused, whether it has its lock already or not', async () => {
    const tab = await open();
    const { id } = await tab.service.createStudy(study);
    await tab.service.startStudy(id);
    await tab.service.pauseStudy(id);
    expect(await stateOf(tab, id)).toBe('paused');
    await tab.service.startStudy(id);
    await vi.waitFor(() => expect(locks().held).toContain(lockOf(id)), { interval: 1 });
    await tab.service.pauseStudy(id);
    expect(await stateOf(tab, id)).toBe('paused');
    expect(locks().held).toEqual([]);
    expect(training(tab)).toBe(false);
  });

  it('while its run is being loaded is paused then, not at the end of the run', async () => {
    const tab = await open();
    const { id } = await tab.service.createStudy(study);
    const load = RunSession.load.bind(RunSession);
    let goOn!: () => void;
    const wait = new Promise<void>((resolve) => (goOn = resolve));
    const loading = vi.spyOn(RunSession, 'load').mockImplementationOnce(async (...values) => {
      await wait;
      return load(...values);
    });
    await tab.service.startStudy(id);
    await vi.waitFor(() => expect(loading).toHaveBeenCalled());
    const paused = tab.service.pauseStudy(id);
    // Long enough for the order to have reached whatever it reaches.
    await new Promise((resolve) => setTimeout(resolve, 30));
    goOn();
    await paused;
    expect(training(tab)).toBe(false);
    expect(await stateOf(tab, id)).toBe('paused');
  });

  it('can be started again after the store failed', async () => {
    const tab = await open();
    const { id } = await tab.service.createStudy(study);
    // Read when it is started, and when it has its lock.
    const get = tab.stores.studies.get.bind(tab.stores.studies);
    vi.spyOn(tab.stores.studies, 'get')
      .mockImplementationOnce(get)
      .mockRejectedValueOnce(new LabError('storage', 'unreadable'));
    await tab.service.startStudy(id);
    await vi.waitFor(() =>
      expect(tab.events).toContainEqual(
        expect.objectContaining({ type: 'study', error: { code: 'storage', message: 'unreadable' } }),
      ),
    );
    await tab.service.startStudy(id);
    await vi.waitFor(() => expect(training(tab)).toBe(true));
    await tab.service.pauseStudy(id);
  });
});

describe('a study that is trained in another tab', () => {
  it('does not keep runs from being trained in this one, which waits for it', async () => {
    const one = await open();
    const two = await open();
    const { id } = await one.service.createStudy(study);
    const run = await two.service.create(longSpec);
    await one.service.startStudy(id);
    await vi.waitFor(() => expect(training(one)).toBe(true));
    await two.service.configure({ backend: 'auto', autosaveSeconds: 30 });
    await expect(two.service.pauseStudy(id)).rejects.toMatchObject({ code: 'busy-elsewhere' });
    await two.service.start(run.id);
    expect([training(one), training(two)]).toEqual([true, true]);
    expect(await stateOf(one, id)).toBe('running');
    await one.service.pauseStudy(id);
    await two.service.pause(run.id);
  });
});
