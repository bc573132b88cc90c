import { afterEach, describe, expect, it, vi } from 'vitest';
import { deepAll, deepFind, mountApp } from '../testing/mount.ts';
import type { MountedApp } from '../testing/mount.ts';

let mounted: MountedApp | undefined;

async function mount(hash: string, trained: readonly number[]): Promise<MountedApp> {
  mounted = await mountApp(hash, trained);
  return mounted;
}

const textOf = (selector: string): string =>
  deepFind(document, selector).shadowRoot!.textContent.replace(/\s+/g, ' ').trim();

afterEach(() => {
  mounted?.unmount();
  mounted = undefined;
  location.hash = '';
});

describe('the comparison of runs', () => {
  it('shows samples, each curve by step and by time, figures, and only the settings that differ', async () => {
    await mount('#/compare/run-1/run-2', [1200, 1400]);
    await vi.waitFor(() => expect(deepAll(document, 'll-racer')).toHaveLength(2));
    await vi.waitFor(() => expect(deepAll(document, 'll-chart')).toHaveLength(2));
    const charts = deepAll<HTMLElementTagNameMap['ll-chart']>(document, 'll-chart');
    expect(charts.map(({ heading, x }) => [heading, x])).toEqual([
      ['Modes by step', 'step'],
      ['Modes by time', 'time'],
    ]);
    expect(charts[0]!.curves).toHaveLength(2);
    expect(textOf('ll-figure-table')).toMatch(/Modes covered.*2,500 generated.*floor/);
    const settings = deepAll(deepFind(document, 'll-setting-table').shadowRoot!, 'code').map(
      ({ textContent }) => textContent,
    );
    expect(settings.length).toBeGreaterThan(0);
    expect(settings).not.toContain('seed');
    expect(textOf('ll-setting-table')).toContain('reproducible arithmetic');
  });

  it('warns where figures were made from other counts, and marks no best one there', async () => {
    const { service } = await mount('#/runs', [1200]);
    const other = service.seed(service.runsById.get('run-1')!.record.spec, 'Fewer samples', 1200);
    const { step, metrics } = other.record.evaluation!;
    const fewer = metrics.map((metric) => ({ ...metric, value: metric.value + 1, counts: { generated: 500 } }));
    other.record = { ...other.record, evaluation: { step, metrics: fewer } };
    location.hash = '#/compare/run-1/run-2';
    await vi.waitFor(() =>
      expect(textOf('ll-figure-table')).toContain(
        'Not comparable: made from different numbers of generated examples: 2,500, 500.',
      ),
    );
    expect(deepFind(document, 'll-figure-table').shadowRoot!.querySelector('.best')).toBeNull();
  });

  it('lets runs join and leave by the address, and says when one is not here', async () => {
    await mount('#/compare/run-1/gone', [400, 400]);
    await vi.waitFor(() => deepFind(document, 'header p', '1 of these are not on this device'));
    const select = deepFind<HTMLSelectElement>(document, 'select', 'Add a run or an arm');
    select.value = 'run-2';
    select.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(location.hash).toBe('#/compare/run-1/gone/run-2'));
    await vi.waitFor(() => expect(deepAll(document, 'll-racer')).toHaveLength(2));
    deepFind<HTMLAnchorElement>(document, 'li a', 'Leave out').click();
    await vi.waitFor(() => expect(location.hash).toBe('#/compare/gone/run-2'));
  });
});

describe('the comparison of arms', () => {
  it('puts arms of a study beside a run, with means over their seeds', async () => {
    await mount('#/compare/study:study-1:0/run-1/study:study-1:1/study:gone:0', [1200]);
    await vi.waitFor(() => expect(deepAll(document, 'll-arm-card')).toHaveLength(2));
    deepFind(document, 'header p', '1 of these are not on this device');
    const names = deepAll(deepFind(document, 'll-figure-table').shadowRoot!, 'thead th').map(({ textContent }) =>
      textContent.replace(/\s+/g, ' ').trim(),
    );
    expect(names[1]).toMatch(/^minimax/);
    expect(names[3]).toMatch(/^non-saturating/);
    expect(textOf('ll-figure-table')).toContain('Mean of 4 seeds.');
  });

  it('lets an arm and one of its runs join from the list, under the name of their study', async () => {
    await mount('#/compare/run-1', [1200]);
    const select = await vi.waitFor(() => {
      const found = deepFind<HTMLSelectElement>(document, 'select', 'Add a run or an arm');
      expect([...found.querySelectorAll('optgroup')].map(({ label }) => label)).toEqual([
        'Objectives on the ring',
        'Objectives on the ring: single runs',
      ]);
      return found;
    });
    const entries = [
      ['study:study-1:5', 'hinge (mean of 3 seeds)'],
      ['study:study-1:5-2', 'hinge, seed 2'],
    ] as const;
    for (const [i, [key, label]] of entries.entries()) {
      expect([...select.options].find(({ value }) => value === key)!.textContent).toBe(label);
      select.value = key;
      select.dispatchEvent(new Event('change'));
      await vi.waitFor(() => expect(deepAll(document, 'll-arm-card')).toHaveLength(i + 1));
    }
    await vi.waitFor(() => deepFind(document, 'article', 'A run of a study'));
  });
});
