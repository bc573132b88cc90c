import * as tf from '../tf.ts';
import type { FoundAdapter } from './adapter.ts';
import { registerFusedShaders } from './program/eager.ts';
import { registerWebGpuKernels } from './unary-kernels.ts';

/**
 * Makes tfjs's WebGPU backend, on a new device of this adapter, the current one. Tensors of an earlier WebGPU backend
 * are gone.
 *
 * @throws Error when the adapter gives no device.
 */
export async function startWebGpu({ adapter }: FoundAdapter): Promise<GPUDevice> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  // Otherwise small operations on values not yet uploaded run in JavaScript: another arithmetic, by chance.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const { limits } = adapter;
  const device = await adapter.requestDevice({
    requiredFeatures: (['timestamp-query'] as const).filter((feature) => adapter.features.has(feature)),
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  });
  if (tf.engine().findBackendFactory('webgpu') !== null) tf.removeBackend('webgpu');
  const backend = new WebGPUBackend(device, adapter.info);
  tf.registerBackend('webgpu', () => backend, 0);
  if (!(await tf.setBackend('webgpu'))) throw new Error('the WebGPU device could not be used');
  registerWebGpuKernels();
  registerFusedShaders();
  return device;
}
