import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { catalogue } from '../../core/catalogue.ts';
import { deepAll, deepFind, mountApp } from '../testing/mount.ts';
import type { MountedApp } from '../testing/mount.ts';

let mounted: MountedApp | undefined;

const mount = async (hash: string): Promise<MountedApp> => (mounted = await mountApp(hash, [100]));
const shown = (): string => deepFind<HTMLElementTagNameMap['ll-method-card']>(document, 'll-method-card').card.label;
const links = (): readonly HTMLAnchorElement[] => deepAll<HTMLAnchorElement>(document, 'nav[aria-label=Cards] a');

beforeEach(() => page.viewport(1280, 860));
afterEach(() => {
  mounted?.unmount();
  mounted = undefined;
  location.hash = '';
});

describe('the screen of the cards', () => {
  it('lists every card and shows the one of the address', async () => {
    await mount('#/methods/hinge');
    await vi.waitFor(() => expect(shown()).toBe('Hinge'));
    expect(links()).toHaveLength(catalogue.objectives.length);
    expect(
      links()
        .filter((link) => link.ariaCurrent === 'true')
        .map((link) => link.textContent.trim()),
    ).toEqual(['Hinge']);
  });

  it('shows each card without a fault: its formula, and plots where it is an objective', async () => {
    await mount('#/methods');
    await vi.waitFor(() => expect(links().length).toBeGreaterThan(0));
    for (const link of links()) {
      link.click();
      const key = decodeURIComponent(link.hash.slice('#/methods/'.length));
      await vi.waitFor(() => {
        const card = deepFind<HTMLElementTagNameMap['ll-method-card']>(document, 'll-method-card');
        expect(key.endsWith(card.card.id)).toBe(true);
        const plots = deepAll(card.shadowRoot!, 'svg.plot');
        expect(plots, key).toHaveLength(card.card.kind === 'objective' ? 2 : 0);
        expect(deepAll(card.shadowRoot!, 'math').length, key).toBeGreaterThan(0);
        for (const path of deepAll(card.shadowRoot!, 'path')) expect(path.getAttribute('d')).not.toMatch(/NaN|Inf/);
      });
    }
  });

  it('finds cards by their words and by their kind', async () => {
    await mount('#/methods');
    await vi.waitFor(() => expect(links().length).toBeGreaterThan(0));
    await userEvent.type(deepFind(document, 'input[type=search]'), 'nowozin jeffrey');
    await vi.waitFor(() => expect(links().map((link) => link.textContent.trim())).toEqual(['f-GAN: Jeffrey']));
    expect(shown()).toBe('f-GAN: Jeffrey');
    await userEvent.clear(deepFind(document, 'input[type=search]'));
    deepFind<HTMLButtonElement>(document, 'button', 'Methods').click();
    const methods = catalogue.objectives.filter(({ kind }) => kind === 'method');
    await vi.waitFor(() => expect(links()).toHaveLength(methods.length));
  });

  it('says when there is no such card', async () => {
    await mount('#/methods/zork');
    await vi.waitFor(() => expect(deepFind(document, '[role=alert]').textContent).toContain('zork'));
  });

  it('leads to the preview of a run and starts nothing', async () => {
    const { service } = await mount('#/methods/hinge');
    const [created, started] = [vi.spyOn(service, 'create'), vi.spyOn(service, 'start')];
    await vi.waitFor(() => deepFind<HTMLAnchorElement>(document, 'a', 'Try it').click());
    await vi.waitFor(() => deepFind(document, 'button', 'Create and start'));
    expect(deepFind(document, 'll-spec-summary').shadowRoot?.textContent).toContain('Hinge');
    expect(created).not.toHaveBeenCalled();
    expect(started).not.toHaveBeenCalled();
  });

  it('leads to the code behind a formula', async () => {
    await mount('#/methods/hinge');
    await vi.waitFor(() => deepFind<HTMLAnchorElement>(document, 'a', 'adversarial/hinge.ts').click());
    await vi.waitFor(() => expect(deepFind(document, '.code ol').textContent).toContain('export const hinge'));
    location.hash = '#/source/core/nothing.ts';
    await vi.waitFor(() => expect(deepFind(document, '[role=alert]').textContent).toContain('no such file'));
  });
});

describe('the chips of a form', () => {
  it('open the card of the chosen loss over the form', async () => {
    await mount('#/lab');
    const chips = await vi.waitFor(() => deepFind(document, 'll-card-chips').shadowRoot!);
    const dialog = chips.querySelector('dialog')!;
    deepFind<HTMLButtonElement>(chips, '.chips button', 'Non-saturating').click();
    await vi.waitFor(() => expect(deepFind(dialog, 'h2').textContent).toBe('Non-saturating'));
    expect(dialog.open).toBe(true);
    deepFind<HTMLButtonElement>(dialog, 'button', 'Close').click();
    await vi.waitFor(() => expect(dialog.open).toBe(false));
    deepFind<HTMLButtonElement>(chips, '.chips button', 'Non-saturating').click();
    await vi.waitFor(() => expect(dialog.open).toBe(true));
    await vi.waitFor(() => deepFind<HTMLAnchorElement>(dialog, 'a', 'Try it').click());
    expect(dialog.open).toBe(false);
  });
});
