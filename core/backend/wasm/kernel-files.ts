/** Arithmetic of a run: the same bits on every processor, or fused multiply-adds where the processor has them. */
export type Arithmetic = 'reproducible' | 'fast';

/** Names of the compiled kernels, in the folder of tfjs's own WebAssembly files. */
export const kernelFile = (arithmetic: Arithmetic, threads: boolean): string =>
  `kernels-${arithmetic}${threads ? '-threads' : ''}.wasm`;

interface NodeProcess {
  getBuiltinModule?(name: 'node:fs/promises'): { readFile(path: string): Promise<Uint8Array<ArrayBuffer>> };
}

const modules = new Map<string, Promise<WebAssembly.Module>>();

/**
 * The kernels, compiled. Later calls share the first one's module.
 *
 * @param folder URL of the folder, or its path in Node.
 * @throws Error when the file cannot be read, or the processor or browser lacks an instruction that it uses.
 */
export function loadKernels(folder: string, arithmetic: Arithmetic, threads = false): Promise<WebAssembly.Module> {
  const file = folder.replace(/\/?$/, '/') + kernelFile(arithmetic, threads);
  let module = modules.get(file);
  if (module === undefined) {
    module = read(file).then((bytes) => WebAssembly.compile(bytes));
    // A failure is not remembered: the next call may be online again.
    module.catch(() => modules.delete(file));
    modules.set(file, module);
  }
  return module;
}

async function read(file: string): Promise<ArrayBuffer | Uint8Array<ArrayBuffer>> {
  const { process } = globalThis as { process?: NodeProcess };
  if (process?.getBuiltinModule && !/^[a-z]+:\/\//.test(file)) {
    return process.getBuiltinModule('node:fs/promises').readFile(file);
  }
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file} could not be loaded (${response.status})`);
  return response.arrayBuffer();
}

/** What the kernels export. */
export interface Kernels {
  /** Runs the encoded instructions from one address to another; see `assembly/index.ts`. */
  run(from: number, end: number, thread: number, threads: number, barrier: number): void;
  multiplyAddPeak(rounds: number): number;
  /** Inner products in float64; see `assembly/row-products.ts`. */
  rowProducts(x: number, rows: number, y: number, columns: number, length: number, out: number): void;
}

/** The kernels at work on a memory. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}
