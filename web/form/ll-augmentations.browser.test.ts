import { afterEach, beforeEach, expect, it } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import type { DatasetCard } from '../../core/spec/catalogue.ts';
import type { FieldChange } from './field-events.ts';
import { LlAugmentations } from './ll-augmentations.ts';

const cardOf = (id: string): DatasetCard => catalogue.datasets.find((card) => card.id === id)!;
let element: LlAugmentations;
const changes: FieldChange[] = [];

beforeEach(async () => {
  changes.length = 0;
  element = new LlAugmentations();
  element.catalogue = catalogue;
  element.card = cardOf('mnist');
  element.folded = true;
  element.addEventListener('ll-field-change', ({ detail }) => changes.push(detail));
  document.body.append(element);
  await element.updateComplete;
});
afterEach(() => element.remove());

const fields = (): readonly HTMLElement[] => [...element.renderRoot.querySelectorAll('ll-field')];
const input = (path: string): HTMLInputElement =>
  fields()
    .find((field) => (field as HTMLElement & { path: string }).path === path)!
    .shadowRoot!.querySelector('input')!;

it('has a switch for each that fits the set, folded until one is on', async () => {
  expect(fields()).toHaveLength(catalogue.augmentations.length);
  expect(element.renderRoot.querySelector('details')!.open).toBe(false);
  expect(element.renderRoot.querySelector('summary')!.textContent).toBe('Augmentations: none');
  element.augment = { translation: { pixels: 3 }, rotation: { degrees: 5 } };
  await element.updateComplete;
  expect(element.renderRoot.querySelector('details')!.open).toBe(true);
  expect(element.renderRoot.querySelector('summary')!.textContent).toBe('Augmentations: Rotation, Translation');
  element.card = cardOf('ring');
  await element.updateComplete;
  expect(fields()).toHaveLength(1);
});

it('tells of switches and settings by their paths', async () => {
  input('augment.rotation').click();
  expect(changes.at(-1)).toEqual({ path: 'augment.rotation', value: true });
  element.augment = { rotation: { degrees: 5 } };
  await element.updateComplete;
  input('augment.rotation').click();
  expect(changes.at(-1)).toEqual({ path: 'augment.rotation', value: false });
  expect(input('augment.rotation.degrees')).not.toBeNull();
});

it('warns of what changes the meaning of an example', async () => {
  const cautions = (): number => element.renderRoot.querySelectorAll('.caution').length;
  element.augment = { rotation: { degrees: 45 }, 'vertical-flip': { probability: 0.1 } };
  await element.updateComplete;
  expect(cautions()).toBe(1);
  element.augment = { rotation: { degrees: 46 }, 'vertical-flip': { probability: 0.1 } };
  await element.updateComplete;
  expect(cautions()).toBe(2);
  element.card = cardOf('fashion-mnist');
  await element.updateComplete;
  expect(cautions()).toBe(0);
});
