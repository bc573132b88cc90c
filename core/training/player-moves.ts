import { optimise } from '../backend/fused/optimise.ts';
import { valueAndGradients } from '../backend/gradients.ts';
import { stepTensor } from '../backend/program/step-tensor.ts';
import type { Scalar, Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import type { Game, Loss, Player } from '../methods/game.ts';
import type { Variables } from '../networks/network.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { scheduledOf } from '../spec/values.ts';
import type { Draw, Draws } from './draws.ts';
import type { LossChange, Moves, PlayerGradients } from './dynamics/dynamics.ts';
import { figuresOf } from './monitor.ts';
import type { Monitor } from './monitor.ts';
import type { MoveCounts } from './move-counts.ts';
import type { Optimiser } from './optimisers/optimiser.ts';
import { writeValue } from './schedule.ts';
import { SignalTable } from './signal-table.ts';
import type { TrainingState } from './state.ts';
import { slotName } from './state.ts';
import { unroll } from './unroll.ts';
import { MovingVariables } from './variables.ts';

/** A player's move within a step: the `move`-th (from 1) of the `moves` that it makes in each. */
export interface PlayerMove {
  readonly player: string;
  readonly move: number;
  readonly moves: number;
}

/** What the moves of every step have in common. */
export interface Table {
  readonly game: Game;
  readonly spec: RunSpec;
  readonly state: TrainingState;
  readonly optimisers: ReadonlyMap<string, Optimiser>;
  readonly counts: MoveCounts;
  readonly monitor: Monitor;
}

interface Update extends PlayerGradients {
  readonly gradients: Record<string, Tensor>;
  readonly variables: MovingVariables;
}

/** Parameters of a player by their full names; tensors of our own. */
type Position = Readonly<Record<string, Tensor>>;

/** The moves of the players in one step, as a dynamics asks for them. Disposed of after the step, whatever became of it. */
export class PlayerMoves implements Moves<Update, Position> {
  readonly #table: Table;
  readonly #draws: Draws;
  readonly #step: number;
  readonly #onMove: ((move: PlayerMove) => void) | undefined;
  readonly #pending = new Set<Update>();
  readonly #positions: Position[] = [];
  /** Moves that each player has made in this step. */
  readonly #moved = new Map<string, number>();

  /** @param step Completed steps. @param onMove Called after every move. */
  constructor(table: Table, draws: Draws, step: number, onMove?: (move: PlayerMove) => void) {
    this.#table = table;
    this.#draws = draws;
    this.#step = step;
    this.#onMove = onMove;
  }

  get players(): readonly Player[] {
    return this.#table.game.players;
  }

  gradients(name: string, number: number, change: LossChange = {}): Update {
    const player = this.#player(name);
    const { state, monitor } = this.#table;
    const variables = new MovingVariables(state, (network) => player.owns.includes(network));
    const owned = this.#owned(player, variables);
    // Made here, outside the scopes of the losses, since other moves may see it too.
    const draw = this.#draws.at(number);
    try {
      const { figures, gradients } = tf.tidy(() => {
        const { total, extra, gradients } = valueAndGradients(
          () => this.#changedLoss(player, draw, variables, change),
          owned,
        );
        return { figures: figuresOf(extra['loss'] ?? total, extra, gradients), gradients };
      });
      const update = { player: name, gradients, variables };
      this.#pending.add(update);
      monitor.record(name, this.#step + 1, figures, gradients);
      return update;
    } catch (error) {
      variables.discard();
      throw error;
    }
  }

  position(name: string): Position {
    const { state } = this.#table;
    const player = this.#player(name);
    const names = this.#parametersOf(player);
    const position = tf.tidy(() =>
      Object.fromEntries(names.map((parameter) => [parameter, tf.clone(state.get(`parameter/${parameter}`))])),
    );
    this.#positions.push(position);
    return position;
  }

  apply(update: Update, from?: Position): void {
    const { state, optimisers, counts } = this.#table;
    const { player: name, gradients, variables } = update;
    const player = this.#player(name);
    const optimiser = optimisers.get(name)!;
    const parameters = Object.keys(gradients);
    const move = this.#made(name) + 1;
    tf.tidy(() => {
      const movables = parameters.map((parameter) => ({
        parameter: from?.[parameter] ?? state.get(`parameter/${parameter}`),
        gradient: gradients[parameter]!,
        slots: optimiser.slots.map((slot) => state.get(slotName(name, slot, parameter))),
      }));
      optimise(optimiser, this.#scalars(name, move), movables).forEach((moved, index) => {
        const parameter = parameters[index]!;
        state.set(`parameter/${parameter}`, player.project?.(moved.parameter) ?? moved.parameter);
        optimiser.slots.forEach((slot, i) => state.set(slotName(name, slot, parameter), moved.slots[i]!));
      });
    });
    tf.dispose(gradients);
    variables.commit();
    this.#pending.delete(update);
    this.#moved.set(name, move);
    this.#onMove?.({ player: name, move, moves: counts.perStep(name) });
  }

  /** Positions, and gradients that were taken but not applied because the step was given up. */
  dispose(): void {
    for (const { gradients, variables } of this.#pending) {
      tf.dispose(gradients);
      variables.discard();
    }
    this.#pending.clear();
    tf.dispose(this.#positions);
  }

  #player(name: string): Player {
    return this.players.find((player) => player.name === name)!;
  }

  #made(player: string): number {
    return this.#moved.get(player) ?? 0;
  }

  /** Full names of the parameters that a player owns. */
  #parametersOf(player: Player): readonly string[] {
    return this.#table.game.networks
      .filter(({ name }) => player.owns.includes(name))
      .flatMap(({ parameters }) => parameters.map(({ name }) => name));
  }

  #owned(player: Player, variables: Variables): Record<string, Tensor> {
    return Object.fromEntries(this.#parametersOf(player).map((name) => [name, variables.get(name)]));
  }

  #loss(player: Player, draw: Draw, variables: Variables): Loss {
    const { game, spec } = this.#table;
    return player.loss(new SignalTable(game, variables, draw, spec.options, this.#step));
  }

  /** A player's loss with what a dynamics does to it; the loss itself is among the parts where it is not the total. */
  #changedLoss(
    player: Player,
    draw: Draw,
    variables: Variables,
    { penalised, unrolled }: LossChange,
  ): { total: Scalar; extra: Record<string, Scalar> } {
    const seen = unrolled ? this.#unrolled(draw, variables, unrolled) : variables;
    if (penalised === undefined) {
      const { total, parts } = this.#loss(player, draw, seen);
      return { total, extra: parts };
    }
    let own: Loss | undefined;
    const squares = penalised.players.flatMap((name) => {
      const other = this.#player(name);
      const { total, extra, gradients } = valueAndGradients(
        () => {
          const { total, parts } = this.#loss(other, draw, seen);
          return { total, extra: parts };
        },
        this.#owned(other, seen),
      );
      if (other === player) own = { total, parts: extra };
      return Object.values(gradients).map((gradient) => tf.sum<Scalar>(tf.square(gradient)));
    });
    const { total, parts } = own ?? this.#loss(player, draw, seen);
    // Two by two: on WebGPU addN has no result, nor an error, where a shader may not bind so many tensors.
    const square = squares.reduce((sum, next) => tf.add<Scalar>(sum, next));
    const term = tf.mul<Scalar>(square, penalised.weight);
    return { total: tf.add(total, term), extra: { loss: total, ...parts, 'gradient-term': term } };
  }

  /** The variables as they would be after moves of some players. */
  #unrolled(draw: Draw, variables: Variables, { players, moves }: NonNullable<LossChange['unrolled']>): Variables {
    const { state, optimisers } = this.#table;
    return unroll(
      variables,
      players.map((name) => {
        const player = this.#player(name);
        const optimiser = optimisers.get(name)!;
        return {
          optimiser,
          parameters: this.#parametersOf(player),
          slot: (slot, parameter) => state.get(slotName(name, slot, parameter)),
          loss: (at) => this.#loss(player, draw, at).total,
          scalars: (move) => this.#scalars(name, this.#made(name) + move),
          ...(player.project && { project: player.project }),
        };
      }),
      moves,
    );
  }

  /** The optimiser's numbers of a player's move of this step, from 1. */
  #scalars(player: string, move: number): Tensor {
    const { spec, optimisers, counts } = this.#table;
    const learningRate = scheduledOf(spec.optimisers[player]!, 'learningRate');
    const optimiser = optimisers.get(player)!;
    const rate = new Float64Array(1);
    const scalars = (step: number, into?: Float32Array): Float32Array => {
      writeValue(learningRate, step, rate);
      return optimiser.scalars(rate, counts.at(player, step) + move, into);
    };
    return stepTensor((step, into) => scalars(step, into as Float32Array), this.#step, [scalars(this.#step).length]);
  }
}
