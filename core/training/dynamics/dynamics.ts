import type { CardText } from '../../spec/catalogue.ts';
import type { Chosen, Variant } from '../../spec/fields.ts';

/** A player as a dynamics sees it. */
export interface Mover {
  readonly name: string;
  readonly critic: boolean;
}

/** Gradients of a player's loss, waiting to be applied. */
export interface PlayerGradients {
  readonly player: string;
}

/** What is done to a player's loss before its gradient is taken, which goes through all of it. */
export interface LossChange {
  /** Adds `weight` times the squared length of the gradients of these players' losses, each in its own parameters. */
  readonly penalised?: { readonly players: readonly string[]; readonly weight: number };
  /** Evaluates the loss where these players would be after so many moves of their own from here. */
  readonly unrolled?: { readonly players: readonly string[]; readonly moves: number };
}

/** What a dynamics can do with the players: it sees their gradients, never what the method is. `P` is a position. */
export interface Moves<G extends PlayerGradients = PlayerGradients, P = unknown> {
  /** In the order in which the game declares them. */
  readonly players: readonly Mover[];
  /** Gradient of the player's loss at the present parameters, with the draws number `draw` (from 0) of this step. */
  gradients(player: string, draw: number, change?: LossChange): G;
  /** Where the player's parameters are, to move from later. */
  position(player: string): P;
  /** Moves the player by its optimiser, from its present parameters or from where it was, and disposes of the gradients. */
  apply(gradients: G, from?: P): void;
}

/** How the players of a game move in one step. */
export interface Dynamics {
  /** Independent batches (data and noise) that a step of a game with these players uses. */
  drawsPerStep(players: readonly Mover[]): number;
  step<G extends PlayerGradients, P>(moves: Moves<G, P>): void;
}

export interface DynamicsKind extends Variant {
  /** The rest of its card; its id is the registry's. */
  readonly card?: Omit<CardText, 'id' | 'label' | 'help'>;
  create(chosen: Chosen): Dynamics;
  /** Why it makes no sense for a game with these players, in words for the person who chose it. */
  objection?(players: readonly Mover[]): string | undefined;
}
