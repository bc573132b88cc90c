import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { choice, flag, integer, number, scheduled } from '../../core/spec/fields.ts';
import type { Field, FieldValue } from '../../core/spec/fields.ts';
import { deepFind } from '../testing/mount.ts';
import type { FieldChange } from './field-events.ts';
import './ll-field.ts';

const changes: FieldChange[] = [];

async function mount(field: Field, value: FieldValue): Promise<HTMLElementTagNameMap['ll-field']> {
  const element = document.createElement('ll-field');
  Object.assign(element, { field, value, path: 'options.x' });
  element.addEventListener('ll-field-change', ({ detail }) => changes.push(detail));
  document.body.append(element);
  await element.updateComplete;
  return element;
}

afterEach(() => {
  document.body.replaceChildren();
  changes.length = 0;
});

const rate = number({
  label: 'Learning rate',
  help: 'How far each step goes.',
  default: 1e-3,
  min: 1e-8,
  max: 1,
  scale: 'log',
});

describe('ll-field', () => {
  it('takes a number as it is typed, exponents included', async () => {
    const element = await mount(rate, 1e-3);
    await userEvent.fill(deepFind(element.renderRoot as ShadowRoot, 'input[type=text]'), '2.5e-4');
    await userEvent.keyboard('{Enter}');
    expect(changes).toEqual([{ path: 'options.x', value: 2.5e-4 }]);
  });

  it('says so when what was typed is no number, and sends no value', async () => {
    const element = await mount(rate, 1e-3);
    await userEvent.fill(deepFind(element.renderRoot as ShadowRoot, 'input[type=text]'), 'fast');
    await userEvent.keyboard('{Enter}');
    expect(changes[0]).toMatchObject({ path: 'options.x', message: '“fast” is not a number.' });
    expect(changes[0]).not.toHaveProperty('value');
  });

  it('moves by arrow keys, an integer by one where the range is wide', async () => {
    const element = await mount(integer({ label: 'Seed', help: '', default: 1, min: 0, max: 2 ** 32 - 1 }), 41);
    deepFind<HTMLInputElement>(element.renderRoot, 'input[type=text]').focus();
    await userEvent.keyboard('{ArrowUp}');
    expect(changes.at(-1)?.value).toBe(42);
  });

  it('labels the box and ties help and fault to it', async () => {
    const element = await mount(rate, 1e-3);
    element.fault = 'Choose a value from 1e-8 to 1.';
    await element.updateComplete;
    const root = element.renderRoot as ShadowRoot;
    const input = deepFind<HTMLInputElement>(root, 'input[type=text]');
    expect(input.labels?.[0]?.textContent?.trim()).toBe('Learning rate');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    const described = input
      .getAttribute('aria-describedby')
      ?.split(' ')
      .map((id) => root.getElementById(id)?.textContent?.trim());
    expect(described).toEqual(['How far each step goes.', 'Choose a value from 1e-8 to 1.']);
  });

  it('shows its help by keyboard and puts it away with Escape', async () => {
    const element = await mount(rate, 1e-3);
    const button = deepFind<HTMLButtonElement>(element.renderRoot as ShadowRoot, 'll-help').shadowRoot!.querySelector(
      'button',
    )!;
    const bubble = (button.getRootNode() as ShadowRoot).querySelector('.bubble')!;
    button.focus();
    await userEvent.keyboard('{Enter}');
    expect(bubble.matches(':popover-open')).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(bubble.matches(':popover-open')).toBe(false);
  });

  it('offers few choices at once and many in a menu', async () => {
    const few = choice({
      label: 'Prior',
      help: '',
      default: 'a',
      choices: { a: { label: 'Normal', help: '' }, b: { label: 'Uniform', help: '' } },
    });
    const element = await mount(few, 'a');
    const radio = deepFind<HTMLInputElement>(element.renderRoot, 'input[value=b]');
    radio.click();
    expect(changes.at(-1)?.value).toBe('b');
    const many = choice({
      label: 'Loss',
      help: '',
      default: 'w',
      choices: {
        w: { label: 'Wasserstein', help: '' },
        n: { label: 'Non-saturating', help: '' },
        m: { label: 'Minimax', help: '' },
        l: { label: 'Least squares', help: '' },
      },
    });
    const menu = await mount(many, 'w');
    await userEvent.selectOptions(deepFind(menu.renderRoot as ShadowRoot, 'select'), 'm');
    expect(changes.at(-1)?.value).toBe('m');
  });

  it('switches a flag', async () => {
    const element = await mount(flag({ label: 'One-sided', help: '', default: false }), false);
    deepFind<HTMLInputElement>(element.renderRoot, 'input[type=checkbox]').click();
    expect(changes.at(-1)?.value).toBe(true);
  });

  it('turns a number into a schedule over the run, and back', async () => {
    const field = scheduled({ label: 'Rate', help: '', default: 0.1, min: 1e-6, max: 1, scale: 'log' });
    const element = await mount(field, 0.1);
    element.steps = 500;
    await element.updateComplete;
    deepFind<HTMLInputElement>(element.renderRoot, 'input[type=checkbox]').click();
    const schedule = changes.at(-1)?.value as FieldValue;
    expect(schedule).toEqual({ schedule: 'linear', from: 0.1, to: 0.01, start: 0, end: 500 });
    element.value = schedule;
    await element.updateComplete;
    deepFind<HTMLInputElement>(element.renderRoot, 'input[type=checkbox]').click();
    expect(changes.at(-1)?.value).toBe(0.1);
  });
});
