import * as tf from '../tf.ts';
import type { Instruction } from './instruction.ts';
import { withBuffers } from './instruction.ts';
import type { Emitter } from './lowering.ts';
import { lowerings } from './lowerings/all.ts';
import type { Numbers } from './program.ts';
import { listeningToSteps } from './step-tensor.ts';
import type { StepListener, StepNumbers } from './step-tensor.ts';

/** Why a step could not be written down as a program; it is then run eagerly. */
export class RecordingError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'RecordingError';
  }
}

/** Where a buffer's numbers come from: the state by name, numbers of the step, numbers that never change, an instruction. */
export type Origin =
  | { readonly kind: 'state'; readonly name: string }
  | { readonly kind: 'input'; readonly numbers: StepNumbers }
  | { readonly kind: 'constant'; readonly values: Numbers }
  | { readonly kind: 'instruction' };

export interface RecordedBuffer {
  readonly origin: Origin;
  readonly dtype: tf.DataType;
  /** Elements. */
  readonly size: number;
}

/** What a step did, in order; every buffer is written once. */
export interface Recording {
  readonly buffers: readonly RecordedBuffer[];
  readonly instructions: readonly Instruction<number>[];
  /** Buffers of one number each, by name. */
  readonly results: Readonly<Record<string, number>>;
}

type MakeTensor = (values: tf.DataValues, shape: number[], dtype: tf.DataType, backend?: unknown) => tf.Tensor;

interface RecordedEngine {
  makeTensor: MakeTensor;
}

/**
 * Writes down what tfjs's kernels do while a step runs eagerly, as instructions over numbered buffers. It works on any
 * backend: the kernels themselves are left alone, and their lowerings are only asked what they would do.
 */
export class Recorder {
  readonly #buffers: RecordedBuffer[] = [];
  readonly #instructions: Instruction<number>[] = [];
  /** Buffers by tfjs's identity of the data. Views share it. */
  readonly #numbers = new Map<object, number>();
  /** Values of tensors that were made from numbers, until they are read. */
  readonly #made = new Map<object, Numbers>();
  readonly #emitter: Emitter = {
    output: (shape, dtype) => {
      const dataId = {};
      this.#add(dataId, { origin: { kind: 'instruction' }, dtype, size: tf.util.sizeFromShape([...shape]) });
      return { dataId, shape: [...shape], dtype };
    },
    emit: (instruction) => {
      this.#instructions.push(withBuffers(instruction, ({ dataId }) => this.#numbers.get(dataId)!));
    },
    view: ({ dataId, dtype }, shape) => ({ dataId, shape: [...shape], dtype }),
    release: () => {},
  };

  /** Declares a tensor that lives from step to step. */
  state(name: string, tensor: tf.Tensor): void {
    // Tensors of equal values may share their data; the first name stands for all.
    if (this.#numbers.has(tensor.dataId)) return;
    this.#add(tensor.dataId, { origin: { kind: 'state', name }, dtype: tensor.dtype, size: tensor.size });
  }

  /**
   * Runs a step and writes it down.
   * @throws RecordingError when it does something that has no instruction; the step itself has then been done all the
   *   same, unless it threw an error of its own, which is thrown on.
   */
  record(step: () => void): Recording {
    const engine = tf.engine() as unknown as RecordedEngine;
    const { makeTensor } = engine;
    const ownMake = Object.hasOwn(engine, 'makeTensor');
    const results: Record<string, number> = {};
    let failure: RecordingError | undefined;
    const kernels = tf.getKernelsForBackend(tf.getBackend());
    const originals = kernels.map(({ kernelFunc }) => kernelFunc);
    // Not around the engine's runKernel: within that the engine already copies outputs for the backward pass.
    for (const kernel of kernels) {
      const { kernelName, kernelFunc } = kernel;
      kernel.kernelFunc = (call) => {
        const outputs = kernelFunc(call);
        if (failure === undefined) {
          try {
            const inputs = call.inputs as Readonly<Record<string, tf.TensorInfo>>;
            this.#log(kernelName, inputs, call.attrs ?? {}, Array.isArray(outputs) ? outputs : [outputs]);
          } catch (error) {
            if (!(error instanceof RecordingError)) throw error;
            failure = error;
          }
        }
        return outputs;
      };
    }
    engine.makeTensor = (values, shape, dtype, backend) => {
      const tensor = makeTensor.call(engine, values, shape, dtype, backend);
      if (dtype !== 'string' && dtype !== 'complex64') this.#made.set(tensor.dataId, copied(values, dtype));
      return tensor;
    };
    try {
      const listener: StepListener = {
        input: ({ dataId, dtype, size }, numbers) => {
          this.#add(dataId, { origin: { kind: 'input', numbers }, dtype, size });
        },
        result: (name, value) => {
          results[name] = this.bufferOf(value);
        },
      };
      listeningToSteps(listener, step);
    } finally {
      kernels.forEach((kernel, index) => (kernel.kernelFunc = originals[index]!));
      // The method lives on the prototype unless another override is in place.
      if (ownMake) engine.makeTensor = makeTensor;
      else delete (engine as Partial<RecordedEngine>).makeTensor;
    }
    if (failure !== undefined) throw failure;
    return { buffers: this.#buffers, instructions: this.#instructions, results };
  }

  /** The buffer that holds a tensor's data. */
  bufferOf(tensor: tf.TensorInfo): number {
    const known = this.#numbers.get(tensor.dataId);
    if (known !== undefined) return known;
    const values = this.#made.get(tensor.dataId) ?? read(tensor);
    const size = tf.util.sizeFromShape(tensor.shape);
    return this.#add(tensor.dataId, { origin: { kind: 'constant', values }, dtype: tensor.dtype, size });
  }

  #log(
    kernelName: string,
    inputs: Readonly<Record<string, tf.TensorInfo>>,
    attributes: Readonly<Record<string, unknown>>,
    outputs: readonly tf.TensorInfo[],
  ): void {
    for (const tensor of Object.values(inputs)) this.bufferOf(tensor);
    const lowered = lowerings[kernelName]?.(this.#emitter, inputs, attributes);
    if (lowered === undefined) {
      const constant = Object.values(inputs).every(
        (tensor) => this.#buffers[this.bufferOf(tensor)]!.origin.kind === 'constant',
      );
      if (!constant) throw new RecordingError(`${kernelName} has no instruction`);
      // What depends on nothing that changes is done once; the outputs are read when somebody needs them.
      return;
    }
    const infos: readonly tf.TensorInfo[] = Array.isArray(lowered)
      ? (lowered as readonly tf.TensorInfo[])
      : [lowered as tf.TensorInfo];
    outputs.forEach((tensor, index) => {
      this.#numbers.set(tensor.dataId, this.#numbers.get(infos[index]!.dataId)!);
    });
  }

  #add(dataId: object, buffer: RecordedBuffer): number {
    const number = this.#buffers.push(buffer) - 1;
    this.#numbers.set(dataId, number);
    return number;
  }
}

function read(tensor: tf.TensorInfo): Numbers {
  return copied(tf.engine().readSync(tensor.dataId) as tf.DataValues, tensor.dtype);
}

function copied(values: tf.DataValues, dtype: tf.DataType): Numbers {
  const list = values as ArrayLike<number>;
  switch (dtype) {
    case 'int32':
      return Int32Array.from(list);
    case 'bool':
      return Uint8Array.from(list);
    default:
      return Float32Array.from(list);
  }
}

/**
 * Whether two steps did the same with other numbers: the same instructions on the same buffers, and equal constants. A
 * step whose constants differ takes numbers from somewhere that a replay would not ask again.
 */
export function sameRecording(a: Recording, b: Recording): boolean {
  return (
    sameData(a.results, b.results) &&
    sameData(a.instructions, b.instructions) &&
    a.buffers.length === b.buffers.length &&
    a.buffers.every((buffer, index) => sameBuffer(buffer, b.buffers[index]!))
  );
}

/** Whether plain data is equal, -0 apart from 0. As text it would be too, but a long step takes a second to write. */
function sameData(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => key in b && sameData(a[key as keyof typeof a], b[key as keyof typeof b]));
}

function sameBuffer(a: RecordedBuffer, b: RecordedBuffer): boolean {
  if (a.dtype !== b.dtype || a.size !== b.size || a.origin.kind !== b.origin.kind) return false;
  if (a.origin.kind === 'state') return b.origin.kind === 'state' && a.origin.name === b.origin.name;
  if (a.origin.kind !== 'constant' || b.origin.kind !== 'constant') return true;
  const { values } = b.origin;
  return a.origin.values.every((value, index) => Object.is(value, values[index]));
}
