/** The launch queue of installed apps. */
interface LaunchQueue {
  setConsumer(consumer: (parameters: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}

/**
 * Calls `open` with the files the app was asked to open by the system (run archives, `.latentlab`). Browsers without
 * file handlers never call.
 */
export function onFilesOpened(open: (files: readonly File[]) => void): void {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length > 0) void Promise.all(files.map((file) => file.getFile())).then(open);
  });
}

/** True when the app was started by its shortcut to the run that trained last. Forgotten once asked. */
export function startedToResume(): boolean {
  const url = new URL(location.href);
  if (!url.searchParams.has('resume')) return false;
  url.searchParams.delete('resume');
  history.replaceState(history.state, '', url);
  return true;
}
