export interface FoundAdapter {
  readonly adapter: GPUAdapter;
  /** Vendor and model, as far as the browser tells. */
  readonly description: string;
  /** Rendered by the processor: right, but far slower than WebAssembly. */
  readonly software: boolean;
}

const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|warp/i;

/**
 * The adapter to train on.
 *
 * @throws Error that says why there is none. (tfjs itself would crash on a missing adapter.)
 */
export async function findAdapter(): Promise<FoundAdapter> {
  // Missing in Node, in older browsers and outside secure contexts, whatever the typings say.
  const gpu = (globalThis.navigator as Partial<Navigator> | undefined)?.gpu;
  if (gpu === undefined) throw new Error('this browser has no WebGPU');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('WebGPU found no graphics adapter');
  // Older browsers have no `info`, or keep the fallback mark on the adapter.
  const info = adapter.info as GPUAdapterInfo | undefined;
  const fallback = info?.isFallbackAdapter ?? (adapter as { isFallbackAdapter?: boolean }).isFallbackAdapter ?? false;
  const parts = [info?.vendor, info?.architecture, info?.device, info?.description];
  const description = parts.filter((part) => part !== undefined && part !== '').join(' ') || 'unnamed adapter';
  return { adapter, description, software: fallback || softwareNames.test(description) };
}
