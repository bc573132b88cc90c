import { afterEach, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { catalogue } from '../../core/catalogue.ts';
import { deepFind, mountApp } from '../testing/mount.ts';
import type { MountedApp } from '../testing/mount.ts';

let mounted: MountedApp | undefined;

afterEach(() => {
  mounted?.unmount();
  mounted = undefined;
  location.hash = '';
});

const [preset] = catalogue.presets;

it('opens a run by its name, and renames it where it stands', async () => {
  const { lab } = (mounted = await mountApp('#/runs', [100]));
  const name = () => deepFind(document, 'tbody .name a');
  await vi.waitFor(() => expect(name().textContent).toBe(preset!.title));
  const pen = deepFind<HTMLButtonElement>(document, 'button', `Rename ${preset!.title}`);
  await userEvent.click(pen);
  await vi.waitFor(() => expect(deepFind(document, 'tbody ll-name').shadowRoot!.activeElement).not.toBeNull());
  await userEvent.keyboard('First of all{Enter}');
  await vi.waitFor(() => expect(name().textContent).toBe('First of all'));
  expect(lab.runs.value?.[0]?.run.name).toBe('First of all');
  const { activeElement } = deepFind(document, 'll-run-table').shadowRoot!;
  expect(activeElement).toBe(deepFind(document, 'button', 'Rename First of all'));
  name().click();
  await vi.waitFor(() => expect(location.hash).toBe('#/lab/run-1'));
});

it('leads from a run that is over to a fork with more steps', async () => {
  const { steps } = preset!.spec;
  await mountApp('#/lab/run-1', [steps]).then((app) => (mounted = app));
  await vi.waitFor(() => deepFind<HTMLAnchorElement>(document, 'a', 'Train longer').click());
  await vi.waitFor(() => expect(location.hash).toBe(`#/fork/run-1/${steps}`));
  await vi.waitFor(() => expect(deepFind(document, 'll-launch-bar').shadowRoot!.textContent).toContain('1 setting changed.'));
  const form = deepFind<HTMLElementTagNameMap['ll-spec-form']>(document, 'll-spec-form');
  expect(form.draft.spec.value.steps).toBe(2 * steps);
});
