import { afterEach, expect, it, vi } from 'vitest';
import { adoptTokens } from '../styles/tokens.ts';
import './ll-formula.ts';

afterEach(() => document.body.replaceChildren());

async function show(tex: string): Promise<ShadowRoot> {
  adoptTokens();
  const formula = document.createElement('ll-formula');
  formula.tex = tex;
  document.body.append(formula);
  await formula.updateComplete;
  return formula.shadowRoot!;
}

it('sets a formula as MathML that the browser lays out', async () => {
  const root = await show('\\min_G \\frac{1}{2}\\mathbb{E}_x (d(x)-b)^2,\\quad \\max_D V');
  await vi.waitFor(() => expect(root.querySelectorAll('math')).toHaveLength(2));
  const [over, under] = root.querySelectorAll('mfrac > *');
  expect(over!.getBoundingClientRect().bottom).toBeLessThanOrEqual(under!.getBoundingClientRect().top + 1);
  expect(root.querySelectorAll('[style]')).toHaveLength(0);
});

it('sets another formula when it is given one', async () => {
  const root = await show('a');
  await vi.waitFor(() => expect(root.querySelector('mi')?.textContent).toBe('a'));
  (root.host as HTMLElementTagNameMap['ll-formula']).tex = 'b';
  await vi.waitFor(() => expect(root.querySelector('mi')?.textContent).toBe('b'));
});

it('shows TeX that can’t be set as it is, and no markup that it holds', async () => {
  const root = await show('\\zork <b>x</b>');
  await vi.waitFor(() => expect(root.querySelector('code')?.textContent).toBe('\\zork <b>x</b>'));
  expect(root.querySelector('b')).toBeNull();
});
