import * as tf from '../backend/tf.ts';
import { average } from '../backend/fused/average.ts';
import { interruptible } from '../backend/interrupt.ts';
import { programLoader } from '../backend/load-program.ts';
import type { ProgramLoader } from '../backend/load-program.ts';
import { withArithmetic } from '../backend/wasm/eager.ts';
import { augmented } from '../data/augment/augment.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Game } from '../methods/game.ts';
import { methodOf } from '../methods/registry.ts';
import type { Variables } from '../networks/network.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { Checkpoint } from './checkpoint.ts';
import { Draws } from './draws.ts';
import type { Dynamics } from './dynamics/dynamics.ts';
import { dynamics } from './dynamics/registry.ts';
import { initialState, restoredState } from './initial-state.ts';
import { isVital, Monitor } from './monitor.ts';
import { MoveCounts } from './move-counts.ts';
import { NonFiniteError } from './non-finite.ts';
import { optimisers } from './optimisers/registry.ts';
import { PlayerMoves } from './player-moves.ts';
import type { PlayerMove, Table } from './player-moves.ts';
import { Replay } from './replay.ts';
import type { Execution, Replayable } from './replay.ts';
import type { TrainingState } from './state.ts';
import { EvaluationVariables } from './variables.ts';

/** The losses and gradient norms of the latest step, by `<player>/<part>`. */
export interface StepReport {
  /** Completed steps. */
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

/**
 * Plays the game of a spec. One step is one round of the dynamics. A step that throws leaves the state as it was
 * before the step, so the state can be read and trained on at any time between calls.
 */
export class Trainer {
  readonly spec: RunSpec;
  readonly dataset: Dataset;
  readonly game: Game;
  /** The dataset as training sees it. */
  readonly #examples: Dataset;
  readonly #state: TrainingState;
  readonly #dynamics: Dynamics;
  readonly #counts: MoveCounts;
  readonly #drawsPerStep: number;
  readonly #monitor = new Monitor();
  readonly #table: Table;
  readonly #replay: Replay;
  /** The program that made the latest step, if one did. */
  #replayed: Replayable | undefined;
  #step: number;

  private constructor(
    game: Game,
    spec: RunSpec,
    dataset: Dataset,
    replay: boolean | ProgramLoader,
    checkpoint?: Checkpoint,
  ) {
    this.spec = spec;
    this.dataset = dataset;
    this.#examples = augmented(dataset, spec.augment);
    this.game = game;
    this.#dynamics = dynamics[spec.dynamics.kind]!.create(spec.dynamics);
    this.#drawsPerStep = this.#dynamics.drawsPerStep(this.game.players);
    const chosenOptimisers = new Map(
      game.players.map(({ name }) => {
        const chosen = spec.optimisers[name]!;
        return [name, optimisers[chosen.kind]!.create(chosen)];
      }),
    );
    const plan = { game, optimisers: chosenOptimisers, ema: spec.ema > 0 };
    this.#state = checkpoint ? restoredState(plan, checkpoint) : initialState(plan, spec.seed);
    this.#step = checkpoint?.step ?? 0;
    const counts = game.players.map(({ name }) => [name, checkpoint?.tensors[`count/${name}`]?.data[0] ?? 0] as const);
    this.#counts = new MoveCounts(this.#dynamics, game.players, new Map(counts), this.#step);
    this.#table = {
      game,
      spec,
      state: this.#state,
      optimisers: chosenOptimisers,
      counts: this.#counts,
      monitor: this.#monitor,
    };
    this.#replay = replay
      ? new Replay(replay === true ? programLoader(spec.arithmetic) : replay)
      : new Replay(undefined, 'operation by operation, as asked for');
  }

  /** A run at step 0. With `replay` false every step runs eagerly, which is the oracle of those that are recorded. */
  static create(spec: RunSpec, dataset: Dataset, replay = true): Trainer {
    return Trainer.play(gameOf(spec, dataset), spec, dataset, replay);
  }

  /**
   * A run at step 0 of a game of its own, whatever the spec's method and networks would make.
   * @param replay As in `create`, or what loads the recorded program.
   */
  static play(game: Game, spec: RunSpec, dataset: Dataset, replay: boolean | ProgramLoader = true): Trainer {
    return new Trainer(game, spec, dataset, replay);
  }

  /**
   * A run as it was at a checkpoint. Another spec than the checkpoint's may change anything but the networks;
   * slots that it needs and the checkpoint lacks start at zero.
   * @throws RestoreError when the checkpoint does not fit the spec's networks.
   */
  static restore(checkpoint: Checkpoint, dataset: Dataset, spec: RunSpec = checkpoint.spec): Trainer {
    return new Trainer(gameOf(spec, dataset), spec, dataset, true, checkpoint);
  }

  /** Completed steps. */
  get completed(): number {
    return this.#step;
  }

  /** How the steps are executed at present. */
  get execution(): Execution {
    return this.#replay.execution;
  }

  /** Resolves once what was seen of the steps so far is put to use in the next ones. */
  settled(): Promise<void> {
    return this.#replay.settled();
  }

  /**
   * Makes one step.
   * @param interrupted Asked before every operation; when it says yes the step is given up.
   * @param onMove Makes the step eager and is called after every move, while the state is as that move left it. It may
   *   read the state through `variables`; what it throws gives the step up.
   * @throws NonFiniteError at once on backends that can read back at once.
   * @throws InterruptedError when given up.
   */
  step(interrupted?: () => boolean, onMove?: (move: PlayerMove) => void): void {
    const ready = onMove ? undefined : this.#replay.ready;
    if (ready === undefined || !this.#replayStep(ready, interrupted)) this.#eagerStep(interrupted, onMove);
  }

  /**
   * Where a step had better wait: for a device that is as far behind as it may be, or for the program that will make the
   * step and is being built. Resolves when it need not any longer.
   */
  idle(): Promise<unknown> | undefined {
    return this.#replay.ready?.program.idle?.() ?? this.#replay.loading;
  }

  /** Losses of the latest step. @throws NonFiniteError when one of them is not finite. */
  async report(): Promise<StepReport> {
    const values = this.#replayed ? await this.#readResults(this.#replayed) : await this.#monitor.read(this.#step);
    return { step: this.#step, values };
  }

  /**
   * Parameters for samples and metrics.
   * @param averaged Whether to take the averaged ones, which the spec decides unless told; they move once a step.
   */
  variables(averaged = this.spec.ema > 0): Variables {
    return new EvaluationVariables(this.#state, averaged);
  }

  /** The whole state, read back to the host. */
  async checkpoint(): Promise<Checkpoint> {
    const { spec } = this;
    // Reading is begun at once; a backend that takes its time over it lets training go on meanwhile.
    const step = this.#step;
    const tensors = await this.#state.read();
    for (const { name } of this.game.players) {
      tensors[`count/${name}`] = { shape: [1], data: Float32Array.of(this.#counts.at(name, step)) };
    }
    return { spec, step, tensors };
  }

  dispose(): void {
    this.#replay.dispose();
    this.#monitor.dispose();
    this.#state.dispose();
  }

  #eagerStep(interrupted: (() => boolean) | undefined, onMove: ((move: PlayerMove) => void) | undefined): void {
    const draws = new Draws(this.game, this.#examples, this.spec, { step: this.#step, perStep: this.#drawsPerStep });
    const moves = new PlayerMoves(this.#table, draws, this.#step, onMove);
    const step = () =>
      interruptible(interrupted, () =>
        this.#state.transact(() => {
          this.#dynamics.step(moves);
          this.#average();
        }),
      );
    try {
      // What a listener computes is no part of the step, so that nobody may write it down.
      withArithmetic(this.spec.arithmetic, () => (onMove ? step() : this.#replay.step(this.#state, step)));
      this.#step++;
      this.#replayed = undefined;
    } finally {
      moves.dispose();
      draws.dispose();
    }
  }

  /** Makes a step by the recorded program. @returns false, with the state as it was, when a figure is not finite. */
  #replayStep(ready: Replayable, interrupted: (() => boolean) | undefined): boolean {
    const { program, inputs, vital, changed } = ready;
    this.#state.moveInto(program);
    for (const { buffer, numbers, values } of inputs) {
      numbers(this.#step, values);
      program.write(buffer, values);
    }
    program.run(interrupted);
    for (const buffer of vital) {
      const value = program.result(buffer);
      // The eager step will find out what it was, and whether it is to be let through.
      if (value !== undefined && !Number.isFinite(value[0])) return false;
    }
    program.commit();
    this.#state.movedOn(changed);
    this.#step++;
    this.#replayed = ready;
    return true;
  }

  async #readResults({ program, results }: Replayable): Promise<Record<string, number>> {
    const step = this.#step;
    const names = Object.keys(results);
    const read = await program.readResults(Object.values(results));
    const values = Object.fromEntries(names.map((name, index) => [name, read[index]!]));
    const broken = names.find((name) => isVital(name) && !Number.isFinite(values[name]));
    // Where figures are seen at once they have been checked.
    if (broken !== undefined && program.result(results[broken]!) === undefined) {
      const [player, part] = broken.split('/') as [string, string];
      throw new NonFiniteError(player, part, step);
    }
    return values;
  }

  #average(): void {
    if (this.spec.ema === 0) return;
    const names = this.#state.names.filter((name) => name.startsWith('ema/'));
    tf.tidy(() => {
      const pairs = names.map((name) => ({
        average: this.#state.get(name),
        parameter: this.#state.get(name.replace('ema/', 'parameter/')),
      }));
      average(this.spec.ema, pairs).forEach((next, index) => this.#state.set(names[index]!, next));
    });
  }
}

const gameOf = (spec: RunSpec, dataset: Dataset): Game => methodOf(spec.method).build(spec, dataset);
