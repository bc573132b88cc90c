import { norm } from '../backend/fused/norm.ts';
import { stepResult } from '../backend/program/step-tensor.ts';
import type { Scalar, Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import { firstNonFinite, NonFiniteError } from './non-finite.ts';

/** The scalars of a move that are worth a curve, `loss` and `gradient-norm` among them. */
export function figuresOf(
  loss: Scalar,
  parts: Readonly<Record<string, Scalar>>,
  gradients: Readonly<Record<string, Tensor>>,
): Record<string, Scalar> {
  return { loss, ...parts, 'gradient-norm': norm(Object.values(gradients)) };
}

/** Whether a run must stop when this figure, `<player>/<part>`, is not finite. */
export const isVital = (name: string): boolean => name.endsWith('/loss') || name.endsWith('/gradient-norm');

interface Recorded {
  readonly player: string;
  readonly part: string;
  readonly value: Scalar | number;
}

/**
 * Watches losses and gradients. A backend that can read back at once is checked before every move; WebGPU
 * can't without a stall, so its figures stay on the device until they are read together.
 */
export class Monitor {
  readonly #latest = new Map<string, Recorded>();

  /**
   * Takes over the figures of a move, see `figuresOf`.
   * @throws NonFiniteError before anything is applied, where reading back is immediate.
   */
  record(
    player: string,
    step: number,
    figures: Readonly<Record<string, Scalar>>,
    gradients: Readonly<Record<string, Tensor>>,
  ): void {
    const immediate = tf.getBackend() !== 'webgpu';
    for (const [part, value] of Object.entries(figures)) {
      stepResult(`${player}/${part}`, value);
      this.#put(player, part, immediate ? value.dataSync()[0]! : tf.keep(value));
      if (immediate) value.dispose();
    }
    if (!immediate) return;
    const loss = this.#latest.get(`${player}/loss`)!.value as number;
    const norm = this.#latest.get(`${player}/gradient-norm`)!.value as number;
    if (Number.isFinite(loss) && Number.isFinite(norm)) return;
    const gradient = firstNonFinite(gradients);
    // Finite gradients whose norm overflows are enormous, not non-finite: let it be seen in the curve.
    if (Number.isFinite(loss) && gradient === undefined) return;
    throw new NonFiniteError(player, this.#nameOf(player, gradient), step);
  }

  /** Figures of the latest step, `<player>/<part>`. @throws NonFiniteError when a loss or a gradient norm is not finite. */
  async read(step: number): Promise<Record<string, number>> {
    const entries = [...this.#latest];
    const pending = entries.flatMap(([, { value }]) => (typeof value === 'number' ? [] : [value]));
    const stacked = pending.length > 0 ? tf.stack(pending) : undefined;
    const read = (await stacked?.data()) ?? new Float32Array();
    stacked?.dispose();
    let next = 0;
    const values: Record<string, number> = {};
    for (const [name, { player, part, value }] of entries) {
      const figure = typeof value === 'number' ? value : read[next++]!;
      if (!Number.isFinite(figure) && isVital(name) && typeof value !== 'number') {
        throw new NonFiniteError(player, part, step);
      }
      values[name] = figure;
    }
    return values;
  }

  dispose(): void {
    for (const name of [...this.#latest.keys()]) this.#drop(name);
  }

  #put(player: string, part: string, value: Scalar | number): void {
    const name = `${player}/${part}`;
    this.#drop(name);
    this.#latest.set(name, { player, part, value });
  }

  #drop(name: string): void {
    const previous = this.#latest.get(name)?.value;
    if (typeof previous === 'object') previous.dispose();
    this.#latest.delete(name);
  }

  #nameOf(player: string, gradient: string | undefined): string {
    const parts = [...this.#latest.values()].filter((recorded) => recorded.player === player);
    const loss = parts.find(({ part, value }) => part !== 'gradient-norm' && !Number.isFinite(value));
    return loss ? `loss part ${loss.part}` : `gradient of ${gradient}`;
  }
}
