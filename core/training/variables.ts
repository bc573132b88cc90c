import type { Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import type { Variables } from '../networks/network.ts';
import type { TrainingState } from './state.ts';

/**
 * The state as networks see it while a player's loss is computed. New values of buffers are collected, and
 * committed only if the player moves: a loss may be evaluated without consequence.
 */
export class MovingVariables implements Variables {
  readonly training = true;
  readonly #state: TrainingState;
  readonly #owns: (network: string) => boolean;
  readonly #proposals = new Map<string, Tensor>();

  constructor(state: TrainingState, owns: (network: string) => boolean) {
    this.#state = state;
    this.#owns = owns;
  }

  get(name: string): Tensor {
    return lookUp(this.#state, name);
  }

  update(name: string, value: Tensor): void {
    const network = name.slice(0, name.indexOf('/'));
    // A network may be applied several times in one loss; its statistics move once, by the first.
    if (!this.#owns(network) || this.#proposals.has(name)) return;
    this.#proposals.set(name, tf.keep(value));
  }

  commit(): void {
    for (const [name, value] of this.#proposals) this.#state.set(`buffer/${name}`, value);
    this.#proposals.clear();
  }

  discard(): void {
    for (const value of this.#proposals.values()) value.dispose();
    this.#proposals.clear();
  }
}

/** Variables of which some parameters are elsewhere. */
export class OverlaidVariables implements Variables {
  readonly training: boolean;
  readonly #below: Variables;
  readonly #parameters: ReadonlyMap<string, Tensor>;

  /** @param parameters By full name; looked up anew each time. */
  constructor(below: Variables, parameters: ReadonlyMap<string, Tensor>) {
    this.training = below.training;
    this.#below = below;
    this.#parameters = parameters;
  }

  get(name: string): Tensor {
    return this.#parameters.get(name) ?? this.#below.get(name);
  }

  update(name: string, value: Tensor): void {
    this.#below.update(name, value);
  }
}

/** The state as it is used for samples and metrics: running statistics, averaged parameters where there are any. */
export class EvaluationVariables implements Variables {
  readonly training = false;
  readonly #state: TrainingState;
  readonly #averaged: boolean;

  constructor(state: TrainingState, averaged: boolean) {
    this.#state = state;
    this.#averaged = averaged;
  }

  get(name: string): Tensor {
    const average = `ema/${name}`;
    return this.#averaged && this.#state.has(average) ? this.#state.get(average) : lookUp(this.#state, name);
  }

  update(): void {
    // Running statistics move in training only.
  }
}

function lookUp(state: TrainingState, name: string): Tensor {
  const parameter = `parameter/${name}`;
  return state.get(state.has(parameter) ? parameter : `buffer/${name}`);
}
