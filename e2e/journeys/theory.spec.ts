import { expect, test } from '@playwright/test';
import { App } from '../support/app.ts';

test('eigenvalues follow the step size and the update rule', async ({ context }) => {
  const app = await App.open(context, '#/theory');
  const { page } = app;
  const results = page.getByRole('region', { name: 'What becomes of it' });
  await expect(results).toContainText('Diverges');
  await expect(results).toContainText('1.00499');
  const box = page.getByRole('textbox', { name: 'Step size h' });
  await box.press('ArrowUp');
  await expect(results).not.toContainText('1.00499');
  await box.fill('1');
  await box.press('Enter');
  await expect(results).toContainText('1.11803');

  const start = page.getByRole('slider', { name: /Start of the game/ });
  const before = (await start.boundingBox())!;
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await page.mouse.down();
  await page.mouse.move(before.x - 40, before.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect(start).not.toHaveAttribute('aria-valuetext', 'theta 1.00, psi 1.00');

  await page.getByRole('combobox', { name: 'Update rule' }).selectOption('extragradient');
  await expect(results).toContainText('Converges');
  expect(app.errors).toEqual([]);
});

test('a discriminator is trained beside the best one, and a Gaussian beside the nearest', async ({ context }) => {
  const app = await App.open(context, '#/theory/divergence');
  const { page } = app;
  const steps = page.getByRole('textbox', { name: 'Training steps' });
  await steps.fill('400');
  await steps.press('Enter');
  await page.getByRole('button', { name: 'Train a discriminator' }).click();
  await expect(page.getByRole('progressbar', { name: 'Progress of the experiment' })).toBeVisible();
  const measured = page.getByRole('region', { name: 'Measured beside expected' });
  await expect(measured).toContainText('-log 4 + 2 JSD');
  await expect(page.getByRole('list', { name: 'Curves' }).filter({ hasText: 'Trained' })).toBeVisible();

  await steps.fill('10');
  await steps.press('Enter');
  await page.getByRole('button', { name: 'Train all of them' }).click();
  const together = page.getByRole('img', { name: /every trained discriminator/ });
  await expect(together).toBeVisible();
  await expect(measured).toContainText('EBGAN, m = 1, q = p');
  await expect(together.locator('.curve')).toHaveCount(13);

  await page.getByRole('link', { name: 'Fitting a mixture' }).click();
  const few = page.getByRole('textbox', { name: 'Training steps' });
  await few.fill('300');
  await few.press('Enter');
  await page.getByRole('button', { name: 'Train Kullback-Leibler' }).click();
  await expect(measured).toContainText('mu');
  const row = page.getByRole('region', { name: 'Fits by divergence' }).getByRole('row', { name: /^Kullback-Leibler/ });
  await expect(row).not.toContainText('–');

  // Cancelled, it leaves the page as it was and the worker free.
  await page.getByRole('button', { name: 'Train all nine' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Train all nine' })).toBeVisible();
  expect(app.errors).toEqual([]);
});

test('a card leads to its code and to the preview of a run that it does not start', async ({ context }) => {
  const app = await App.open(context, '#/methods/hinge');
  const { page } = app;
  await expect(page.getByRole('heading', { name: 'Hinge' })).toBeVisible();
  await expect(page.locator('math').first()).toBeVisible();
  await page.getByRole('link', { name: /adversarial\/hinge\.ts/ }).click();
  await expect(page.getByRole('region', { name: /^Code of/ })).toContainText('tf.relu');
  await page.goBack();
  await page.getByRole('link', { name: 'Try it' }).click();
  await expect(page.getByRole('heading', { name: 'A run, ready to start' })).toBeVisible();
  expect(await app.call('runs')).toEqual([]);
  await page.getByRole('button', { name: 'Create run' }).click();
  await expect(page).toHaveURL(/#\/lab\/.+/);
  expect((await app.call('runs')).map(({ state }) => state)).toEqual(['idle']);
  expect(app.errors).toEqual([]);
});

test('theory and cards are there without a network', async ({ context }) => {
  const app = await App.open(context, '#/lab');
  const { page } = app;
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await context.setOffline(true);
  await page.goto('/#/theory/fit');
  await page.reload();
  await expect(page.getByRole('region', { name: 'Fits by divergence' })).toContainText('0.2831');
  await page.goto('/#/methods/f-jeffrey');
  await expect(page.locator('math').first()).toBeVisible();
});
