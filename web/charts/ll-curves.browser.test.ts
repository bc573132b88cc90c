import { afterEach, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { deepAll, deepFind } from '../testing/mount.ts';
import { adoptTokens } from '../styles/tokens.ts';
import './ll-curves.ts';

const points = Array.from({ length: 41 }, (_, i) => ({
  step: i * 10,
  seconds: i,
  values: { 'critic/loss': i, 'js/value': 100 - i },
}));
const curve = (name: string) => ({ label: name.split('/')[0]!, colour: 0, name, points, batch: 2 });

afterEach(() => document.body.replaceChildren());

async function mount(): Promise<readonly HTMLElement[]> {
  adoptTokens();
  const curves = document.createElement('ll-curves');
  curves.charts = [
    { title: 'Loss', curves: [curve('critic/loss')] },
    { title: 'Divergence', unit: 'nats', curves: [curve('js/value')] },
  ];
  curves.marks = [{ step: 50, kind: 'checkpoint' }];
  document.body.append(curves);
  await vi.waitFor(() => expect(deepAll(document, '.u-over')).toHaveLength(2));
  return deepAll(document, '.plot');
}

const text = (plot: HTMLElement) => plot.getAttribute('aria-valuetext');

it('reads values aloud where keys put the line, in every chart that shares it, and lets it go again', async () => {
  const [loss, divergence] = (await mount()) as [HTMLElement, HTMLElement];
  expect(text(loss)).toBe('the latest');
  loss.focus();
  await userEvent.keyboard('{Home}');
  await vi.waitFor(() => expect(text(loss)).toBe('step 0: critic 0'));
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{PageUp}');
  await vi.waitFor(() => expect(text(loss)).toBe('step 120: critic 12'));
  expect(text(divergence)).toBe('step 120: js 88 nats');
  await userEvent.keyboard('{Escape}');
  await vi.waitFor(() => expect(text(loss)).toBe('the latest'));
  expect(text(divergence)).toBe('the latest');
});

it('keeps the line at its step while the curve grows', async () => {
  const [loss] = (await mount()) as [HTMLElement];
  const element = deepFind<HTMLElementTagNameMap['ll-curves']>(document, 'll-curves');
  loss.focus();
  await userEvent.keyboard('{End}');
  await vi.waitFor(() => expect(text(loss)).toBe('step 400: critic 40'));
  const grown = [...points, { step: 800, seconds: 80, values: { 'critic/loss': 7, 'js/value': 3 } }];
  element.charts = element.charts.map((chart) => ({
    ...chart,
    curves: chart.curves.map((one) => ({ ...one, points: grown })),
  }));
  await vi.waitFor(() => expect(loss.getAttribute('aria-valuemax')).toBe('800'));
  expect(text(loss)).toBe('step 400: critic 40');
});

it('shows values under a finger, and says what the marks are', async () => {
  const [loss] = (await mount()) as [HTMLElement];
  const { left, width, top } = loss.querySelector('.u-over')!.getBoundingClientRect();
  const init = { pointerType: 'touch', bubbles: true, composed: true, clientX: left + width / 2, clientY: top + 20 };
  loss.dispatchEvent(new PointerEvent('pointermove', init));
  await vi.waitFor(() => expect(text(loss)).toBe('step 200: critic 20'));
  expect(loss.querySelector('.at')!.textContent).toBe('Step 200');
  expect(deepFind(document, '.marks').textContent.trim()).toBe('checkpoint');
});
