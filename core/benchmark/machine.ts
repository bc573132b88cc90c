import { findAdapter } from '../backend/webgpu/adapter.ts';
import type { Machine } from './report.ts';

interface Host {
  readonly navigator?: Partial<Pick<Navigator, 'userAgent' | 'hardwareConcurrency'>> & { readonly platform?: string };
  readonly process?: { readonly version: string; readonly platform: string; readonly arch: string };
}

/** What the host tells of itself. */
export async function describeMachine(name?: string): Promise<Machine> {
  const { navigator, process } = globalThis as unknown as Host;
  const node = process && `Node ${process.version} on ${process.platform} ${process.arch}`;
  const gpu = await findAdapter().then(
    ({ description, software }) => (software ? `${description} (emulated by the processor)` : description),
    () => null,
  );
  return {
    name: name ?? navigator?.platform ?? process?.platform ?? 'unnamed device',
    userAgent: node ?? navigator?.userAgent ?? '',
    cores: navigator?.hardwareConcurrency ?? 1,
    gpu,
  };
}
