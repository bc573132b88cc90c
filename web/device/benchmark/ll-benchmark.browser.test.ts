import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { fakeReport } from '../../testing/fake-benchmark.ts';
import { deepAll, deepFind, mountApp } from '../../testing/mount.ts';
import type { MountedApp } from '../../testing/mount.ts';
import { decodeReport, encodeReport } from './link.ts';

let mounted: MountedApp | undefined;

async function mount(hash = '#/device', trained: readonly number[] = []): Promise<MountedApp> {
  mounted = await mountApp(hash, trained);
  await vi.waitFor(() => deepFind(document, 'button.start'));
  // Backends are known once the device has been probed.
  await vi.waitFor(() => deepFind<HTMLInputElement>(document, 'input[type=checkbox]'));
  return mounted;
}

beforeEach(() => localStorage.clear());

afterEach(() => {
  mounted?.unmount();
  mounted = undefined;
  location.hash = '';
  localStorage.clear();
});

const button = (name: string): HTMLButtonElement => deepFind<HTMLButtonElement>(document, 'button', name);
/** All text of the section, its elements' own included. */
const benchmark = (): string =>
  deepAll(document, '*')
    .filter(({ localName }) => localName.startsWith('ll-benchmark'))
    .map(({ shadowRoot }) => shadowRoot?.textContent.replace(/\s+/g, ' ') ?? '')
    .join(' ');

const linkTo = (name: string): string =>
  encodeReport({
    at: Date.now() - 90_000_000,
    report: fakeReport({ name, backends: ['wasm', 'webgpu'], budgetMs: 1 }, 0.5),
  })!;

describe('the benchmark of this device', () => {
  it('starts by keyboard, shows figures as they come, and keeps the result', async () => {
    const { service, lab } = await mount();
    service.benchmarkStageMs = 20;
    const asked = vi.spyOn(service, 'benchmark');
    const name = deepFind<HTMLInputElement>(document, 'label.name input');
    await userEvent.fill(name, 'The old laptop');
    name.blur();
    button('Start').focus();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => button('Cancel'));
    // Who pressed Start by keyboard stands on the button that undoes it.
    await vi.waitFor(() => expect(deepAll(document, '.cancel:focus')).toHaveLength(1));
    await vi.waitFor(() => expect(benchmark()).toContain('Measuring now'));
    expect(deepFind(document, 'progress').getAttribute('aria-label')).toBe('Progress of the benchmark');
    await vi.waitFor(() => button('Copy link'));
    expect(asked).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'The old laptop', backends: ['wasm'], budgetMs: 60_000 }),
    );
    for (const words of ['Minimax', 'WGAN-GP', 'Least squares', 'WebAssembly, fast, 4 threads'])
      expect(benchmark()).toContain(words);
    expect(deepAll(document, 'll-speed-chart')).toHaveLength(2);
    expect(deepFind(document, '[role=status]', 'The benchmark is done').textContent).toContain('figures follow');

    lab.workerHost.dispose();
    mounted?.unmount();
    await mount();
    expect(benchmark()).toContain('Last measured here: The old laptop');
  });

  it('measures the ticked backends only, and not without any', async () => {
    await mount();
    const box = deepFind<HTMLInputElement>(document, 'input[type=checkbox]');
    const boxes = deepAll<HTMLInputElement>(document, 'input[type=checkbox]');
    expect(boxes.map(({ checked, disabled }) => [checked, disabled])).toEqual([
      [true, false],
      [false, true],
    ]);
    box.click();
    await vi.waitFor(() => expect(button('Start').disabled).toBe(true));
    box.click();
    await vi.waitFor(() => expect(button('Start').disabled).toBe(false));
  });

  it('leaves an emulated graphics processor out until it is asked for, and takes it last', async () => {
    const { service, lab } = await mount();
    const emulated = {
      name: 'webgpu',
      available: true,
      detail: 'a renderer (emulated by the processor)',
      kernels: [],
    } as const;
    const capabilities = lab.capabilities.value!;
    lab.capabilities.value = { ...capabilities, backends: [emulated, capabilities.backends[0]!] };
    await vi.waitFor(() => expect(benchmark()).toContain('emulated by the processor'));
    const asked = vi.spyOn(service, 'benchmark');
    const box = deepAll<HTMLInputElement>(document, 'll-benchmark-controls')
      .flatMap(({ shadowRoot }) => [...shadowRoot!.querySelectorAll<HTMLInputElement>('input[type=checkbox]')])
      .find(({ parentElement }) => parentElement!.textContent.includes('WebGPU'))!;
    expect(box.checked).toBe(false);
    box.click();
    button('Start').click();
    await vi.waitFor(() =>
      expect(asked).toHaveBeenCalledWith(expect.objectContaining({ backends: ['wasm', 'webgpu'] })),
    );
  });

  it('is cancelled without a trace', async () => {
    const { service, lab } = await mount();
    service.benchmarkStageMs = 200;
    button('Start').click();
    await vi.waitFor(() => button('Cancel').click());
    await vi.waitFor(() => button('Start'));
    expect(lab.benchmark.state.value).toEqual({ phase: 'idle' });
    expect(lab.benchmark.own.value).toBeUndefined();
    expect(localStorage.getItem('latent-lab.benchmark')).toBeNull();
  });

  it('says what went wrong, and can be tried again', async () => {
    const { service } = await mount();
    vi.spyOn(service, 'benchmark').mockResolvedValueOnce({
      ok: false,
      error: { code: 'internal', message: 'The benchmark’s worker crashed.', remedy: 'Try the short one.' },
    });
    button('Start').click();
    await vi.waitFor(() => expect(deepFind(document, '[role=alert]').textContent).toContain('Try the short one.'));
    button('Start').click();
    await vi.waitFor(() => button('Copy link'));
    expect(deepAll(document, '[role=alert]')).toEqual([]);
  });

  it('goes on while another screen is looked at', async () => {
    const { service, lab } = await mount();
    service.benchmarkStageMs = 60;
    button('Start').click();
    await vi.waitFor(() => button('Cancel'));
    location.hash = '#/about';
    await vi.waitFor(() => expect(deepAll(document, 'll-device-screen')).toEqual([]));
    location.hash = '#/device';
    await vi.waitFor(() => button('Cancel'));
    await vi.waitFor(() => expect(lab.benchmark.own.value).toBeDefined(), 5000);
  });

  it('asks for a training run to be paused first, and offers to', async () => {
    const { service, lab } = await mount('#/device', [400]);
    await service.start('run-1');
    await vi.waitFor(() => button('Pause it'));
    expect(button('Start').disabled).toBe(true);
    button('Pause it').click();
    await vi.waitFor(() => expect(lab.runs.value?.[0]?.state).toBe('paused'));
    await vi.waitFor(() => expect(button('Start').disabled).toBe(false));
  });

  it('copies a link to its result', async () => {
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await mount();
    button('Start').click();
    await vi.waitFor(() => button('Copy link').click());
    await vi.waitFor(() => expect(written).toHaveBeenCalledOnce());
    const link = new URL(written.mock.calls[0]![0]);
    expect(decodeReport(link.hash).report.steps.length).toBeGreaterThan(20);
    written.mockRestore();
  });
});

describe('a link to another device’s benchmark', () => {
  it('shows its figures first, starts nothing, and stands beside this device’s own', async () => {
    const { service } = await mount(linkTo('A friend’s phone'));
    const asked = vi.spyOn(service, 'benchmark');
    await vi.waitFor(() => expect(benchmark()).toContain('Other device: A friend’s phone'));
    expect(benchmark()).toContain('Benchmark this device to see its figures beside these.');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(asked).not.toHaveBeenCalled();

    button('Start').click();
    await vi.waitFor(() => button('Copy link'));
    await vi.waitFor(() => expect(deepAll(document, '.legend span')).toHaveLength(2));
    const heads = deepAll(document, 'll-benchmark-figures thead th, thead th').map(({ textContent }) => textContent);
    expect(heads).toContain('A friend’s phone');
    expect(deepAll<SVGRectElement>(document, 'rect.mine').length).toBeGreaterThan(9);
    expect(deepAll<SVGRectElement>(document, 'rect.theirs').length).toBeGreaterThan(19);

    deepFind<HTMLAnchorElement>(document, 'a', 'Close the other device').click();
    await vi.waitFor(() => expect(location.hash).toBe('#/device'));
    await vi.waitFor(() => expect(benchmark()).not.toContain('A friend’s phone'));
  });

  it('that cannot be read says why, and this device’s own figures stay', async () => {
    await mount('#benchmark=AAAA');
    await vi.waitFor(() => expect(deepFind(document, '[role=alert]').textContent).toContain('damaged'));
    expect(button('Start').disabled).toBe(false);
  });

  it('fits a narrow phone beside this device’s own', async () => {
    await page.viewport(360, 700);
    const { app } = await mount(linkTo('A phone with quite a long name of its own'));
    button('Start').click();
    await vi.waitFor(() => expect(deepAll(document, '.legend span')).toHaveLength(2));
    await vi.waitFor(() => button('Copy link'));
    for (const details of deepAll<HTMLDetailsElement>(document, 'details')) details.open = true;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(app.scrollWidth).toBeLessThanOrEqual(360);
    await page.viewport(1280, 860);
  });
});
