import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Result } from '../../worker/protocol/errors.ts';
import { deepAll, deepFind, mountApp } from '../testing/mount.ts';
import type { MountedApp } from '../testing/mount.ts';

let mounted: MountedApp | undefined;

async function mount(hash: string, trained: readonly number[] = []): Promise<MountedApp> {
  mounted = await mountApp(hash, trained);
  return mounted;
}

const button = (name: string): HTMLButtonElement => deepFind<HTMLButtonElement>(document, 'button', name);
const textOf = (selector: string): string =>
  deepFind(document, selector).shadowRoot!.textContent.replace(/\s+/g, ' ').trim();
const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const choose = (select: HTMLSelectElement, value: string): void => {
  select.value = value;
  select.dispatchEvent(new Event('change'));
};

afterEach(() => {
  mounted?.unmount();
  mounted = undefined;
  location.hash = '';
});

describe('the list of studies', () => {
  it('shows how far each is, and starts a preset', async () => {
    const { service } = await mount('#/studies');
    const start = vi.spyOn(service, 'startStudy');
    await vi.waitFor(() => expect(textOf('ll-studies-screen')).toContain('20 of 30 runs'));
    button('Run Objectives on the ring').click();
    await vi.waitFor(() => expect(location.hash).toBe('#/study/study-2'));
    await vi.waitFor(() => expect(start).toHaveBeenCalledWith('study-2'));
  });
});

describe('a study', () => {
  it('shows every cell, what diverged, and the figure that is chosen against the baseline that is chosen', async () => {
    const { service } = await mount('#/study/study-1');
    const table = vi.spyOn(service, 'studyTable');
    await vi.waitFor(() => expect(deepAll(deepFind(document, 'll-cell-grid').shadowRoot!, '.cell')).toHaveLength(30));
    expect(textOf('ll-cell-grid')).toContain('diverged at 612');
    await vi.waitFor(() => expect(textOf('ll-study-table')).toContain('Difference to non-saturating'));
    expect(textOf('ll-study-table')).toContain('1 diverged: seed 3 at step 612');
    const [figure, baseline] = deepAll<HTMLSelectElement>(
      deepFind(document, 'll-study-results').shadowRoot!,
      '.choices select',
    );
    choose(baseline!, 'hinge');
    await vi.waitFor(() => expect(textOf('ll-study-table')).toContain('Difference to hinge'));
    expect(table).toHaveBeenLastCalledWith('study-1', 'hinge');
    choose(figure!, 'modes');
    await vi.waitFor(() => expect(textOf('ll-study-table')).toContain('Mean, of 8'));
    expect(deepAll(deepFind(document, 'll-dot-plot').shadowRoot!, 'circle.mean')).toHaveLength(6);
    const plot = deepFind(document, 'll-dot-plot').shadowRoot!;
    const places = (): readonly string[] => deepAll(plot, 'circle.mean').map((dot) => dot.getAttribute('cx')!);
    const linear = places();
    const logarithmic = deepFind(plot, 'label', 'Logarithmic axis').querySelector('input')!;
    expect(logarithmic.checked).toBe(false);
    logarithmic.click();
    await vi.waitFor(() => expect(places()).not.toEqual(linear));
    expect(deepAll(deepFind(document, 'll-trade-off').shadowRoot!, 'circle.mean')).toHaveLength(6);
    expect(deepAll(deepFind(document, 'll-study-samples').shadowRoot!, 'img')).toHaveLength(6);
    const charts = await vi.waitFor(() => {
      const found = deepAll<HTMLElementTagNameMap['ll-chart']>(document, 'll-chart');
      expect(found).toHaveLength(2);
      return found;
    });
    expect(charts.map(({ x }) => x)).toEqual(['step', 'time']);
  });

  it('starts, tells how far it is, and pauses', async () => {
    const { service } = await mount('#/study/study-1');
    const pause = vi.spyOn(service, 'pauseStudy');
    await vi.waitFor(() => button('Resume').click());
    await vi.waitFor(() => expect(textOf('ll-study-console')).toMatch(/Running\s*: 2[1-9] of 30 runs, about/), 4000);
    await vi.waitFor(() => expect(textOf('ll-cell-grid')).toMatch(/\d+ %/));
    button('Pause').click();
    await vi.waitFor(() => expect(pause).toHaveBeenCalledWith('study-1'));
    await vi.waitFor(() => button('Resume'));
  });

  it('moves a run that waits by its buttons, whose focus goes with it', async () => {
    const { service } = await mount('#/study/study-1');
    const reorder = vi.spyOn(service, 'reorderStudy');
    await vi.waitFor(() => (deepFind<HTMLDetailsElement>(document, 'details', 'Order of the').open = true));
    const queue = deepFind(document, 'll-cell-queue').shadowRoot!;
    const order = (): readonly string[] => deepAll(queue, 'li span').map(({ textContent }) => textContent);
    const before = order();
    const later = deepFind<HTMLButtonElement>(queue, 'button', `Train ${before[2]!} first`);
    later.focus();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(order()).toEqual([before[2], before[0], before[1], ...before.slice(3)]));
    expect(reorder.mock.calls[0]![1]).toHaveLength(30);
    await vi.waitFor(() => expect(queue.activeElement?.getAttribute('aria-label')).toBe(`Train ${before[2]!} first`));
  });

  it('moves a run that waits to where it is dropped, and leaves it where nothing is', async () => {
    const { service } = await mount('#/study/study-1');
    const reorder = vi.spyOn(service, 'reorderStudy');
    await vi.waitFor(() => (deepFind<HTMLDetailsElement>(document, 'details', 'Order of the').open = true));
    const queue = deepFind(document, 'll-cell-queue').shadowRoot!;
    const rows = () => deepAll(queue, 'li');
    const order = (): readonly string[] => deepAll(queue, 'li span').map(({ textContent }) => textContent);
    const before = order();
    const drag = (row: HTMLElement, type: string): boolean =>
      row.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true }));
    // A row takes what is dropped on it only once it has said so.
    expect(drag(rows()[1]!, 'dragover')).toBe(true);
    drag(rows()[3]!, 'dragstart');
    expect(drag(rows()[1]!, 'dragover')).toBe(false);
    await vi.waitFor(() => expect(rows()[1]!.className).toBe('over'));
    drag(rows()[1]!, 'drop');
    await vi.waitFor(() => expect(order()).toEqual([before[0], before[3], before[1], before[2], ...before.slice(4)]));
    expect(
      rows()
        .map(({ className }) => className)
        .join(''),
    ).toBe('');
    drag(rows()[2]!, 'dragstart');
    drag(rows()[2]!, 'dragend');
    drag(rows()[0]!, 'drop');
    expect(reorder).toHaveBeenCalledTimes(1);
  });

  it('says what its runs take up, and drops what is not to be kept only once that is confirmed', async () => {
    const { service } = await mount('#/study/study-1');
    const keep = vi.spyOn(service, 'keepStudyRuns');
    await vi.waitFor(() => expect(textOf('ll-study-storage')).toContain('20 runs take about 6.0 MB here.'));
    const select = deepFind<HTMLSelectElement>(document, 'll-study-storage').shadowRoot!.querySelector('select')!;
    expect(select.value).toBe('last-state');
    const confirm = vi.spyOn(globalThis, 'confirm').mockReturnValue(false);
    choose(select, 'result');
    expect(select.value).toBe('last-state');
    expect(keep).not.toHaveBeenCalled();
    confirm.mockReturnValue(true);
    choose(select, 'result');
    await vi.waitFor(() => expect(textOf('ll-study-storage')).toContain('No run takes up room here.'));
    expect(keep).toHaveBeenCalledWith('study-1', 'result');
    await vi.waitFor(() => expect(deepAll(deepFind(document, 'll-cell-grid').shadowRoot!, 'a.cell')).toEqual([]));
    confirm.mockClear();
    choose(select, 'everything');
    await vi.waitFor(() => expect(keep).toHaveBeenLastCalledWith('study-1', 'everything'));
    expect(confirm).not.toHaveBeenCalled();
    confirm.mockRestore();
  });

  it('that is finished offers its report and further seeds, which begin with what is there', async () => {
    const { service } = await mount('#/study/study-1');
    const { record, results } = unwrap(await service.openStudy('study-1'));
    const whole = unwrap(await service.createStudy({ ...record.study, seeds: record.study.seeds.slice(0, 3) }));
    await service.importResults(whole.id, results.filter(({ seed }) => seed <= 3).slice(0, 18));
    location.hash = `#/study/${whole.id}`;
    await vi.waitFor(() => expect(textOf('ll-study-console')).toMatch(/Finished\s*: 18 of 18 runs/));
    expect(() => button('Resume')).toThrow();
    const report = vi.spyOn(service, 'studyReport');
    button('Export report').click();
    await vi.waitFor(() => expect(report).toHaveBeenCalledWith(whole.id, 'html', true));
    button('Add seeds').click();
    await vi.waitFor(() => button('Create and start: 30 more runs'));
    const count = deepFind(document, 'll-add-seeds').shadowRoot!.querySelector('input')!;
    count.value = '1';
    count.dispatchEvent(new Event('change'));
    await vi.waitFor(() => button('Create and start: 6 more runs').click());
    await vi.waitFor(() => expect(location.hash).toBe('#/study/study-3'));
    await vi.waitFor(() => expect(textOf('ll-study-console')).toMatch(/Running\s*: 18 of 24 runs/));
  });

  it('says so where there is no such study', async () => {
    await mount('#/study/gone');
    await vi.waitFor(() => expect(textOf('ll-study-screen')).toContain('There is no such study.'));
  });
});

describe('a new study', () => {
  it('of a run varies what is chosen, counts the runs, says what can’t be run, and is created', async () => {
    const { service } = await mount('#/study/new/run/run-1', [400]);
    const create = vi.spyOn(service, 'createStudy');
    const screen = await vi.waitFor(() => {
      const root = deepFind(document, 'll-new-study-screen').shadowRoot!;
      deepFind(root, 'label', 'Vary a setting');
      return root;
    });
    await vi.waitFor(() => expect(textOf('ll-study-launch')).toContain('1 arm, 5 runs'));
    const vary = deepAll<HTMLSelectElement>(screen, 'select').find(({ textContent }) =>
      textContent.includes('Choose one'),
    )!;
    choose(vary, 'batch');
    await vi.waitFor(() => expect(textOf('ll-study-launch')).toContain('3 arms, 15 runs'));
    const editor = deepFind(document, 'll-axis-editor').shadowRoot!;
    const settings = deepAll<HTMLTextAreaElement>(editor, 'textarea');
    expect(settings.map(({ value }) => value)).toEqual(['batch = 64', 'batch = 128', 'batch = 256']);
    settings[0]!.value = 'batch = 0';
    settings[0]!.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(deepFind(screen, '.launch .fault').textContent).toContain('batch'));
    settings[0]!.value = 'batch = 32\noptions.loss = hinge';
    settings[0]!.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(textOf('ll-study-launch')).toContain('3 arms, 15 runs'));
    const dear = deepFind<HTMLInputElement>(screen, 'input[aria-label^="Dear metrics"]');
    dear.value = '500';
    dear.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(button('Create and start').disabled).toBe(false));
    button('Create and start').click();
    await vi.waitFor(() => expect(location.hash).toBe('#/study/study-2'));
    expect(create.mock.calls[0]![0]).toMatchObject({
      seeds: [1, 2, 3, 4, 5],
      evaluation: { dearEvery: 500 },
      axes: [{ variants: [{ set: { batch: '32', 'options.loss': 'hinge' } }, {}, {}] }],
    });
  });

  it('names the setting that a seed list can’t be', async () => {
    await mount('#/study/new/preset/ring-objectives');
    const screen = await vi.waitFor(() => deepFind(document, 'll-new-study-screen').shadowRoot!);
    const seeds = await vi.waitFor(() => {
      const input = deepFind(screen, 'label', 'Seeds').querySelector('input')!;
      expect(input.value).toBe('1-5');
      return input;
    });
    seeds.value = '1-';
    seeds.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(deepFind(screen, '.launch .fault').textContent).toContain('Seeds are whole numbers'));
    expect(button('Create and start').disabled).toBe(true);
  });
});
