/**
 * What `@tensorflow/tfjs` means in the browser build: tensors, operations (chained too, as its types promise),
 * gradients and the cpu reference backend. tfjs-core comes first: registering a gradient reads its flags.
 */
import '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
export * from '@tensorflow/tfjs-core';
