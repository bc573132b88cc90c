import { startBackend } from '../../core/backend/backend.ts';
import { compileKernels } from '../../core/backend/wasm/compile.ts';
import { nodeAssetReader } from '../../core/data/pack.ts';
import { loadDataset } from '../../core/data/load.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { digestOf } from '../../core/training/digest.ts';
import { Trainer } from '../../core/training/trainer.ts';

/** Trains to the end on WebAssembly in this process and gives the digest that the app would. */
export async function trainInNode(spec: RunSpec): Promise<string> {
  await startBackend({ choice: 'wasm', wasmPath: await compileKernels(), arithmetic: spec.arithmetic });
  const trainer = Trainer.create(spec, await loadDataset(spec.data, nodeAssetReader()));
  while (trainer.completed < spec.steps) {
    trainer.step();
    await trainer.settled();
  }
  const { tensors } = await trainer.checkpoint();
  trainer.dispose();
  return digestOf(tensors);
}
