import type { Layer } from './layers/layer.ts';
import type { Network } from './network.ts';

/**
 * Layers applied one after another. Their tensors are named `<name>/<kind><index>/<tensor>`, where the index
 * counts the layers of one kind: adding an activation renames no parameter.
 */
export function sequential(name: string, layers: readonly Layer[]): Network {
  const counts = new Map<string, number>();
  const placed = layers.map((layer) => {
    const index = counts.get(layer.kind) ?? 0;
    counts.set(layer.kind, index + 1);
    return { layer, prefix: `${name}/${layer.kind}${index}` };
  });
  const declared = (which: 'parameters' | 'buffers') =>
    placed.flatMap(({ layer, prefix }) =>
      layer[which].map((declaration) => ({ ...declaration, name: `${prefix}/${declaration.name}` })),
    );
  return {
    name,
    parameters: declared('parameters'),
    buffers: declared('buffers'),
    apply: (vars, x) => placed.reduce((value, { layer, prefix }) => layer.apply(vars, prefix, value), x),
  };
}
