import type { HostTensor } from './kernel.ts';
import { registerReference } from './kernel.ts';
import { Fused } from './names.ts';
import type { NormAttributes } from './normalise-sizes.ts';
import { normSizes } from './normalise-sizes.ts';

/** Calls `visit(element, group, channel)` for every element; a group is what is normalised together. */
function forEachElement(
  x: HostTensor,
  channels: number,
  layer: boolean,
  visit: (element: number, group: number, channel: number) => void,
): void {
  const { columns } = normSizes(x.shape, channels, layer);
  for (let i = 0; i < x.values.length; i++) {
    const channel = i % channels;
    visit(i, layer ? Math.floor(i / columns) : channel, channel);
  }
}

registerReference(Fused.normForward, ([x, scale, shift], attributes) => {
  const { layer, epsilon } = attributes as unknown as NormAttributes;
  const channels = scale!.values.length;
  const { rows, columns } = normSizes(x!.shape, channels, layer);
  const [groups, count] = layer ? [rows, columns] : [columns, rows];
  const [mean, variance] = [new Float64Array(groups), new Float64Array(groups)];
  forEachElement(x!, channels, layer, (i, group) => (mean[group]! += x!.values[i]! / count));
  forEachElement(x!, channels, layer, (i, group) => (variance[group]! += (x!.values[i]! - mean[group]!) ** 2 / count));
  const out = new Float32Array(x!.values.length);
  forEachElement(x!, channels, layer, (i, group, channel) => {
    const standard = (x!.values[i]! - mean[group]!) / Math.sqrt(variance[group]! + epsilon);
    out[i] = standard * scale!.values[channel]! + shift!.values[channel]!;
  });
  return [
    { shape: x!.shape, values: out },
    { shape: [groups], values: Float32Array.from(mean) },
    { shape: [groups], values: Float32Array.from(variance) },
  ];
});

registerReference(Fused.normBackward, ([dy, x, scale, mean, variance], attributes) => {
  const { layer, epsilon } = attributes as unknown as NormAttributes;
  const channels = scale!.values.length;
  const groups = mean!.values.length;
  const count = x!.values.length / groups;
  const deviations = Float64Array.from(variance!.values, (value) => Math.sqrt(value + epsilon));
  const standard = (i: number, group: number): number => (x!.values[i]! - mean!.values[group]!) / deviations[group]!;
  const [sums, products] = [new Float64Array(groups), new Float64Array(groups)];
  const [dscale, dshift] = [new Float64Array(channels), new Float64Array(channels)];
  forEachElement(x!, channels, layer, (i, group, channel) => {
    const product = dy!.values[i]! * standard(i, group);
    sums[group]! += (dy!.values[i]! * scale!.values[channel]!) / count;
    products[group]! += (product * scale!.values[channel]!) / count;
    dscale[channel]! += product;
    dshift[channel]! += dy!.values[i]!;
  });
  const dx = new Float32Array(x!.values.length);
  forEachElement(x!, channels, layer, (i, group, channel) => {
    const own = dy!.values[i]! * scale!.values[channel]! - sums[group]!;
    dx[i] = (own - standard(i, group) * products[group]!) / deviations[group]!;
  });
  return [
    { shape: x!.shape, values: dx },
    { shape: [channels], values: Float32Array.from(dscale) },
    { shape: [channels], values: Float32Array.from(dshift) },
  ];
});
