import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { deepAll, deepFind, mountApp } from '../../testing/mount.ts';
import type { MountedApp } from '../../testing/mount.ts';

let mounted: MountedApp | undefined;

beforeEach(() => page.viewport(1280, 860));
afterEach(() => {
  mounted?.unmount();
  mounted = undefined;
  location.hash = '';
});

const mount = async (hash: string): Promise<MountedApp> => (mounted = await mountApp(hash));
const button = (name: string): HTMLButtonElement => deepFind<HTMLButtonElement>(document, 'button', name);
const text = (selector: string): string => deepFind(document, selector).textContent.replace(/\s+/g, ' ');
const labels = (): readonly string[] =>
  deepAll<HTMLElementTagNameMap['ll-plot']>(document, 'll-plot').flatMap(({ curves }) =>
    curves.map(({ label }) => label),
  );

async function type(label: string, value: string): Promise<void> {
  const field = deepAll<HTMLElementTagNameMap['ll-field']>(document, 'll-field').find(
    (one) => one.field.label === label,
  )!;
  await userEvent.fill(field.shadowRoot!.querySelector('input[type=text]')!, value);
  await userEvent.keyboard('{Tab}');
}

describe('the page of divergences', () => {
  it('shows the value at its minimum where samples are as the data', async () => {
    await mount('#/theory/divergence');
    await vi.waitFor(() => expect(text('.identity')).toMatch(/V\(D\*, G\)/));
    await type('Share of a second bump', '0');
    await type('Mean of the samples', '1.5');
    await type('Width of the samples', '1');
    await vi.waitFor(() => expect(text('.identity')).toMatch(/−1\.38629.*−1\.38629/));
  });

  it('trains a discriminator and draws it while it learns, for these densities alone', async () => {
    const { service } = await mount('#/theory/divergence');
    const asked = vi.spyOn(service, 'experiment');
    await vi.waitFor(() => button('Train a discriminator').click());
    await vi.waitFor(() => expect(labels()).toContain('Trained'));
    await vi.waitFor(() => expect(text('[aria-label^=Measured] tbody')).toContain('as expected'));
    expect(asked.mock.calls[0]?.[0]).toMatchObject({
      id: 'optimal-discriminator',
      options: { objective: 'minimax', dataMean: 1.5, sampleStd: 1.2 },
    });
    expect(labels()).toContain('Trained');
    await type('Mean of the data', '2');
    await vi.waitFor(() => expect(labels()).not.toContain('Trained'));
  });

  it('draws all of them in one picture, told apart by shape and by name', async () => {
    await mount('#/theory/divergence');
    await vi.waitFor(() => button('Train all of them').click());
    await vi.waitFor(() => expect(labels()).toContain('f-GAN: Total variation'));
    const plot = deepFind<HTMLElementTagNameMap['ll-plot']>(document, '.together ll-plot');
    const trained = plot.curves.filter(({ mark }) => mark !== undefined);
    expect(new Set(trained.map(({ mark }) => mark)).size).toBe(trained.length);
    expect(new Set(trained.map(({ label }) => label)).size).toBe(trained.length);
    const drawn = deepAll(plot.shadowRoot!, '.plot .mark').map((mark) => mark.outerHTML);
    expect(new Set(drawn.map((mark) => /class="([^"]*)" d="([^"]*)"/.exec(mark)!.slice(1).join())).size).toBe(
      trained.length,
    );
    await type('Mean of the data', '2');
    await vi.waitFor(() => expect(deepAll(document, '.together')).toHaveLength(0));
  });

  it('can be cancelled, and goes on while another page is looked at', async () => {
    const { service } = await mount('#/theory/divergence');
    service.experimentStageMs = 150;
    await vi.waitFor(() => button('Train a discriminator').click());
    await vi.waitFor(() => button('Cancel'));
    location.hash = '#/theory';
    await vi.waitFor(() => deepFind(document, 'll-game-page'));
    location.hash = '#/theory/divergence';
    await vi.waitFor(() => button('Cancel').click());
    await vi.waitFor(() => button('Train a discriminator'));
    expect(deepAll(document, '[aria-label^=Measured]')).toHaveLength(0);
  });

  it('says why an experiment failed', async () => {
    const { service } = await mount('#/theory/divergence');
    vi.spyOn(service, 'experiment').mockResolvedValue({ ok: false, error: { code: 'busy', message: 'A run trains.' } });
    await vi.waitFor(() => button('Train a discriminator').click());
    await vi.waitFor(() => expect(text('[role=alert]')).toContain('A run trains.'));
  });
});

describe('the page of the fit', () => {
  it('computes each divergence’s optimum and shows the published ones', async () => {
    await mount('#/theory/fit');
    await vi.waitFor(() => expect(text('[aria-label^=Fits] tbody')).toMatch(/Total variation 0\.2396/), {
      timeout: 8000,
    });
    expect(text('[aria-label^=Fits] tbody')).toMatch(/Kullback-Leibler 0\.2831 1\.01 – 1\.831 –/);
  });

  it('puts trained fits beside the optima, one after another', async () => {
    await mount('#/theory/fit');
    await vi.waitFor(() => button('Train Kullback-Leibler').click());
    await vi.waitFor(() => expect(text('[aria-label^=Fits] tbody')).toMatch(/1\.01 1\.02 1\.831 1\.841/), {
      timeout: 8000,
    });
    button('Train Reverse').click();
    await vi.waitFor(() => expect(labels()).toContain('Reverse Kullback-Leibler, trained'), { timeout: 8000 });
    expect(labels()).toContain('Kullback-Leibler, trained');
  });

  it('draws the divergences that are ticked', async () => {
    await mount('#/theory/fit');
    await vi.waitFor(() => expect(labels()).toContain('Kullback-Leibler, optimum'));
    const boxes = deepAll<HTMLInputElement>(document, '[aria-label^=Fits] input');
    boxes[0]!.click();
    await vi.waitFor(() => expect(labels()).not.toContain('Kullback-Leibler, optimum'));
    boxes[2]!.click();
    await vi.waitFor(() => button('Train Pearson'));
  });
});
