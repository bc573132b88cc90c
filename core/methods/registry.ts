import type { MethodCard } from '../spec/catalogue.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { began } from './began.ts';
import { conditionalGan } from './conditional-gan.ts';
import { ebgan } from './ebgan.ts';
import { gan } from './gan.ts';
import type { DataShape, Game, Method } from './game.ts';
import { vae } from './vae.ts';
import { veegan } from './veegan.ts';

/** Every method of the lab. A new one is one file in this folder and one line here. */
const registered = [gan, conditionalGan, ebgan, began, veegan, vae] as const;

/** A method whose options have been checked against its own declaration, so their types can be forgotten. */
type AnyMethod = Omit<Method, 'objections' | 'build'> & {
  objections(spec: RunSpec, data: DataShape): ReturnType<Method['objections']>;
  build(spec: RunSpec, data: DataShape): Game;
};

const methods = new Map<string, AnyMethod>(registered.map((method) => [method.id, method as unknown as AnyMethod]));

/** @throws Error when no method has that id; a parsed spec always names one. */
export function methodOf(id: string): AnyMethod {
  const method = methods.get(id);
  if (method === undefined) throw new Error(`no method is called ${id}`);
  return method;
}

/** The methods as plain data. */
export const methodCards: readonly MethodCard[] = registered.map(
  ({ id, title, summary, fails, paper, formula, options, needsClasses, preferred, roles, players }: MethodCard) => ({
    id,
    title,
    summary,
    fails,
    paper,
    formula,
    options,
    ...(needsClasses && { needsClasses }),
    ...(preferred && { preferred }),
    roles,
    players,
  }),
);
