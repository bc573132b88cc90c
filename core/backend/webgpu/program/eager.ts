import { Fused } from '../../fused/names.ts';
import type { Instruction } from '../../program/instruction.ts';
import type { Emitter } from '../../program/lowering.ts';
import { lowerings } from '../../program/lowerings/all.ts';
import * as tf from '../../tf.ts';
import type { Dispatch } from './dispatch.ts';
import { encodeWords } from './encode-words.ts';
import { pipelinesOf } from './pipelines.ts';
import { dispatchesOf } from './shaders.ts';
import type { WebGpuBackend } from './tfjs-backend.ts';

/** Offsets in the arena are multiples of it, in elements. */
const alignment = 16;

/** Smallest arena, so that it rarely grows. */
const leastBytes = 2 ** 20;

/**
 * Runs an instruction on tfjs's tensors as soon as it is emitted: they are copied into an arena and out of it, within
 * tfjs's own stream of commands. Worth it where an instruction stands for a dozen of tfjs's kernels.
 */
class EagerShaders implements Emitter {
  readonly #backend: WebGpuBackend;
  #arena: GPUBuffer | undefined;

  constructor(backend: WebGpuBackend) {
    this.#backend = backend;
  }

  output(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo {
    return this.#backend.makeTensorInfo([...shape], dtype);
  }

  view({ dataId, dtype }: tf.TensorInfo, shape: readonly number[]): tf.TensorInfo {
    this.#backend.incRef(dataId);
    return { dataId, shape: [...shape], dtype };
  }

  release({ dataId }: tf.TensorInfo): void {
    this.#backend.disposeData(dataId);
  }

  emit(instruction: Instruction<tf.TensorInfo>): void {
    const backend = this.#backend;
    const places = new Map<object, number>();
    let end = 0;
    for (const { dataId, shape } of [...instruction.reads, ...instruction.writes]) {
      if (places.has(dataId)) continue;
      places.set(dataId, end);
      end += Math.ceil(tf.util.sizeFromShape([...shape]) / alignment) * alignment;
    }
    const dispatches = dispatchesOf(instruction).map((dispatch) => ({
      ...dispatch,
      words: dispatch.words.map((word) =>
        typeof word === 'object' ? places.get(word.buffer.dataId)! : word === 'scratch' ? end : word,
      ),
    }));
    const scratch = dispatches.reduce((most, dispatch) => Math.max(most, dispatch.scratch), 0);
    const arena = this.#arenaOf((end + scratch) * 4);
    for (const { dataId } of [...instruction.reads, ...instruction.writes]) {
      backend.uploadToGPU(dataId);
      backend.commandQueueOwnedIds.add(dataId);
    }
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    const copy = (infos: readonly tf.TensorInfo[], use: (buffer: GPUBuffer, at: number, bytes: number) => void) => {
      for (const { dataId, shape } of infos) {
        const bytes = tf.util.sizeFromShape([...shape]) * 4;
        if (bytes > 0) use(backend.tensorMap.get(dataId).resource, places.get(dataId)! * 4, bytes);
      }
    };
    const { commandEncoder } = backend;
    copy(instruction.reads, (buffer, at, bytes) => commandEncoder.copyBufferToBuffer(buffer, 0, arena, at, bytes));
    this.#dispatch(dispatches, arena);
    copy(instruction.writes, (buffer, at, bytes) => commandEncoder.copyBufferToBuffer(arena, at, buffer, 0, bytes));
  }

  #dispatch(dispatches: readonly Dispatch<number>[], arena: GPUBuffer): void {
    const { device, commandEncoder, bufferManager, uniformPendingDisposal } = this.#backend;
    const { values, places } = encodeWords({ dispatches, versions: [[]], scratch: 0 });
    // A buffer of its own: what is written for the next instruction comes before the commands of this one.
    const words = bufferManager.acquireBuffer(values.byteLength, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    uniformPendingDisposal.push(words);
    device.queue.writeBuffer(words, 0, values);
    const pipelines = pipelinesOf(device);
    const pass = commandEncoder.beginComputePass();
    dispatches.forEach((dispatch, index) => {
      const { size, offsets } = places[index]!;
      pass.setPipeline(pipelines.of(dispatch));
      pass.setBindGroup(0, pipelines.bind(arena, words, size), offsets);
      pass.dispatchWorkgroups(...dispatch.groups);
    });
    pass.end();
  }

  /** One arena for all: commands follow each other. An outgrown one may still be in use, and is left to the collector. */
  #arenaOf(bytes: number): GPUBuffer {
    if (this.#arena === undefined || this.#arena.size < bytes) {
      this.#arena = this.#backend.device.createBuffer({
        size: Math.max(leastBytes, Math.ceil((bytes * 1.5) / 16) * 16),
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      });
    }
    return this.#arena;
  }
}

const eager = new WeakMap<object, EagerShaders>();

/** Registers the kernels that tfjs lacks with its WebGPU backend. */
export function registerFusedShaders(): void {
  for (const kernelName of Object.values(Fused)) {
    if (tf.getKernel(kernelName, 'webgpu') !== undefined) tf.unregisterKernel(kernelName, 'webgpu');
    tf.registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, attrs, backend }) => {
        let shaders = eager.get(backend);
        if (shaders === undefined) {
          shaders = new EagerShaders(backend as unknown as WebGpuBackend);
          eager.set(backend, shaders);
        }
        const named = inputs as Readonly<Record<string, tf.TensorInfo>>;
        return lowerings[kernelName]!(shaders, named, attrs ?? {}) as tf.TensorInfo | tf.TensorInfo[];
      },
    });
  }
}
