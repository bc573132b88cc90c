import { afterEach, describe, expect, it, vi } from 'vitest';
import { deepAll, deepFind, mountApp } from '../testing/mount.ts';
import type { MountedApp } from '../testing/mount.ts';

let mounted: MountedApp | undefined;

afterEach(() => {
  mounted?.unmount();
  mounted = undefined;
  location.hash = '';
});

describe('the evaluation of a run', () => {
  it('says what it cost, lists metrics by what they measure, and computes those that are chosen', async () => {
    mounted = await mountApp('#/lab/run-1', [400]);
    const evaluate = vi.spyOn(mounted.service, 'evaluate');
    await vi.waitFor(() =>
      expect(deepFind(document, '.cost').textContent).toBe(
        'The metrics took 2.1 s when they were last measured; evaluations in mid-run take 6 % of the time.',
      ),
    );
    const list = deepFind<HTMLDetailsElement>(document, 'details', 'Choose metrics');
    list.open = true;
    const choice = await vi.waitFor(() => deepFind(document, 'll-metric-choice').shadowRoot!);
    await vi.waitFor(() => expect(deepAll(choice, 'legend')).toHaveLength(2));
    expect(deepAll(choice, 'legend').map(({ textContent }) => textContent)).toEqual(['Modes', 'Known densities']);
    expect(deepAll(choice, '.cost').map(({ textContent }) => textContent)).toEqual(['cheap, 0.12 s', 'dear, 2 s']);
    deepAll<HTMLInputElement>(choice, 'input')[1]!.click();
    await vi.waitFor(() => expect(list.textContent).toContain('1 of 2 metrics chosen'));
    deepFind<HTMLButtonElement>(document, 'button', 'Evaluate').click();
    await vi.waitFor(() => expect(evaluate).toHaveBeenCalledOnce());
    expect(evaluate.mock.calls[0]).toEqual(['run-1', { samples: 10_000, metrics: ['mode-coverage'] }]);
    deepAll<HTMLInputElement>(choice, 'input')[0]!.click();
    await vi.waitFor(() => expect(list.textContent).toContain('0 of 2 metrics chosen'));
    await vi.waitFor(() => expect(deepFind<HTMLButtonElement>(document, 'button', 'Evaluate').disabled).toBe(true));
  });
});
