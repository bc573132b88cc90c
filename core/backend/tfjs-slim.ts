/** What `@tensorflow/tfjs` means in the browser build: tensors, operations, gradients and the cpu reference backend. */
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
export * from '@tensorflow/tfjs-core';
