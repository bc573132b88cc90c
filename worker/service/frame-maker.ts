import type { Dataset } from '../../core/data/dataset.ts';
import type { Game } from '../../core/methods/game.ts';
import type { Variables } from '../../core/networks/network.ts';
import type { Frame } from '../protocol/records.ts';
import { ImagesFrameMaker } from './images-frame.ts';
import { PointsFrameMaker } from './points-frame.ts';

/** Draws the pictures of a run. */
export interface FrameMaker {
  /** Everything is computed before this returns; only reading it back may take longer. */
  make(step: number, vars: Variables): Promise<Frame>;
}

/** Undefined for games that cannot sample, and for data that are neither points nor images. */
export function frameMakerOf(game: Game, dataset: Dataset, seed: number): FrameMaker | undefined {
  const { sample, latent } = game.abilities;
  if (!sample || !latent) return undefined;
  if (dataset.shape.length === 1) return new PointsFrameMaker(game, latent, dataset, seed);
  return dataset.shape.length === 3 ? new ImagesFrameMaker(game.abilities, latent, dataset, seed) : undefined;
}
