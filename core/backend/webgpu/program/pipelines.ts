import { largeWords, smallWords } from './dispatch.ts';
import type { Dispatch } from './dispatch.ts';

/** Bytes of a dispatch's words, a multiple of the alignment that every device grants for offsets. */
export const wordBytes = (count: number) => (count < smallWords ? smallWords : largeWords) * 4;

/** Compute pipelines of a device by their code; all share one layout, so that any may follow any. */
export class Pipelines {
  readonly #device: GPUDevice;
  readonly #layout: GPUBindGroupLayout;
  readonly #pipelineLayout: GPUPipelineLayout;
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  readonly #pending = new Map<string, Promise<void>>();

  constructor(device: GPUDevice) {
    this.#device = device;
    this.#layout = device.createBindGroupLayout({
      entries: [
        { binding: 0, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'storage' } },
        { binding: 1, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'uniform', hasDynamicOffset: true } },
      ],
    });
    this.#pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [this.#layout] });
  }

  /** Compiled at once. */
  of({ code }: Dispatch<unknown>): GPUComputePipeline {
    let pipeline = this.#pipelines.get(code);
    if (pipeline === undefined) {
      pipeline = this.#device.createComputePipeline(this.#descriptor(code));
      this.#pipelines.set(code, pipeline);
    }
    return pipeline;
  }

  /** Compiles what is not yet, side by side and off this thread. @throws GPUPipelineError */
  async compile(dispatches: readonly Dispatch<unknown>[]): Promise<void> {
    await Promise.all(
      dispatches.map(async ({ code }) => {
        if (this.#pipelines.has(code)) return;
        let pending = this.#pending.get(code);
        if (pending === undefined) {
          pending = this.#device
            .createComputePipelineAsync(this.#descriptor(code))
            .then((pipeline) => void this.#pipelines.set(code, pipeline))
            .finally(() => this.#pending.delete(code));
          this.#pending.set(code, pending);
        }
        await pending;
      }),
    );
  }

  /** Binds the arena and, by a dynamic offset, the words of small or large dispatches. */
  bind(arena: GPUBuffer, words: GPUBuffer, size: number): GPUBindGroup {
    return this.#device.createBindGroup({
      layout: this.#layout,
      entries: [
        { binding: 0, resource: { buffer: arena } },
        { binding: 1, resource: { buffer: words, size } },
      ],
    });
  }

  #descriptor(code: string): GPUComputePipelineDescriptor {
    const module = this.#device.createShaderModule({ code });
    return { layout: this.#pipelineLayout, compute: { module, entryPoint: 'main' } };
  }
}

const known = new WeakMap<GPUDevice, Pipelines>();

export function pipelinesOf(device: GPUDevice): Pipelines {
  let pipelines = known.get(device);
  if (pipelines === undefined) {
    pipelines = new Pipelines(device);
    known.set(device, pipelines);
  }
  return pipelines;
}
