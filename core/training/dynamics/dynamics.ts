import type { CardText } from '../../spec/catalogue.ts';
import type { Chosen, Variant } from '../../spec/fields.ts';

/** A player as a dynamics sees it. */
export interface Mover {
  readonly name: string;
  readonly critic: boolean;
}

/** Gradients of a player's loss at the present parameters, waiting to be applied. */
export interface PlayerGradients {
  readonly player: string;
}

/** What a dynamics can do with the players: it sees their gradients, never what the method is. */
export interface Moves<G extends PlayerGradients = PlayerGradients> {
  /** In the order in which the game declares them. */
  readonly players: readonly Mover[];
  /** Gradient of the player's loss at the present parameters, with the draws number `draw` (from 0) of this step. */
  gradients(player: string, draw: number): G;
  /** Moves the player by its optimiser and disposes of the gradients. */
  apply(gradients: G): void;
}

/** How the players of a game move in one step. */
export interface Dynamics {
  /** Independent batches (data and noise) that a step of a game with these players uses. */
  drawsPerStep(players: readonly Mover[]): number;
  step<G extends PlayerGradients>(moves: Moves<G>): void;
}

export interface DynamicsKind extends Variant {
  /** The rest of its card; its id is the registry's. */
  readonly card?: Omit<CardText, 'id' | 'label' | 'help'>;
  create(chosen: Chosen): Dynamics;
}
