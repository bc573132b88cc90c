import { programLoader } from './load-program.ts';
import { buildProgram } from './program/build.ts';
import { Recorder, RecordingError } from './program/recorder.ts';
import * as tf from './tf.ts';
import { inTurns } from './turns.ts';

/** A function of some tensors as a program, for values that come without end. */
export interface RecordedFunction<Input extends string> {
  /** Sets inputs, which keep their values until they are set again. @throws Error for another size. */
  set(values: Readonly<Partial<Record<Input, tf.Tensor | Float32Array>>>): void;
  /** The function's value for the present inputs, with the bits of the eager one; good until the next call. */
  run(): Float32Array;
  dispose(): void;
}

const result = 'value';

/**
 * Records what `compute` makes of its inputs, which are set to the tensors given. All else that it reads is taken for a
 * constant. On WebAssembly alone, in reproducible arithmetic, with the threads that programs share.
 *
 * @returns undefined where the backend has no programs, or the function does what a program cannot.
 */
export async function recordFunction<Input extends string>(
  inputs: Readonly<Record<Input, tf.Tensor>>,
  compute: () => tf.Tensor,
): Promise<RecordedFunction<Input> | undefined> {
  const load = tf.getBackend() === 'wasm' ? programLoader('reproducible') : undefined;
  if (load === undefined) return undefined;
  const entries = Object.entries(inputs) as [Input, tf.Tensor][];
  const recorder = new Recorder();
  for (const [name, tensor] of entries) recorder.state(name, tensor);
  const buffers = entries.map(([, tensor]) => recorder.bufferOf(tensor));
  // Inputs that share their values cannot be told apart.
  if (new Set(buffers).size < buffers.length) return undefined;
  let value: tf.Tensor | undefined;
  try {
    const recording = recorder.record(() => (value = compute()));
    const state = entries.map(([name, { shape }], i) => ({ name, shape, before: buffers[i]!, after: buffers[i]! }));
    const results = { [result]: recorder.bufferOf(value!) };
    const built = await inTurns(buildProgram({ ...recording, results }, state));
    const program = await load(built.program);
    const set: RecordedFunction<Input>['set'] = (values) => {
      for (const [name, given] of Object.entries(values) as [Input, tf.Tensor | Float32Array][]) {
        if (given instanceof Float32Array) program.writeState(name, given);
        else program.takeState(name, given);
      }
    };
    set(inputs);
    return {
      set,
      run() {
        program.run();
        return program.result(built.results[result]!)!;
      },
      dispose: () => program.dispose(),
    };
  } catch (error) {
    if (error instanceof RecordingError) return undefined;
    throw error;
  } finally {
    value?.dispose();
  }
}
