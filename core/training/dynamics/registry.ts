import type { DynamicsKind } from './dynamics.ts';
import { alternating } from './alternating.ts';
import { simultaneous } from './simultaneous.ts';

/** Every way of moving the players, by id; the first is the default. */
export const dynamics: Readonly<Record<string, DynamicsKind>> = { alternating, simultaneous };
