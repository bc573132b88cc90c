import { InterruptedError } from '../../interrupt.ts';
import type { LoadedProgram, Numbers, Program, StateSlot } from '../../program/program.ts';
import * as tf from '../../tf.ts';
import { encodeWords } from './encode-words.ts';
import type { Arena } from './memory.ts';
import type { Pipelines } from './pipelines.ts';
import type { WebGpuBackend } from './tfjs-backend.ts';

/** Steps that the device may be behind: enough that it never waits, few enough that a pause takes hold at once. */
const mostUnderWay = 3;

interface Step {
  readonly pipeline: GPUComputePipeline;
  readonly binding: GPUBindGroup;
  readonly groups: readonly [number, number, number];
  /** Where its words lie, for each version of the memory. */
  readonly words: readonly number[];
}

/** A program in one storage buffer of a device: one submission runs a step. Made by `loadWebGpuProgram`. */
export class WebGpuProgram implements LoadedProgram {
  readonly bytes: number;
  readonly dispatches: number;
  /** The device has its own. */
  readonly threads = 1;
  readonly #program: Program;
  readonly #arena: Arena;
  readonly #device: GPUDevice;
  readonly #memory: GPUBuffer;
  readonly #words: GPUBuffer;
  readonly #steps: readonly Step[];
  readonly #slots: ReadonlyMap<string, StateSlot>;
  /** The version that finds the present state where it lies. */
  #present = 0;
  #finished = false;
  #underWay: Promise<unknown>[] = [];

  /** The pipelines must have been compiled. */
  constructor(program: Program, arena: Arena, device: GPUDevice, pipelines: Pipelines) {
    this.#program = program;
    this.#arena = arena;
    this.#device = device;
    this.dispatches = arena.dispatches.length;
    this.#slots = new Map(program.state.map((slot) => [slot.name, slot]));
    this.#memory = device.createBuffer({
      size: arena.bytes,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    const words = encodeWords(arena);
    this.#words = device.createBuffer({
      size: words.values.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    device.queue.writeBuffer(this.#words, 0, words.values);
    const bindings = new Map<number, GPUBindGroup>();
    this.#steps = arena.dispatches.map((dispatch, index) => {
      const { size, offsets } = words.places[index]!;
      const binding = bindings.get(size) ?? pipelines.bind(this.#memory, this.#words, size);
      bindings.set(size, binding);
      return { pipeline: pipelines.of(dispatch), binding, groups: dispatch.groups, words: offsets };
    });
    this.bytes = arena.bytes + words.values.byteLength;
    program.buffers.forEach(({ kind, values }, buffer) => {
      if (kind === 'constant' && values !== undefined) this.#set(buffer, values);
    });
  }

  write(buffer: number, values: Numbers): void {
    const kind = this.#program.buffers[buffer]?.kind;
    if (kind !== 'input' && kind !== 'state') throw new Error(`Buffer ${buffer} is not to be written from outside.`);
    this.#set(buffer, values);
  }

  writeState(name: string, values: Float32Array): void {
    this.#set(this.#slot(name).before, values);
  }

  takeState(name: string, { dataId }: tf.Tensor): void {
    const backend = tf.backend() as unknown as WebGpuBackend;
    const { before } = this.#slot(name);
    backend.uploadToGPU(dataId);
    // In the backend's own stream of commands, behind those that make the tensor.
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    const { resource } = backend.tensorMap.get(dataId);
    const bytes = this.#arena.sizes[before]! * 4;
    backend.commandEncoder.copyBufferToBuffer(resource, 0, this.#memory, this.#at(before), bytes);
    backend.submitQueue();
  }

  run(interrupted?: () => boolean): void {
    this.#finished = false;
    if (interrupted?.()) throw new InterruptedError();
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    let current: GPUComputePipeline | undefined;
    for (const { pipeline, binding, groups, words } of this.#steps) {
      if (pipeline !== current) pass.setPipeline(pipeline);
      current = pipeline;
      pass.setBindGroup(0, binding, [words[this.#present]!]);
      pass.dispatchWorkgroups(...groups);
    }
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
    const done: Promise<unknown> = this.#device.queue.onSubmittedWorkDone().finally(() => {
      this.#underWay = this.#underWay.filter((other) => other !== done);
    });
    this.#underWay.push(done);
    this.#finished = true;
  }

  idle(): Promise<unknown> | undefined {
    return this.#underWay.length < mostUnderWay ? undefined : this.#underWay[this.#underWay.length - mostUnderWay];
  }

  commit(): void {
    if (!this.#finished) throw new Error('There is no finished step whose state could be taken over.');
    this.#finished = false;
    this.#present = (this.#present + 1) % this.#arena.versions.length;
  }

  result(): undefined {
    return undefined;
  }

  async readResults(buffers: readonly number[]): Promise<Float32Array> {
    const read = await this.read(buffers, 1);
    return Float32Array.from(read, (values) => values[0]!);
  }

  async readState(): Promise<Readonly<Record<string, Float32Array>>> {
    const { state } = this.#program;
    const values = await this.read(state.map(({ before }) => before));
    return Object.fromEntries(state.map(({ name }, index) => [name, values[index]!]));
  }

  tensor(name: string): tf.Tensor {
    const { before, shape } = this.#slot(name);
    const size = this.#arena.sizes[before]! * 4;
    const buffer = this.#device.createBuffer({
      size,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(this.#memory, this.#at(before), buffer, 0, size);
    this.#device.queue.submit([encoder.finish()]);
    // tfjs copies it into one of its own, which it can use again.
    const tensor = tf.tensor({ buffer }, [...shape], 'float32');
    buffer.destroy();
    return tensor;
  }

  dispose(): void {
    this.#memory.destroy();
    this.#words.destroy();
  }

  /** Buffers as they are after everything that was asked of the device so far, `most` elements of each, in one go. */
  async read(buffers: readonly number[], most = Infinity): Promise<Float32Array[]> {
    const sizes = buffers.map((buffer) => Math.min(most, this.#arena.sizes[buffer]!) * 4);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (total === 0) return buffers.map(() => new Float32Array());
    const staging = this.#device.createBuffer({
      size: total,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = this.#device.createCommandEncoder();
    let at = 0;
    buffers.forEach((buffer, index) => {
      encoder.copyBufferToBuffer(this.#memory, this.#at(buffer), staging, at, sizes[index]);
      at += sizes[index]!;
    });
    this.#device.queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(GPUMapMode.READ);
      const values = new Float32Array(staging.getMappedRange().slice(0));
      let start = 0;
      return sizes.map((size) => values.slice(start / 4, (start += size) / 4));
    } finally {
      staging.destroy();
    }
  }

  #slot(name: string): StateSlot {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new Error(`The program has no state ${name}.`);
    return slot;
  }

  /** Where a buffer starts at present, in bytes. */
  #at(buffer: number): number {
    return this.#arena.versions[this.#present]![buffer]! * 4;
  }

  #set(buffer: number, values: Numbers): void {
    const size = this.#arena.sizes[buffer]!;
    if (values.length !== size) throw new Error(`Buffer ${buffer} takes ${size} numbers, not ${values.length}.`);
    if (size === 0) return;
    const words = values instanceof Uint8Array ? Uint32Array.from(values) : values;
    this.#device.queue.writeBuffer(this.#memory, this.#at(buffer), words as Float32Array<ArrayBuffer>);
  }
}
