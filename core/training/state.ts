import type { Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import type { LoadedProgram } from '../backend/program/program.ts';
import type { StoredTensor } from './checkpoint.ts';

/** The name of what a player's optimiser remembers of a parameter. */
export const slotName = (player: string, slot: string, parameter: string): string =>
  `slot/${player}/${slot}/${parameter}`;

/**
 * The named tensors of a training state. Owns them: replacing one disposes of its predecessor, inside a
 * transaction once that is committed. While a program replays the steps it is the program that holds the present
 * values, and a tensor is made of them when somebody asks.
 */
export class TrainingState {
  readonly #tensors = new Map<string, Tensor>();
  readonly #shapes = new Map<string, readonly number[]>();
  /** Values before the open transaction, of the names that it has replaced; undefined where the program holds them. */
  #before: Map<string, Tensor | undefined> | undefined;
  #program: LoadedProgram | undefined;
  /** Names whose values the program does not have yet. */
  readonly #ahead = new Set<string>();

  get names(): readonly string[] {
    return [...this.#shapes.keys()];
  }

  has(name: string): boolean {
    return this.#shapes.has(name);
  }

  /** @throws Error when there is no such tensor. */
  get(name: string): Tensor {
    const tensor = this.#tensors.get(name);
    if (tensor !== undefined) return tensor;
    if (!this.#shapes.has(name)) throw new Error(`the training state has no tensor ${name}`);
    const copy = tf.keep(this.#program!.tensor(name));
    this.#tensors.set(name, copy);
    return copy;
  }

  /** Takes over a tensor under a name. */
  set(name: string, tensor: Tensor): void {
    const previous = this.#tensors.get(name);
    if (previous === tensor) return;
    this.#tensors.set(name, tf.keep(tensor));
    const known = this.#shapes.has(name);
    this.#shapes.set(name, tensor.shape);
    this.#ahead.add(name);
    if (this.#before && known && !this.#before.has(name)) this.#before.set(name, previous);
    else previous?.dispose();
  }

  /** Runs `change` so that the state is either changed by all of it or, when it throws, not at all. */
  transact(change: () => void): void {
    const before = new Map<string, Tensor | undefined>();
    this.#before = before;
    try {
      change();
    } catch (error) {
      for (const [name, previous] of before) {
        this.#tensors.get(name)?.dispose();
        if (previous === undefined) this.#release(name);
        else this.#tensors.set(name, previous);
      }
      throw error;
    } finally {
      this.#before = undefined;
    }
    for (const previous of before.values()) previous?.dispose();
  }

  /**
   * Lets a program hold the values from now on, or brings it up to what was set since it last ran. It is disposed of
   * with the state.
   */
  moveInto(program: LoadedProgram): void {
    this.#program = program;
    // So it is before nearly every step, which need not make an iterator then.
    if (this.#ahead.size === 0) return;
    for (const name of this.#ahead) program.takeState(name, this.get(name));
    this.#ahead.clear();
  }

  /** Forgets tensors of values that the program has moved on from. */
  movedOn(changed: readonly string[]): void {
    for (const name of changed) {
      const tensor = this.#tensors.get(name);
      if (tensor === undefined) continue;
      tensor.dispose();
      this.#release(name);
    }
  }

  /** Reads everything back to the host. The state must not move until it is done. */
  async read(): Promise<Record<string, StoredTensor>> {
    const held = this.#program?.readState();
    const reading = [...this.#tensors].map(async ([name, tensor]) => [name, await tensor.data()] as const);
    const values: Record<string, ArrayLike<number>> = {
      ...(await held),
      ...Object.fromEntries(await Promise.all(reading)),
    };
    return Object.fromEntries(
      [...this.#shapes].map(([name, shape]) => [name, { shape: [...shape], data: Float32Array.from(values[name]!) }]),
    );
  }

  dispose(): void {
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
    this.#shapes.clear();
    this.#program?.dispose();
    this.#program = undefined;
  }

  /** Leaves a value to the program alone. */
  #release(name: string): void {
    this.#tensors.delete(name);
    this.#ahead.delete(name);
  }
}
