import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { deepAll, deepFind, mountApp } from '../testing/mount.ts';
import type { MountedApp } from '../testing/mount.ts';

let mounted: MountedApp | undefined;

/** A run on the ring that has trained for 400 steps. */
async function mountRun(): Promise<MountedApp> {
  mounted = await mountApp('#/lab/run-1', [400]);
  await vi.waitFor(() => deepFind(document, 'll-laboratory'));
  return mounted;
}

const button = (name: string): HTMLButtonElement => deepFind<HTMLButtonElement>(document, 'button', name);
const words = (selector: string): string => deepFind(document, selector).textContent.replace(/\s+/g, ' ').trim();

afterEach(() => {
  mounted?.unmount();
  mounted = undefined;
  location.hash = '';
});

describe('the 2-D laboratory', () => {
  it('shows modes, their history, both histograms and the divergences of the picture', async () => {
    await mountRun();
    await vi.waitFor(() => expect(deepAll(document, 'll-histogram')).toHaveLength(2));
    expect(deepFind(document, 'll-mode-bars').shadowRoot!.querySelectorAll('.far')).toHaveLength(8);
    const headings = deepAll(deepFind(document, 'll-laboratory').shadowRoot!, 'h2').map(
      ({ textContent }) => textContent,
    );
    expect(headings).toEqual([
      'Modes',
      'Modes over time',
      'Divergence from the data',
      'Critic’s gradient norms',
      'Critic’s weights',
    ]);
    const strip = deepFind<HTMLElementTagNameMap['ll-mode-strip']>(document, 'll-mode-strip');
    await vi.waitFor(() => expect(strip.columns.length).toBeGreaterThanOrEqual(4));
  });

  it('takes a step apart, names who moves, and goes back to the run', async () => {
    const { lab, service } = await mountRun();
    const stages = vi.spyOn(service, 'stages');
    button('Slow motion').click();
    await vi.waitFor(() => expect(words('.words')).toMatch(/^Before the step2 moves to come/));
    button('The next stage').click();
    await vi.waitFor(() => expect(words('.words')).toMatch(/^Discriminator movesmove 1 of 2/));
    button('The next stage').click();
    await vi.waitFor(() => expect(words('.words')).toMatch(/^Generator movesmove 2 of 2/));
    expect(stages).toHaveBeenCalledTimes(1);
    button('The next step').click();
    await vi.waitFor(() => expect(stages).toHaveBeenCalledTimes(2));
    await vi.waitFor(() => expect(words('.words')).toMatch(/^Before the step/));
    button('End slow motion').click();
    await vi.waitFor(() => expect(lab.open.value!.slow.value).toBeUndefined());
    button('Slow motion');
  });

  it('ends slow motion when training goes on', async () => {
    const { lab } = await mountRun();
    button('Slow motion').click();
    await vi.waitFor(() => expect(lab.open.value!.slow.value).toBeDefined());
    button('Resume').click();
    await vi.waitFor(() => expect(lab.open.value!.slow.value).toBeUndefined());
  });

  it('changes a learning rate in mid-run, keeps what was changed, and marks it in the curves', async () => {
    const { lab, service } = await mountRun();
    const edit = vi.spyOn(service, 'edit');
    const settings = deepFind<HTMLElementTagNameMap['ll-live-settings']>(document, 'll-live-settings');
    (settings.closest('details') ?? deepFind<HTMLDetailsElement>(document, 'details', 'Change while')).open = true;
    await vi.waitFor(() => deepFind(settings.shadowRoot!, 'll-field'));
    const field = deepAll<HTMLElementTagNameMap['ll-field']>(settings.shadowRoot!, 'll-field').find(
      ({ path }) => path === 'optimisers.generator.learningRate',
    )!;
    const apply = deepFind<HTMLButtonElement>(settings.shadowRoot!, 'button', 'Apply');
    expect(apply.disabled).toBe(true);
    await userEvent.fill(deepFind(field.renderRoot as ShadowRoot, 'input[type=text]'), '99');
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(field.fault).toMatch(/Choose a value/));
    expect(apply.disabled).toBe(true);
    await userEvent.fill(deepFind(field.renderRoot as ShadowRoot, 'input[type=text]'), '0.0005');
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(apply.disabled).toBe(false));
    apply.click();
    await vi.waitFor(() => expect(edit).toHaveBeenCalledOnce());
    expect(edit.mock.calls[0]![1]).toMatchObject({ optimisers: { generator: { learningRate: 5e-4 } } });
    expect(edit.mock.calls[0]![1]).not.toHaveProperty('dynamics');
    await vi.waitFor(() => expect(lab.open.value!.view.value.run.edits).toHaveLength(1));
    await vi.waitFor(() => expect(words('ol')).toMatch(/^Step 400: Generator: Learning rate .* → 5e-4$/));
    const chart = deepFind<HTMLElementTagNameMap['ll-chart']>(document, 'll-chart');
    await vi.waitFor(() => expect(chart.marks).toContainEqual({ step: 400, kind: 'edit' }));
  });
});
