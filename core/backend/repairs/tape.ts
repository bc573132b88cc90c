import * as tf from '../tf.ts';

interface TapeNode {
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: readonly tf.Tensor[];
}

/** The part of tfjs's engine that is private in its typings, as of the pinned version. */
interface TapeEngine {
  readonly state: { readonly activeTape: TapeNode[] };
  addTapeNode(
    kernelName: string,
    inputs: Readonly<Record<string, tf.Tensor>>,
    outputs: readonly tf.Tensor[],
    gradient: unknown,
    saved: readonly tf.Tensor[],
    attributes: unknown,
  ): void;
}

const piecewiseConstant: ReadonlySet<string> = new Set([tf.Step, tf.Sign, tf.Floor, tf.Ceil, tf.Round]);

/**
 * Makes recorded operations differentiable twice.
 *
 * The engine saves an operation's output for its gradient as a clone, and records that clone before the operation
 * that made the output. Going forward along the tape the clone then has no known origin, so a gradient of a gradient
 * treats it as a constant: null, or silently wrong. Moving the operation in front of the clones of its outputs
 * repairs every operation at once, `customGrad` ones such as logSoftmax too; the alternative, registering each such
 * gradient anew with saved inputs, computes the output twice and misses whatever nobody thought of.
 *
 * Operations whose outputs are booleans or integers (comparisons, argMax, casts to int32) are piecewise constant, and so
 * are a few others. They are not recorded at all, which is a gradient of zero at no cost: tfjs's zeros would be carried
 * back through everything before them.
 */
export function repairTape(): void {
  const engine = tf.engine() as unknown as TapeEngine;
  const record = engine.addTapeNode.bind(engine);
  engine.addTapeNode = (kernelName, inputs, outputs, gradient, saved, attributes) => {
    if (piecewiseConstant.has(kernelName) || outputs.every(({ dtype }) => dtype === 'bool' || dtype === 'int32')) {
      // A recorded node would have owned these.
      for (const tensor of saved) tensor.dispose();
      return;
    }
    record(kernelName, inputs, outputs, gradient, saved, attributes);
    if (saved.length === 0) return;
    const tape = engine.state.activeTape;
    const own = tape.length - 1;
    const ids = new Set(outputs.map((output) => output.id));
    let first = own;
    while (first > 0 && Object.values(tape[first - 1]!.inputs).some((input) => ids.has(input.id))) first--;
    if (first < own) tape.splice(first, 0, ...tape.splice(own, 1));
  };
}
