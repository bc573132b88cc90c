import { expect, test } from '@playwright/test';
import { zipSync } from 'fflate';
import { ascii, bytesOf, idx, npy, png } from '../../core/data/import/files.fixture.ts';
import { App } from '../support/app.ts';
import { ImportPanel } from '../support/import-panel.ts';
import type { GivenFile } from '../support/import-panel.ts';

const file = (name: string, bytes: Uint8Array | string): GivenFile => ({ name, bytes });

/** A PNG that says that it is larger than any that is read, in 57 bytes. */
function hugePng(): Uint8Array {
  const bytes = png(1, 1);
  new DataView(bytes.buffer).setUint32(16, 60_000);
  new DataView(bytes.buffer).setUint32(20, 60_000);
  return bytes;
}

/** An archive of a kilobyte whose only entry says that it expands to two gigabytes. */
function bomb(): Uint8Array {
  const bytes = Buffer.from(zipSync({ 'a.csv': new Uint8Array(2 ** 20) }));
  const declared = Buffer.of(0, 0, 16, 0);
  const huge = Buffer.of(0, 0, 0, 128);
  for (let at = bytes.indexOf(declared); at >= 0; at = bytes.indexOf(declared, at + 4)) huge.copy(bytes, at);
  return bytes;
}

test('files that can’t be imported are refused in words, and nothing of them stays', async ({ context }) => {
  const app = await App.open(context, '#/data');
  const panel = new ImportPanel(app.page);
  const faults: readonly (readonly [RegExp, ...GivenFile[]])[] = [
    [/a\.npy is not an NPY file\. Nothing was imported/, file('a.npy', 'no array at all')],
    [/cut short: 60 bytes of values, of 64 for 4 x 4 x 4/, file('b.npy', npy('|u1', [4, 4, 4], new Uint8Array(60)))],
    [/is cut short/, file('c-idx3-ubyte', idx(8, [0xffffffff, 0xffffffff, 4], new Uint8Array(64)))],
    [/holds Python objects, which are never read/, file('d.npy', npy('|O', [4], ascii('\u0080\u0004pickle')))],
    [/has 60000 x 60000 pixels, more than 16777216/, file('e.png', hugePng()), file('f.png', hugePng())],
    [/is no PNG, JPEG, GIF, WebP or BMP image, or is cut short/, file('g.png', 'text'), file('h.png', '')],
    [/takes the import over 1024 MiB when expanded/, file('bomb.zip', bomb())],
    [/cut\.zip is cut off/, file('cut.zip', zipSync({ 'a.png': png(8, 8) }).slice(0, 60))],
    [/has “two” where a number should be in line 3/, file('p.csv', '0,0\n1,1\n1,two\n')],
    [/has NaN as value 7/, file('n.npy', npy('<f4', [2, 4, 4], bytesOf(new Float32Array(32).fill(NaN, 7, 8))))],
    [/holds one example/, file('one.png', png(8, 8))],
  ];
  for (const [words, ...files] of faults) {
    await panel.choose(...files);
    await expect.soft(panel.fault).toHaveText(words);
    await expect(panel.report).toBeEmpty();
  }
  expect(await app.call('datasets')).toEqual([]);
  expect(app.errors).toEqual([]);
});

test('names that mean harm are shown as what they are, and one bad image spoils no set', async ({ context }) => {
  const app = await App.open(context, '#/data');
  const { page } = app;
  const panel = new ImportPanel(page);
  const script = '<img src=x onerror="document.title=\'caught\'">';
  const broken = ascii('no image, whatever its name says, and long enough');
  const names = ['../../etc/x.png', `nul\0.png`, '\u202egnp.exe.png', `${'x'.repeat(900)}.png`, `${script}.png`];
  const entries: Record<string, Uint8Array> = Object.fromEntries(names.map((name) => [name, broken]));
  for (let i = 0; i < 12; i++)
    entries[`${i % 2 === 0 ? script : '\u202eclass'}/${i}.png`] = png(8, 8, [20 * i, 0, 0, 255]);
  entries['other/size.png'] = png(9, 8);
  await panel.choose(file(`\u202e${script}.zip`, zipSync(entries)));
  await expect(panel.report).toContainText('12 examples.');
  await panel.box.getByText('6 files were left out').click();
  const told = panel.report.getByRole('listitem');
  await expect(told).toHaveCount(6);
  await expect(told.filter({ hasText: '8 x 8' })).toHaveText(
    /^other\/size\.png has 9 x 8 pixels, others 8 x 8; choose a size to bring all to$/,
  );
  const texts = await told.allTextContents();
  expect(texts.some((text) => text.includes('x'.repeat(100)) && text.length < 300)).toBe(true);
  // Marks that turn the direction of writing, and characters that show nothing, are shown to be there.
  expect(texts.join('')).not.toMatch(/[\0\u202e]/);
  expect(texts.some((text) => text.includes('\ufffdgnp.exe.png'))).toBe(true);

  await panel.report.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(script);
  await expect(page.getByRole('combobox', { name: 'Class' }).getByRole('option')).toHaveText([
    'all',
    script,
    '\ufffdclass',
  ]);
  await expect(page.getByRole('region', { name: 'Browse' }).getByRole('img', { name: /^Example 5, / })).toBeVisible();
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  expect(await page.evaluate(() => document.title)).not.toContain('caught');
  expect(app.errors).toEqual([]);
});

test('a device without room says so, and keeps nothing of the set', async ({ context }) => {
  const app = await App.open(context, '#/data');
  const { page } = app;
  const panel = new ImportPanel(page);
  const session = await context.newCDPSession(page);
  const origin = new URL(page.url()).origin;
  const images = new Uint8Array(3000 * 64 * 64).map((_, i) => (i * i) % 251);
  const set = file('large.npy', npy('|u1', [3000, 64, 64], images));
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 4_000_000 });
  await panel.choose(set);
  await expect(panel.fault).toContainText('There is no room left on this device for the set. Nothing was imported.');
  await expect(panel.fault).toContainText('a smaller size');
  expect(await app.call('datasets')).toEqual([]);
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await panel.choose(set);
  await expect(panel.report).toContainText('3000 examples.');
  await expect(panel.fault).toBeEmpty();
});
