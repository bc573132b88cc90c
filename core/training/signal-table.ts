import { stepTensor } from '../backend/program/step-tensor.ts';
import type { Scalar, Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import type { Game, Signals } from '../methods/game.ts';
import type { Variables } from '../networks/network.ts';
import type { Values } from '../spec/fields.ts';
import { scheduledOf } from '../spec/values.ts';
import type { Draw } from './draws.ts';
import { writeValue } from './schedule.ts';

/** The signals of one update: each computed when first asked for, then remembered. */
export class SignalTable implements Signals {
  readonly vars: Variables;
  readonly #game: Game;
  readonly #draw: Draw;
  readonly #options: Values;
  readonly #step: number;
  readonly #computed = new Map<string, Tensor>();

  constructor(game: Game, vars: Variables, draw: Draw, options: Values, step: number) {
    this.vars = vars;
    this.#game = game;
    this.#draw = draw;
    this.#options = options;
    this.#step = step;
  }

  get real(): Tensor {
    return this.#draw.real;
  }

  get labels(): Tensor {
    if (this.#draw.labels === undefined) throw new Error('this dataset has no labels');
    return this.#draw.labels;
  }

  noise(name: string): Tensor {
    const tensor = this.#draw.noise[name];
    if (tensor === undefined) throw new Error(`the game declares no noise ${name}`);
    return tensor;
  }

  get(name: string): Tensor {
    let tensor = this.#computed.get(name);
    if (tensor === undefined) {
      const signal = this.#game.signals[name];
      if (signal === undefined) throw new Error(`the game declares no signal ${name}`);
      tensor = signal(this);
      this.#computed.set(name, tensor);
    }
    return tensor;
  }

  apply(network: string, x: Tensor): Tensor {
    const found = this.#game.networks.find(({ name }) => name === network);
    if (found === undefined) throw new Error(`the game has no network ${network}`);
    return found.apply(this.vars, x);
  }

  weight(option: string): Scalar {
    const scheduled = scheduledOf(this.#options, option);
    if (typeof scheduled === 'number') return tf.scalar(scheduled);
    return stepTensor((step, into) => writeValue(scheduled, step, into as Float32Array), this.#step, []) as Scalar;
  }
}
