import type { Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import type { StoredTensor } from './checkpoint.ts';

/**
 * The named tensors of a training state. Owns them: replacing one disposes of its predecessor, inside a
 * transaction once that is committed.
 */
export class TrainingState {
  readonly #tensors = new Map<string, Tensor>();
  /** Values before the open transaction, of the names that it has replaced. */
  #before: Map<string, Tensor> | undefined;

  get names(): readonly string[] {
    return [...this.#tensors.keys()];
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  /** @throws Error when there is no such tensor. */
  get(name: string): Tensor {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined) throw new Error(`the training state has no tensor ${name}`);
    return tensor;
  }

  /** Takes over a tensor under a name. */
  set(name: string, tensor: Tensor): void {
    const previous = this.#tensors.get(name);
    if (previous === tensor) return;
    this.#tensors.set(name, tf.keep(tensor));
    if (previous === undefined) return;
    if (this.#before && !this.#before.has(name)) this.#before.set(name, previous);
    else previous.dispose();
  }

  /** Runs `change` so that the state is either changed by all of it or, when it throws, not at all. */
  transact(change: () => void): void {
    const before = new Map<string, Tensor>();
    this.#before = before;
    try {
      change();
    } catch (error) {
      for (const [name, previous] of before) {
        this.#tensors.get(name)?.dispose();
        this.#tensors.set(name, previous);
      }
      throw error;
    } finally {
      this.#before = undefined;
    }
    for (const previous of before.values()) previous.dispose();
  }

  /** Reads everything back to the host. The state must not move until it is done. */
  async read(): Promise<Record<string, StoredTensor>> {
    const entries = [...this.#tensors].map(
      async ([name, tensor]) => [name, { shape: tensor.shape, data: Float32Array.from(await tensor.data()) }] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  dispose(): void {
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
  }
}
