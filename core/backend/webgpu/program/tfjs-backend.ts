import type * as tf from '../../tf.ts';

/** What tfjs's WebGPU backend lets others see of itself, though its types call some of it private. */
export interface WebGpuBackend {
  readonly device: GPUDevice;
  readonly commandEncoder: GPUCommandEncoder;
  readonly bufferManager: { acquireBuffer(size: number, usage: number): GPUBuffer };
  readonly tensorMap: { get(dataId: object): { readonly resource: GPUBuffer } };
  /** Data that commands not yet submitted use. */
  readonly commandQueueOwnedIds: WeakSet<object>;
  /** Buffers to use again once the commands are submitted. */
  readonly uniformPendingDisposal: GPUBuffer[];
  makeTensorInfo(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  uploadToGPU(dataId: object): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  incRef(dataId: object): void;
  disposeData(dataId: object): void;
}
