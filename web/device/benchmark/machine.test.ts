import { expect, it } from 'vitest';
import { defaultDeviceName, describeBrowser, describeMachine } from './machine.ts';

const chrome =
  'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0';

it.each([
  [chrome, 'Chrome 141 on Android'],
  [firefox, 'Firefox 140 on Linux'],
  [safari, 'Safari 18 on iPhone'],
  [edge, 'Edge 141 on Windows'],
  ['Node.js/v20.20.2', 'Node.js 20'],
  ['something else', 'something else'],
])('knows a browser and its system: %s', (userAgent, words) => {
  expect(describeBrowser(userAgent)).toBe(words);
});

it('names a device by its system until a person does', () => {
  expect(defaultDeviceName(chrome)).toBe('Android');
  expect(defaultDeviceName('')).toBe('This device');
});

it('shortens a user agent that it does not know', () => {
  expect(describeBrowser('x'.repeat(100))).toHaveLength(60);
});

it('describes a machine in one line, without what is not known', () => {
  const machine = { name: 'phone', userAgent: firefox, cores: 1, gpu: 'Mali' };
  expect(describeMachine(machine)).toBe('1 core · Mali · Firefox 140 on Linux');
  expect(describeMachine({ ...machine, cores: 0, gpu: null })).toBe('Firefox 140 on Linux');
});
