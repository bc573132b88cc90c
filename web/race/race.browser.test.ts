import { afterEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import { defaultSpec } from '../../core/spec/defaults.ts';
import { deepAll, deepFind, mountApp } from '../testing/mount.ts';
import type { MountedApp } from '../testing/mount.ts';

let mounted: MountedApp | undefined;

async function mount(hash: string, trained: readonly number[]): Promise<MountedApp> {
  mounted = await mountApp(hash, trained);
  return mounted;
}

const button = (name: string): HTMLButtonElement => deepFind<HTMLButtonElement>(document, 'button', name);
const box = (label: string): HTMLInputElement =>
  deepFind(document, 'label.check', label).querySelector<HTMLInputElement>('input')!;

afterEach(() => {
  mounted?.unmount();
  mounted = undefined;
  location.hash = '';
});

describe('the choice of rivals', () => {
  it('offers objectives and update rules, refuses with the reason, and creates runs that differ in that alone', async () => {
    const { service } = await mount('#/runs', []);
    const spec = defaultSpec(catalogue, 'gan', 'ring');
    service.seed({ ...spec, options: { ...spec.options, r1: 0 } }, 'GAN', 400);
    location.hash = '#/rivals/run-1';
    await vi.waitFor(() => expect(box('Wasserstein').disabled).toBe(true));
    expect(deepFind(document, 'small.refused', '').textContent).not.toBe('');
    expect(box('Minimax').disabled).toBe(false);
    expect(button('Choose a rival').disabled).toBe(true);
    box('Minimax').click();
    await vi.waitFor(() => button('Race 2 runs'));
    box('Simultaneous').click();
    await vi.waitFor(() => expect(button('Race 3 runs').disabled).toBe(false));
    button('Race 3 runs').click();
    await vi.waitFor(() => expect(location.hash).toMatch(/^#\/race\/run-\d+\/run-\d+\/run-\d+$/));
    const [own, minimax, simultaneous] = location.hash
      .split('/')
      .slice(2)
      .map((id) => service.runsById.get(id)!.record.spec);
    expect(own).toEqual(service.runsById.get('run-1')!.record.spec);
    expect(minimax).toEqual({ ...own, options: { ...own!.options, loss: 'minimax' } });
    expect(simultaneous).toEqual({ ...own, dynamics: { kind: 'simultaneous' } });
  });
});

describe('a race', () => {
  it('shows every run with its picture and curves, starts all together and pauses all', async () => {
    const { service } = await mount('#/race/run-1/run-2', [200, 400]);
    const [race, pause, watch] = [vi.spyOn(service, 'race'), vi.spyOn(service, 'pause'), vi.spyOn(service, 'watch')];
    await vi.waitFor(() => expect(deepAll(document, 'll-racer')).toHaveLength(2));
    expect(watch).toHaveBeenLastCalledWith(['run-1', 'run-2']);
    expect(deepFind(document, 'll-race-screen').shadowRoot!.textContent).toMatch(/Step\s+200/);
    await vi.waitFor(() => expect(deepAll(document, 'll-chart').length).toBeGreaterThan(2));
    const [chart] = deepAll<HTMLElementTagNameMap['ll-chart']>(document, 'll-chart');
    expect(chart!.curves.map(({ label }) => label)).toHaveLength(2);
    button('Resume').click();
    await vi.waitFor(() => expect(race).toHaveBeenCalledWith(['run-1', 'run-2']));
    await vi.waitFor(() => expect(button('Pause').disabled).toBe(false));
    button('Pause').click();
    await vi.waitFor(() => expect(pause).toHaveBeenCalledOnce());
  });

  it('says how many runs are missing, and stops watching when it is left', async () => {
    const { service } = await mount('#/race/run-1/gone', [200]);
    const watch = vi.spyOn(service, 'watch');
    await vi.waitFor(() => deepFind(document, 'header p', '1 of the runs are not on this device'));
    location.hash = '#/runs';
    await vi.waitFor(() => expect(watch).toHaveBeenLastCalledWith([]));
  });
});
