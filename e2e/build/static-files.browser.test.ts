import { expect, test } from 'vitest';

test('the tensor binaries are served where the app looks for them', async () => {
  const response = await fetch('/wasm/tfjs-backend-wasm-simd.wasm');
  expect(response.ok).toBe(true);
  const module = await WebAssembly.compileStreaming(response);
  expect(WebAssembly.Module.exports(module).length).toBeGreaterThan(50);
});
