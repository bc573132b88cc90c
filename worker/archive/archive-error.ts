import { LabError } from '../protocol/errors.ts';

/** A run archive that can't be used: which entry, and what is wrong with it. */
export function invalidArchive(entry: string, fault: string, cause?: unknown): LabError {
  return new LabError('invalid-archive', `This archive can't be imported: ${entry} ${fault}.`, {
    path: entry,
    remedy: 'Export the run again, or copy the file again from where it came from. Nothing was imported.',
    cause,
  });
}
