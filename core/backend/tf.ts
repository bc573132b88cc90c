/**
 * The one door to TensorFlow.js. The browser build resolves `@tensorflow/tfjs` to `tfjs-slim.ts` (core and
 * gradients, without layers, data, converter and WebGL), which halves the worker's size.
 */
export * from '@tensorflow/tfjs';
