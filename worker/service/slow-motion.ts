import type { PlayerMove } from '../../core/training/player-moves.ts';
import type { Trainer } from '../../core/training/trainer.ts';
import type { Stage } from '../protocol/records.ts';
import type { FrameMaker } from './frame-maker.ts';

/** The stages of one training step: the state before it, then after each move, drawn with the live parameters. */
export class SlowMotion {
  readonly #trainer: Trainer;
  readonly #frames: FrameMaker;
  readonly #step: number;
  readonly #stages: Promise<Pick<Stage, 'player' | 'frame'>>[] = [];

  /** Draws the state as it is. */
  constructor(trainer: Trainer, frames: FrameMaker) {
    this.#trainer = trainer;
    this.#frames = frames;
    this.#step = trainer.completed;
    this.onMove({ player: '' });
  }

  /** To be called in the middle of the step: what is drawn is computed before this returns, and read back later. */
  readonly onMove = ({ player }: Pick<PlayerMove, 'player'>): void => {
    // An average moves at the end of a step only: it would show the moves of nobody.
    const frame = this.#frames.make(this.#step, this.#trainer.variables(false));
    const stage = frame.then((drawn) => ({ player, frame: drawn }));
    // Whoever asks for the stages hears of a failure; until then nobody listens.
    stage.catch(() => undefined);
    this.#stages.push(stage);
  };

  async stages(): Promise<readonly Stage[]> {
    const stages = await Promise.all(this.#stages);
    return stages.map((stage, move) => ({ ...stage, move, moves: stages.length - 1 }));
  }
}
