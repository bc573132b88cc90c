/** What went wrong, for programs; the message says it for people. */
export type ErrorCode =
  | 'invalid-spec'
  | 'invalid-archive'
  | 'invalid-data'
  | 'newer-version'
  | 'not-found'
  | 'busy'
  | 'busy-elsewhere'
  | 'non-finite'
  | 'out-of-memory'
  | 'quota'
  | 'storage'
  | 'backend'
  | 'device-lost'
  | 'unsupported'
  | 'cancelled'
  | 'worker-died'
  | 'internal';

/** An error as data: Comlink drops error classes, so results carry this instead. */
export interface ServiceError {
  readonly code: ErrorCode;
  /** What happened, and where. */
  readonly message: string;
  /** What the person can do. */
  readonly remedy?: string;
  /** Dotted path of a setting, or a name inside an archive. */
  readonly path?: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ServiceError };

/** Thrown inside the worker; becomes a ServiceError at its border. */
export class LabError extends Error implements ServiceError {
  readonly code: ErrorCode;
  readonly remedy?: string;
  readonly path?: string;

  constructor(code: ErrorCode, message: string, options: { remedy?: string; path?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'LabError';
    this.code = code;
    if (options.remedy !== undefined) this.remedy = options.remedy;
    if (options.path !== undefined) this.path = options.path;
  }
}

export function toServiceError(error: unknown): ServiceError {
  if (error instanceof LabError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.remedy !== undefined && { remedy: error.remedy }),
      ...(error.path !== undefined && { path: error.path }),
    };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
