import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startBackend } from '../../../core/backend/backend.ts';
import { wasmPathInNode } from '../../../core/backend/testing/wasm-path.ts';
import { sha256 } from '../../../core/data/assets.ts';
import { loadDataset } from '../../../core/data/load.ts';
import { nodeAssetReader } from '../../../core/data/pack.ts';
import { encodeSafetensors } from '../../../core/training/safetensors.ts';
import { lenetExtractor } from '../lenet-extractor.ts';
import { recipes, trainClassifier } from './train-classifier.ts';
import { testAccuracy } from './test-accuracy.ts';

/**
 * `npm run train-classifier -- mnist|fashion-mnist` trains the classifier of a dataset from its recipe and writes the
 * weights that the app ships. The test set is looked at once, after training.
 */
const [kind = ''] = process.argv.slice(2);
const recipe = recipes[kind];
if (!recipe) throw new Error(`usage: npm run train-classifier -- ${Object.keys(recipes).join('|')}`);

await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
const dataset = await loadDataset({ kind }, nodeAssetReader());
const weights = await trainClassifier(dataset, recipe, (step, steps, loss, accuracy) => {
  const share = ((100 * step) / steps).toFixed(0);
  console.log(`${share}% step ${step} of ${steps}: loss ${loss.toFixed(4)}, batch accuracy ${accuracy.toFixed(4)}`);
});

const id = `lenet84-${kind}`;
const accuracy = await testAccuracy(lenetExtractor(id, weights, ''), dataset);
const bytes = encodeSafetensors(weights, {
  id,
  dataset: kind,
  network: 'lenet84: evaluation/extractors/lenet.ts',
  recipe: JSON.stringify(recipe),
  testAccuracy: accuracy.toFixed(4),
});
const folder = new URL('../weights/', import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(fileURLToPath(new URL(`${id}.safetensors`, folder)), bytes);
console.log(`${id}.safetensors: test accuracy ${accuracy}, ${bytes.length} bytes, SHA-256 ${await sha256(bytes)}`);
