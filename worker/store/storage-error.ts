import { LabError } from '../protocol/errors.ts';

/**
 * What a failed transaction means to a person.
 * @param error what was thrown in it.
 * @param abort what its `done` rejected with. It holds the cause where the requests only know that they were aborted.
 */
export function storageError(error: unknown, abort?: unknown): LabError {
  const errors = [error, abort];
  const own = errors.find((candidate) => candidate instanceof LabError);
  if (own) return own;
  const quota = errors.find((candidate) => nameOf(candidate) === 'QuotaExceededError');
  if (quota !== undefined) {
    return new LabError(
      'quota',
      'There is no room left for the runs stored on this device; the last change was not saved.',
      {
        remedy: 'Export runs that you want to keep, delete those that you do not need, then go on.',
        cause: quota,
      },
    );
  }
  const cause = nameOf(error) === 'AbortError' ? (abort ?? error) : error;
  const detail = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new LabError('storage', `The browser's storage failed: ${detail}. What was saved before is unchanged.`, {
    remedy: 'Try again. If it fails again, reload the page; a private window may not allow storage at all.',
    cause,
  });
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}
