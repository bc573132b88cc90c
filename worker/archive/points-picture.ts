import type { PointsFrame } from '../protocol/records.ts';
import type { Picture } from './png.ts';

const size = 256;
const ground = [250, 250, 252] as const;
const ink = [24, 90, 140] as const;
/** Colours of the surface's lowest and highest values; zero is the ground. */
const low = [226, 170, 120] as const;
const high = [140, 200, 170] as const;

/** A 2-D run at a step, drawn for people: the critic's surface behind the generated points, y upwards. */
export function pointsPicture({ extent, samples, surface }: PointsFrame): Picture {
  const pixels = new Uint8Array(size * size * 3);
  const paint = (x: number, y: number, colour: readonly number[]) => {
    if (x >= 0 && x < size && y >= 0 && y < size) pixels.set(colour, (y * size + x) * 3);
  };
  const scale = surface ? surface.values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0) || 1 : 1;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      paint(x, y, surface ? shade(surfaceAt(surface, x, y) / scale) : ground);
    }
  }
  const toPixel = (value: number) => Math.round(((value / extent + 1) / 2) * (size - 1));
  for (let i = 0; i + 1 < samples.length; i += 2) {
    const x = toPixel(samples[i]!);
    const y = size - 1 - toPixel(samples[i + 1]!);
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const)
      paint(x + dx, y + dy, ink);
  }
  return { width: size, height: size, channels: 3, pixels };
}

function surfaceAt({ resolution, values }: NonNullable<PointsFrame['surface']>, x: number, y: number): number {
  const column = Math.floor((x * resolution) / size);
  const row = Math.floor(((size - 1 - y) * resolution) / size);
  return values[row * resolution + column] ?? 0;
}

function shade(value: number): number[] {
  const strength = Math.min(Math.abs(value) || 0, 1);
  const end = value < 0 ? low : high;
  return ground.map((from, channel) => Math.round(from + (end[channel]! - from) * strength));
}
