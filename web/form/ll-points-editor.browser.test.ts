import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { points } from '../../core/spec/fields.ts';
import { decodePoints, encodePoints } from '../../core/spec/point-list.ts';
import { deepFind } from '../testing/mount.ts';
import './ll-points-editor.ts';

const field = points({ label: 'Points', help: '', default: '', most: 40 });
const sent: string[] = [];

async function mount(value: string): Promise<HTMLElementTagNameMap['ll-points-editor']> {
  const element = document.createElement('ll-points-editor');
  Object.assign(element, { field, value, label: 'Points' });
  element.style.width = '300px';
  element.addEventListener('ll-points', (event) => sent.push((event as CustomEvent<string>).detail));
  document.body.append(element);
  await element.updateComplete;
  return element;
}

const latest = (): number[] => (sent.at(-1) === '' ? [] : [...decodePoints(sent.at(-1)!)]);

/** A press, moves and a release of the mouse or a finger at places from 0 to 1 of the canvas. */
function stroke(element: HTMLElement, type: string, ...places: (readonly [number, number])[]): void {
  const canvas = deepFind<HTMLCanvasElement>(element.shadowRoot!, 'canvas');
  const { left, top, width, height } = canvas.getBoundingClientRect();
  // A pointer that no device holds down can't be captured.
  canvas.setPointerCapture = () => undefined;
  places.forEach(([x, y], i) => {
    const name = i === 0 ? 'pointerdown' : 'pointermove';
    const at = { clientX: left + x * width, clientY: top + y * height, pointerType: type, bubbles: true };
    canvas.dispatchEvent(new PointerEvent(name, at));
  });
  canvas.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
}

afterEach(() => {
  document.body.replaceChildren();
  sent.length = 0;
});

describe('ll-points-editor', () => {
  it.each(['mouse', 'touch'])('draws along a stroke of the %s, evenly', async (type) => {
    const element = await mount('');
    stroke(element, type, [0.5, 0.5], [0.7, 0.5]);
    const drawn = latest();
    expect(drawn.slice(0, 2).map((value) => Math.abs(value) < 0.02)).toEqual([true, true]);
    // A fifth of 5 units, one point every 0.09.
    expect(drawn.length / 2).toBe(12);
    expect(Math.max(...drawn)).toBeGreaterThan(0.9);
    expect(sent).toHaveLength(1);
  });

  it('never holds more points than the setting may', async () => {
    const element = await mount('');
    stroke(element, 'mouse', [0, 0], [1, 1], [0, 1], [1, 0]);
    expect(latest().length / 2).toBe(40);
  });

  it('rubs out, takes back and clears', async () => {
    const start = encodePoints([0, 0, 1, 1, -1, 1]);
    const element = await mount(start);
    deepFind<HTMLButtonElement>(element.shadowRoot!, 'button', 'Rub out').click();
    await element.updateComplete;
    stroke(element, 'mouse', [0.5, 0.5]);
    expect(latest()).toEqual([1, 1, -1, 1]);
    await element.updateComplete;
    deepFind<HTMLButtonElement>(element.shadowRoot!, 'button', 'Undo').click();
    expect(sent.at(-1)).toBe(start);
    deepFind<HTMLButtonElement>(element.shadowRoot!, 'button', 'Clear').click();
    expect(latest()).toEqual([]);
    await element.updateComplete;
    expect(element.shadowRoot!.textContent).toContain('needs something to learn');
  });

  it('can be drawn on by keyboard', async () => {
    const element = await mount('');
    deepFind(element.shadowRoot!, 'canvas').focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowUp} {ArrowLeft} ');
    expect(latest()).toEqual([0.25, 0.125, 0.125, 0.125]);
    await userEvent.keyboard('{Delete}');
    expect(latest()).toEqual([]);
  });

  it('takes points from a CSV file, and says why where it can’t', async () => {
    const element = await mount('');
    const picker = element.shadowRoot!.querySelector<HTMLInputElement>('input[type=file]')!;
    const give = async (text: string): Promise<string> => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'mine.csv'));
      picker.files = transfer.files;
      picker.dispatchEvent(new Event('change'));
      const words = () => deepFind(element.shadowRoot!, 'p').textContent.trim();
      const before = words();
      await vi.waitFor(() => expect(words()).not.toBe(before));
      const said = words();
      element.value = sent.at(-1) ?? '';
      return said;
    };
    expect(await give('x,y\n0,0\n10,20\n')).toBe('mine.csv: 2 points, centred from (5, 10) and scaled by 0.2.');
    expect(latest()).toEqual([-1, -2, 1, 2]);
    expect(await give('x,y\n0,zero\n')).toContain(
      'mine.csv can’t be used. Line 2 has “zero” where a number should be.',
    );
    expect(sent).toHaveLength(1);
    const rows = Array.from({ length: 100 }, (_, i) => `${i},${-i}`).join('\n');
    expect(await give(rows)).toContain('40 of 100 points, evenly chosen');
    expect(latest()).toHaveLength(80);
  });

  it('starts empty from a text that can’t be read', async () => {
    const element = await mount('%%%');
    expect(element.shadowRoot!.textContent).toContain('0 of 40 points');
  });
});
