import { colouredMnist } from './coloured-mnist.ts';
import { digitDomains } from './digit-domains.ts';
import { drawn } from './drawn.ts';
import { fashionMnist } from './fashion-mnist.ts';
import { grid } from './grid.ts';
import { mnist } from './mnist.ts';
import { moons } from './moons.ts';
import { movingDigits } from './moving-digits.ts';
import { phantoms } from './phantoms.ts';
import { ring } from './ring.ts';
import type { DatasetSource } from './source.ts';
import { shapeDomains } from './shape-domains.ts';
import { sprites } from './sprites.ts';
import { stackedMnist } from './stacked-mnist.ts';
import { swissRoll } from './swiss-roll.ts';

/** Every dataset that can be chosen, in the order shown. A new one is a file beside this and a line here. */
export const sources: readonly DatasetSource[] = [
  ring,
  grid,
  swissRoll,
  moons,
  drawn,
  mnist,
  fashionMnist,
  stackedMnist,
  colouredMnist,
  sprites,
  phantoms,
  shapeDomains,
  digitDomains,
  movingDigits,
];
