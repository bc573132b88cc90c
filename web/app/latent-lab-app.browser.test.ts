import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { catalogue } from '../../core/catalogue.ts';
import { encodeLink } from '../../core/spec/link.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { deepAll, deepFind, mountApp } from '../testing/mount.ts';
import type { MountedApp } from '../testing/mount.ts';

const spec = catalogue.presets[0]?.spec as RunSpec;
let mounted: MountedApp | undefined;

async function mount(hash: string, trained: readonly number[] = []): Promise<MountedApp> {
  mounted = await mountApp(hash, trained);
  return mounted;
}

afterEach(() => {
  mounted?.unmount();
  mounted = undefined;
  location.hash = '';
});

const button = (name: string): HTMLButtonElement => deepFind<HTMLButtonElement>(document, 'button', name);

describe('the app', () => {
  it('makes the form of each method from the catalogue alone', async () => {
    const { app } = await mount('#/lab');
    await vi.waitFor(() => deepFind(app.renderRoot as ShadowRoot, 'll-spec-form'));
    for (const method of catalogue.methods) {
      const select = deepFind(document, 'll-variant', '').shadowRoot!.querySelector('select')!;
      await userEvent.selectOptions(select, method.id);
      await vi.waitFor(() => {
        const paths = deepAll<HTMLElementTagNameMap['ll-field']>(document, 'll-field').map(({ path }) => path);
        const options = Object.entries(method.options).filter(([, field]) => !field.when);
        for (const [name] of options) expect(paths).toContain(`options.${name}`);
      });
    }
  });

  it('creates and trains a preset with one button', async () => {
    const { service } = await mount('#/lab');
    const started = vi.spyOn(service, 'start');
    await vi.waitFor(() => button('Train'));
    button('Train').click();
    await vi.waitFor(() => expect(started).toHaveBeenCalledOnce());
    await vi.waitFor(() => expect(location.hash).toMatch(/^#\/lab\/run-/));
    await vi.waitFor(() => button('Pause'));
  });

  it('plays, pauses and steps by keys, and not while typing', async () => {
    const { app, lab, service } = await mount('#/lab/run-1', [400]);
    await vi.waitFor(() => button('Resume'));
    await userEvent.keyboard(' ');
    await vi.waitFor(() => expect(lab.open.value?.view.value.state).toBe('training'));
    await userEvent.keyboard(' ');
    await vi.waitFor(() => expect(lab.open.value?.view.value.state).toBe('paused'));
    const step = lab.open.value?.view.value.step ?? 0;
    await userEvent.keyboard('.');
    await vi.waitFor(() => expect(lab.open.value?.view.value.step).toBe(step + 1));
    const started = vi.spyOn(service, 'start');
    deepFind<HTMLInputElement>(app.renderRoot, 'input[type=text]').focus();
    await userEvent.keyboard(' .s');
    expect(started).not.toHaveBeenCalled();
    expect(lab.open.value?.view.value.step).toBe(step + 1);
  });

  it('previews a shared run and starts nothing before it is told to', async () => {
    const { service } = await mount(encodeLink({ ...spec, seed: 77 }));
    const [created, started] = [vi.spyOn(service, 'create'), vi.spyOn(service, 'start')];
    await vi.waitFor(() => button('Create and start'));
    expect(deepFind(document, 'll-spec-summary').shadowRoot?.textContent).toContain('77');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(created).not.toHaveBeenCalled();
    button('Create run').click();
    await vi.waitFor(() => expect(created).toHaveBeenCalledOnce());
    expect(started).not.toHaveBeenCalled();
  });

  it('says what is wrong with a damaged link', async () => {
    await mount('#run=AAAA');
    await vi.waitFor(() => expect(deepFind(document, '[role=alert]').textContent.length).toBeGreaterThan(10));
  });

  it('tells why a run stopped and offers its last good checkpoint', async () => {
    const { service } = await mount('#/lab/run-1', [400]);
    await vi.waitFor(() => button('Resume'));
    service.emit({
      type: 'state',
      runId: 'run-1',
      state: 'paused',
      step: 400,
      error: {
        code: 'non-finite',
        message: 'generator/dense0/kernel is NaN at step 401',
        remedy: 'Lower the learning rate.',
      },
    });
    await vi.waitFor(() => expect(deepFind(document, '[role=alert]').textContent).toContain('generator/dense0/kernel'));
    const started = vi.spyOn(service, 'start');
    button('Resume from step 400').click();
    await vi.waitFor(() => expect(started).toHaveBeenCalledWith('run-1'));
  });

  it('deletes a run and takes it back', async () => {
    const { lab } = await mount('#/runs', [100, 200]);
    await vi.waitFor(() => expect(deepAll(document, 'tbody tr')).toHaveLength(2));
    const row = deepFind(document, 'tbody tr');
    row.querySelector<HTMLButtonElement>('.danger')?.click();
    await vi.waitFor(() => expect(lab.runs.value).toHaveLength(1));
    button('Undo').click();
    await vi.waitFor(() => expect(lab.runs.value).toHaveLength(2));
  });

  it('leads from ticked runs to their comparison', async () => {
    await mount('#/runs', [200, 200]);
    await vi.waitFor(() => expect(deepAll(document, 'tbody tr')).toHaveLength(2));
    for (const box of deepAll<HTMLInputElement>(document, '.tick input')) box.click();
    await vi.waitFor(() => deepFind<HTMLAnchorElement>(document, '.chosen a', 'Compare').click());
    await vi.waitFor(() => expect(location.hash).toBe('#/compare/run-1/run-2'));
    await vi.waitFor(() => expect(deepAll(document, 'll-racer')).toHaveLength(2));
  });

  it('tells how a step is executed and with which arithmetic', async () => {
    const { service } = await mount('#/lab/run-1', [400]);
    await vi.waitFor(() => button('Resume').click());
    const status = () => deepFind(document, 'll-status-line').shadowRoot?.textContent ?? '';
    await vi.waitFor(() => expect(status()).toContain('recorded, 312 operations, 2 threads'));
    expect(status()).toContain('reproducible arithmetic');
    expect(deepFind(document, '.subtitle').textContent).toContain('reproducible arithmetic');
    service.hang();
    service.emit({
      type: 'progress',
      runId: 'run-1',
      step: 440,
      steps: 1000,
      stepsPerSecond: 10,
      eta: 56,
      backend: { name: 'wasm', reason: 'chosen' },
      execution: { mode: 'eager', reason: 'the batch changes size', arithmetic: 'reproducible' },
      memory: { tensors: 1, tensorBytes: 4 },
    });
    await vi.waitFor(() => expect(status()).toContain('eager: the batch changes size'));
  });

  it('puts no style attribute on any element it renders, as the policy demands', async () => {
    const styled = new Set<string>();
    const { app } = await mount('#/lab', [400]);
    for (const hash of ['#/lab', '#/lab/run-1', '#/runs', '#/methods', '#/theory', '#/device', '#/about']) {
      location.hash = hash;
      await new Promise((resolve) => setTimeout(resolve, 150));
      const templates = templatesOf(app);
      expect(templates.length, hash).toBeGreaterThan(5);
      for (const template of templates) if (/\sstyle=/.test(template)) styled.add(template);
    }
    expect([...styled]).toEqual([]);
  });

  it('fits a narrow phone on every screen', async () => {
    await page.viewport(360, 700);
    const { app } = await mount('#/lab', [400]);
    const theory = ['#/methods', '#/methods/hinge', '#/theory', '#/theory/divergence', '#/theory/fit'];
    const studies = ['#/studies', '#/study/study-1', '#/study/new', '#/compare/run-1/study:study-1:0'];
    const others = ['#/lab', '#/lab/run-1', '#/fork/run-1/400', '#/runs', '#/device', '#/about'];
    for (const hash of [...others, ...theory, ...studies]) {
      location.hash = hash;
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(app.scrollWidth, hash).toBeLessThanOrEqual(360);
      expect(document.scrollingElement!.scrollWidth, hash).toBeLessThanOrEqual(360);
    }
    await page.viewport(1280, 860);
  });
});

/** Markup of every element's templates, nested ones too, without what scripts set through the object model. */
function templatesOf(root: Element): readonly string[] {
  return [root, ...deepAll(root.shadowRoot ?? root, '*')].flatMap((element) => {
    const { render } = element as Partial<{ render: () => unknown }>;
    return typeof render === 'function' ? markupOf(render.call(element)) : [];
  });
}

function markupOf(template: unknown): readonly string[] {
  if (Array.isArray(template)) return template.flatMap(markupOf);
  if (typeof template !== 'object' || template === null || !('strings' in template) || !('values' in template))
    return [];
  return [(template.strings as readonly string[]).join('…'), ...markupOf(template.values)];
}
