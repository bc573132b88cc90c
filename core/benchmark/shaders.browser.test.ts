import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import type { Program } from '../backend/program/program.ts';
import { atOnce } from '../backend/turns.ts';
import { layOut } from '../backend/webgpu/program/memory.ts';
import { Trainer } from '../training/trainer.ts';
import { benchmarkSteps } from './games/registry.ts';
import { withBatch } from './games/step.ts';

/** The program that a step is recorded as; the batch changes its sizes only. */
async function programOf(name: string): Promise<Program> {
  const { game, spec, dataset } = withBatch(benchmarkSteps.get(name)!(), 2);
  return new Promise((resolve, reject) => {
    const trainer = Trainer.play(game, spec, dataset, (program) => {
      resolve(program);
      return Promise.reject(new Error('the program is all that is wanted'));
    });
    for (let step = 0; step < 4; step++) trainer.step();
    void trainer.settled().then(() => {
      const { execution } = trainer;
      trainer.dispose();
      reject(new Error('reason' in execution ? execution.reason : 'nothing was loaded'));
    });
  });
}

describe('on WebGPU', () => {
  let device: GPUDevice;

  beforeAll(async () => {
    await startBackend({ choice: 'wasm', wasmPath: new URL('/wasm/', location.href).href, arithmetic: 'fast' });
    device = await (await navigator.gpu.requestAdapter())!.requestDevice();
  });

  it.each(['toy-mlp-gan', 'mlp-vae', 'dcgan28', 'wgan-gp28', 'conv-vae32', 'unet64'])(
    'every shader of %s is well formed',
    async (name) => {
      const codes = new Set(atOnce(layOut(await programOf(name))).dispatches.map(({ code }) => code));
      expect(codes.size).toBeGreaterThan(10);
      for (const code of codes) {
        const { messages } = await device.createShaderModule({ code }).getCompilationInfo();
        expect(messages.filter(({ type }) => type === 'error').map(({ message }) => message)).toEqual([]);
      }
    },
  );
});
