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

async function mountGame(): Promise<HTMLElementTagNameMap['ll-field-view']> {
  mounted = await mountApp('#/theory');
  return vi.waitFor(() => deepFind<HTMLElementTagNameMap['ll-field-view']>(document, 'll-field-view'));
}

const results = (): string => deepFind(document, 'll-verdicts').shadowRoot!.textContent.replace(/\s+/g, ' ');
const setting = (label: string): ShadowRoot =>
  deepAll<HTMLElementTagNameMap['ll-field']>(document, 'll-field').find(({ field }) => field.label === label)!
    .shadowRoot!;

async function type(label: string, value: string): Promise<void> {
  const box = setting(label).querySelector<HTMLInputElement>('input[type=text]')!;
  await userEvent.fill(box, value);
  await userEvent.keyboard('{Tab}');
}

describe('the game page', () => {
  it('plays the objective that its address names', async () => {
    mounted = await mountApp('#/theory/game/least-squares');
    const chosen = () => setting('Objective').querySelector('select')!.value;
    await vi.waitFor(() => expect(chosen()).toBe('least-squares'));
    location.hash = '#/theory/game/hinge';
    await vi.waitFor(() => expect(chosen()).toBe('hinge'));
  });

  it('computes what becomes of a game from its step size and its rule', async () => {
    await mountGame();
    await vi.waitFor(() => expect(results()).toContain('Diverges'));
    expect(results()).toContain('1.00499');
    await type('Step size h', '1');
    await vi.waitFor(() => expect(results()).toContain('1.11803'));
    await userEvent.selectOptions(setting('Update rule').querySelector('select')!, 'alternating');
    await vi.waitFor(() => expect(results()).toContain('Circles'));
    await userEvent.selectOptions(setting('Regulariser').querySelector('select')!, 'gradient-penalty');
    await vi.waitFor(() => expect(results()).toContain('Converges'));
  });

  it('refuses a step size out of range and keeps the game', async () => {
    await mountGame();
    await vi.waitFor(() => expect(results()).toContain('1.00499'));
    await type('Step size h', '99');
    await vi.waitFor(() => expect(setting('Step size h').textContent).toContain('Choose a value'));
    expect(results()).toContain('1.00499');
  });

  it('lays a second rule over the first', async () => {
    const view = await mountGame();
    deepFind<HTMLInputElement>(document, '.controls .check input').click();
    await vi.waitFor(() => expect(view.games).toHaveLength(2));
    await vi.waitFor(() => expect(results()).toContain('Alternating 1:1'));
    expect(results()).toMatch(/Diverges.*Circles/);
  });

  it('says why rules do not go together, and comes back from it', async () => {
    await mountGame();
    await userEvent.selectOptions(setting('Regulariser').querySelector('select')!, 'consensus');
    await userEvent.selectOptions(setting('Update rule').querySelector('select')!, 'unrolled');
    await vi.waitFor(() => expect(deepFind(document, '[role=alert]').textContent).toContain('consensus'));
    await userEvent.selectOptions(setting('Update rule').querySelector('select')!, 'simultaneous');
    await vi.waitFor(() => deepFind(document, 'll-field-view'));
  });

  it('moves the start by keys, by a click on the picture and by a drag', async () => {
    const view = await mountGame();
    const handle = view.shadowRoot!.querySelector<HTMLElement>('.start')!;
    handle.focus();
    await userEvent.keyboard('{ArrowLeft}{ArrowDown}{Shift>}{ArrowUp}{/Shift}');
    await vi.waitFor(() => expect(view.start).toEqual({ theta: 0.95, psi: 1.2 }));
    expect(handle.ariaValueText ?? handle.getAttribute('aria-valuetext')).toBe('theta 0.95, psi 1.20');

    const canvas = view.shadowRoot!.querySelector('canvas')!;
    const { left, top, width } = canvas.getBoundingClientRect();
    const at = (x: number, y: number) => ({ clientX: left + x * width, clientY: top + y * width, bubbles: true });
    canvas.dispatchEvent(new MouseEvent('click', at(0.5, 0.25)));
    await vi.waitFor(() => expect(view.start.theta).toBeCloseTo(0, 1));
    expect(view.start.psi).toBeCloseTo(1.1, 1);

    vi.spyOn(handle, 'setPointerCapture').mockImplementation(() => undefined);
    vi.spyOn(handle, 'hasPointerCapture').mockReturnValue(true);
    handle.dispatchEvent(new PointerEvent('pointerdown', { ...at(0.5, 0.25), pointerId: 1 }));
    handle.dispatchEvent(new PointerEvent('pointermove', { ...at(0.75, 2), pointerId: 1 }));
    await vi.waitFor(() => expect(view.start.psi).toBe(-2.2));
  });

  it('plays a game step by step and to its end', async () => {
    const view = await mountGame();
    const button = (name: string) => deepFind<HTMLButtonElement>(view.shadowRoot!, 'button', name);
    const counter = (): string => view.shadowRoot!.querySelector('.transport p')!.textContent.trim();
    button('Show all').click();
    await vi.waitFor(() => expect(counter()).toContain('Step 500 of 500'));
    button('Step').click();
    await vi.waitFor(() => expect(counter()).toContain('Step 1 of 500'));
    button('Play').click();
    await vi.waitFor(() => expect(Number(/Step (\d+)/.exec(counter())![1])).toBeGreaterThan(5));
    button('Pause').click();
    await vi.waitFor(() => button('Play'));
  });
});
