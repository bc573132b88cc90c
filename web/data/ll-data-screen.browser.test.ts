import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { catalogue } from '../../core/catalogue.ts';
import type { StudyRow } from '../../worker/protocol/study.ts';
import { deepAll, deepFind, mountApp } from '../testing/mount.ts';
import type { MountedApp } from '../testing/mount.ts';

let mounted: MountedApp | undefined;

const mount = async (hash: string): Promise<MountedApp> => (mounted = await mountApp(hash));
const cards = (): readonly HTMLAnchorElement[] => deepAll<HTMLAnchorElement>(document, 'a.card');
const find = <E extends Element = HTMLElement>(selector: string, words = ''): Promise<E> =>
  vi.waitFor(() => deepFind<E>(document, selector, words));

beforeEach(() => page.viewport(1280, 860));
afterEach(() => {
  vi.restoreAllMocks();
  mounted?.unmount();
  mounted = undefined;
  location.hash = '';
});

async function choose(names: readonly string[]): Promise<void> {
  const input = await find<HTMLInputElement>('input#files');
  const transfer = new DataTransfer();
  for (const name of names) transfer.items.add(new File(['x'], name));
  input.files = transfer.files;
  input.dispatchEvent(new Event('change'));
}

describe('the Data screen', () => {
  it('lists every set, imported ones first, each with its licence and size', async () => {
    await mount('#/data');
    await vi.waitFor(() => expect(cards()).toHaveLength(catalogue.datasets.length + 1));
    expect(cards()[0]!.textContent).toContain('Pets');
    for (const card of cards()) expect(card.textContent).toContain('Licence:');
  });

  it('imports files, says what was left out, and lists the new set', async () => {
    await mount('#/data');
    await choose(['birds.zip', 'broken.png']);
    await find('progress');
    expect((await find('.report', 'Imported')).textContent).toContain('birds');
    expect((await find('details')).textContent).toContain('broken.png');
    await vi.waitFor(() => expect(cards()[0]!.textContent).toContain('birds'));
    // What can be chosen for a run has it too.
    expect(mounted!.lab.catalogue.value?.imported?.sets[0]?.title).toBe('birds');
  });

  it('shows what is wrong with files that can’t be imported', async () => {
    const { service } = await mount('#/data');
    const error = {
      code: 'invalid-data',
      message: 'a.npy holds Python objects.',
      remedy: 'Save plain numbers.',
    } as const;
    vi.spyOn(service, 'importDataset').mockResolvedValue({ ok: false, error });
    await choose(['a.npy']);
    expect((await find('.fault')).textContent).toBe(error.message);
  });

  it('browses a set page by page and by class, with its figures', async () => {
    await mount(`#/data/${'1'.repeat(64)}`);
    const shown = (selector: string): readonly Element[] =>
      deepAll(deepFind(document, 'll-set-browser').shadowRoot!, selector);
    await vi.waitFor(() => expect(shown('canvas[data-of="first"]')).toHaveLength(60));
    const classes = (): Set<string> => new Set(shown('.label').map((label) => label.textContent));
    expect(classes()).toEqual(new Set(['cat', 'dog', 'rabbit']));
    deepFind(document, 'button', 'Later examples').click();
    await vi.waitFor(() => expect(shown('canvas[data-of="first"]')).toHaveLength(40));
    const byClass = deepAll<HTMLSelectElement>(deepFind(document, 'll-set-browser').shadowRoot!, 'select')[1]!;
    byClass.value = '1';
    byClass.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(classes()).toEqual(new Set(['dog'])));
    expect((await find('table', 'Standard deviation')).textContent).toContain('0.25');
  });

  it('turns pages by keys and goes to a number', async () => {
    await mount(`#/data/${'1'.repeat(64)}`);
    const region = await find('[aria-label="Page of examples"]');
    const press = (key: string): boolean =>
      region.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const first = (): string | undefined => deepAll(document, '.images')[0]?.getAttribute('aria-label') ?? undefined;
    press('ArrowRight');
    await vi.waitFor(() => expect(first()).toMatch(/^Example 61,/));
    // There are 100: no page lies beyond.
    expect(press('ArrowRight')).toBe(true);
    press('Home');
    await vi.waitFor(() => expect(first()).toMatch(/^Example 1,/));
    press('End');
    await vi.waitFor(() => expect(first()).toMatch(/^Example 61,/));
    const from = deepFind<HTMLInputElement>(document, 'input[type="number"]');
    for (const [typed, shown] of [
      ['42', '42'],
      ['-3', '1'],
      ['1e9', '100'],
      ['', '1'],
      ['0', '1'],
    ] as const) {
      from.value = typed;
      from.dispatchEvent(new Event('change'));
      await vi.waitFor(() => expect(first()).toMatch(new RegExp(`^Example ${shown},`)));
      await vi.waitFor(() => expect(from.value).toBe(shown));
    }
  });

  it('shows points as a plot', async () => {
    await mount('#/data/ring');
    expect((await find('canvas.plane')).getAttribute('aria-label')).toContain('points');
  });

  it.each([
    ['plays sequences', false, 'Pause'],
    ['keeps sequences still where less motion is asked for', true, 'Play'],
  ])('%s, and shows them as strips', async (_, reduced, button) => {
    const ask = window.matchMedia.bind(window);
    vi.spyOn(window, 'matchMedia').mockImplementation((query) =>
      query.includes('reduced-motion') ? { ...ask(query), matches: reduced } : ask(query),
    );
    await mount('#/data/moving-digits');
    await find('button', button);
    const frame = deepFind<HTMLInputElement>(document, 'input[type="range"]');
    const picture = (): string =>
      deepFind<HTMLCanvasElement>(deepFind(document, 'll-sequences').shadowRoot!, 'canvas').toDataURL();
    const before = picture();
    if (reduced) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(picture()).toBe(before);
    } else {
      await vi.waitFor(() => expect(picture()).not.toBe(before));
    }
    frame.value = '1';
    frame.dispatchEvent(new Event('input'));
    await find('button', 'Play');
    await vi.waitFor(() => expect(picture()).toBe(before));
    const shownAs = deepAll<HTMLSelectElement>(deepFind(document, 'll-sequences').shadowRoot!, 'select')[0]!;
    shownAs.value = 'strips';
    shownAs.dispatchEvent(new Event('change'));
    await find('ul.strips canvas');
  });

  it('shows what augmentations make of a set, those that fit it, and leads to a run with them', async () => {
    const { service } = await mount('#/data/mnist');
    const asked = vi.spyOn(service, 'datasetExamples');
    const screen = await find('ll-set-augmentations');
    const fieldOf = (label: string): HTMLElement =>
      deepAll<HTMLElement>(screen.shadowRoot!, 'll-field').find(({ shadowRoot }) =>
        shadowRoot?.textContent.includes(label),
      )!;
    await vi.waitFor(() => deepFind(screen.shadowRoot!, '[aria-label="Augmented examples"] ll-examples'));
    const flip = fieldOf('Horizontal flip').shadowRoot!.querySelector('input')!;
    expect(flip.checked).toBe(false);
    flip.click();
    await vi.waitFor(() =>
      expect(asked.mock.lastCall?.[1].augment?.by).toEqual({
        rotation: { degrees: 10 },
        'horizontal-flip': { probability: 0.5 },
      }),
    );
    expect((await find('.caution')).textContent).toContain('a digit is another sign');
    deepFind(screen.shadowRoot!, 'button', 'Draw again').click();
    await vi.waitFor(() => expect(asked.mock.lastCall?.[1].augment?.draw).toBe(1));
    deepFind<HTMLAnchorElement>(screen.shadowRoot!, 'a', 'Start a run with these').click();
    expect((await find('ll-spec-summary')).shadowRoot!.textContent).toContain('Horizontal flip: probability');
  });

  it('offers points what fits points', async () => {
    await mount('#/data/ring');
    const screen = await find('ll-set-augmentations');
    await vi.waitFor(() => expect(deepAll(screen.shadowRoot!, 'canvas.plane')).toHaveLength(2));
    expect(deepAll(screen.shadowRoot!, 'li')).toHaveLength(1);
  });

  it('deletes an imported set only once that is confirmed', async () => {
    const { service } = await mount(`#/data/${'1'.repeat(64)}`);
    (await find('button', 'Delete this set')).click();
    expect((await find('dialog', 'Nothing uses it')).hasAttribute('open')).toBe(true);
    expect(service.datasetsHere.sets).toHaveLength(1);
    deepFind(document, 'dialog .danger').click();
    await vi.waitFor(() => expect(location.hash).toBe('#/data'));
    expect(service.datasetsHere.sets).toHaveLength(0);
  });

  it('tells what a set is used by before it is deleted', async () => {
    const set = '1'.repeat(64);
    const { service } = await mount(`#/data/${set}`);
    const onSet = { base: { data: { set } }, axes: [] };
    const inAnArm = { base: { data: {} }, axes: [{ variants: [{ set: {} }, { set: { 'data.set': set } }] }] };
    const onAnother = { base: { data: { set: '2'.repeat(64) } }, axes: [{ variants: [{ set: { batch: '8' } }] }] };
    const value = [onSet, inAnArm, onAnother].map((study) => ({ record: { study } })) as unknown as StudyRow[];
    vi.spyOn(service, 'studies').mockResolvedValueOnce({ ok: true, value });
    (await find('button', 'Delete this set')).click();
    await find('dialog', 'Used by 2 studies, which');
  });

  it('says so where a set is not on this device', async () => {
    await mount('#/data/unknown');
    await find('h1', 'not on this device');
  });
});
