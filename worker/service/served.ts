import type { Result } from '../protocol/errors.ts';
import type { TrainingService } from '../protocol/service.ts';

type Served<Call> = Call extends (...values: infer Values) => Promise<Result<infer Value>>
  ? (...values: Values) => Promise<Value>
  : never;

/** The training service within the worker: calls answer with values themselves, and throw LabError. */
export type LabService = { readonly [Name in keyof TrainingService]: Served<TrainingService[Name]> };
