import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { root } from '../build/paths.ts';
import { chromiumArguments, findChromium } from './chromium.ts';

// Draws the app's icons: a latent point in the middle, mapped to the eight modes of the ring.
//   npx tsx e2e/tools/icons.ts

const folder = join(root, 'web/public/icons');
const hues = ['#fde725', '#b5de2b', '#5ec962', '#21b69a', '#31a0d8', '#5b7cf0', '#9a5fe0', '#e069b8'];

/** @param scale share of the square that the drawing fills; a maskable icon may lose the outer 10% on each side */
function icon(scale: number, corner: number): string {
  const modes = hues.map((hue, index) => {
    const angle = (index * Math.PI) / 4 - Math.PI / 2;
    const at = (radius: number, turn = 0) =>
      [Math.cos(angle + turn) * radius, Math.sin(angle + turn) * radius].map((value) => value.toFixed(1)).join(' ');
    return { hue, index, dot: at(176), path: `M0 0C${at(60, 0.5)} ${at(110, 0.35)} ${at(150)}` };
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-256 -256 512 512">
<defs>
<linearGradient id="night" x1="0" y1="0" x2="1" y2="1"><stop stop-color="#283156"/><stop offset="1" stop-color="#0e1222"/></linearGradient>
<radialGradient id="latent"><stop stop-color="#fff"/><stop offset=".45" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
${modes.map(({ hue, index }) => `<radialGradient id="mode${index}"><stop stop-color="${hue}"/><stop offset=".42" stop-color="${hue}"/><stop offset="1" stop-color="${hue}" stop-opacity="0"/></radialGradient>`).join('\n')}
</defs>
<rect x="-256" y="-256" width="512" height="512" rx="${corner}" fill="url(#night)"/>
<g transform="scale(${scale})">
<g fill="none" stroke-width="7" stroke-linecap="round" stroke-opacity=".6">
${modes.map(({ hue, path }) => `<path d="${path}" stroke="${hue}"/>`).join('\n')}
</g>
${modes.map(({ dot, index }) => `<circle cx="${dot.split(' ')[0]}" cy="${dot.split(' ')[1]}" r="64" fill="url(#mode${index})"/>`).join('\n')}
<circle r="50" fill="url(#latent)"/>
</g>
</svg>
`;
}

const plain = icon(1, 104);
const maskable = icon(0.76, 0);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'icon.svg'), plain);

const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments] });
const page = await browser.newPage();
const pictures = [
  { name: 'icon-192.png', svg: plain, size: 192 },
  { name: 'icon-512.png', svg: plain, size: 512 },
  { name: 'maskable-512.png', svg: maskable, size: 512 },
];
for (const { name, svg, size } of pictures) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
  await page.screenshot({ path: join(folder, name), omitBackground: true });
}
await browser.close();
