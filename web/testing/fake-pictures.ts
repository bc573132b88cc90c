import type { Frame, PointsFrame } from '../../worker/protocol/records.ts';
import { artOf } from '../lab/thumbnail-art.ts';

/** Numbers that look random and are the same every time, in [0, 1). */
function pseudoRandom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Points around eight modes, `[count, 2]`; `progress` 0 is one blob, 1 is the ring. */
export function ringPoints(count: number, progress: number, seed: number): Float32Array {
  const random = pseudoRandom(seed);
  return Float32Array.from({ length: count * 2 }).map((_, i, all) => {
    if (i % 2 === 1) return all[i] ?? 0;
    const angle = (Math.floor(random() * 8) * Math.PI) / 4;
    const radius = 1.41 * progress;
    const spread = 0.03 + 0.5 * (1 - progress) ** 2;
    all[i + 1] = radius * Math.sin(angle) + spread * normal(random);
    return radius * Math.cos(angle) + spread * normal(random);
  });
}

/** What a GAN on the ring might show at a share of its run. */
export function pointsFrame(step: number, progress: number): Frame {
  const samples = ringPoints(512, progress, 7);
  const arrows = new Float32Array(128);
  for (let i = 0; i < 64; i++) {
    const [x, y] = [samples[i * 2] ?? 0, samples[i * 2 + 1] ?? 0];
    const angle = (Math.round(Math.atan2(y, x) / (Math.PI / 4)) * Math.PI) / 4;
    arrows[i * 2] = 1.41 * Math.cos(angle) - x;
    arrows[i * 2 + 1] = 1.41 * Math.sin(angle) - y;
  }
  const resolution = 48;
  const values = Float32Array.from({ length: resolution * resolution }, (_, i) => {
    const x = (((i % resolution) + 0.5) / resolution - 0.5) * 4;
    const y = ((Math.floor(i / resolution) + 0.5) / resolution - 0.5) * 4;
    const nearest = Math.min(
      ...Array.from({ length: 8 }, (_, m) =>
        Math.hypot(x - 1.41 * Math.cos((m * Math.PI) / 4), y - 1.41 * Math.sin((m * Math.PI) / 4)),
      ),
    );
    return 1.2 * Math.exp(-(nearest ** 2) * 6) - 0.55 + 0.25 * Math.sin(x * 2 + progress * 5) * (1 - progress);
  });
  return {
    kind: 'points',
    step,
    extent: 2,
    samples,
    arrows,
    surface: { resolution, values },
    warp: bentGrid(progress),
    gradientNorms: { from: 0, to: 3, counts: bell(30, 1 + 8 * progress) },
    weights: { from: -0.4, to: 0.4, counts: bell(40, 20) },
    divergence: { kl: 6 * (1 - progress) + 0.1, reverseKl: 2 * (1 - progress) + 0.05, js: 0.6 * (1 - progress) + 0.01 },
  };
}

/** Centres of the eight modes that `ringPoints` comes to. */
export const ringModes = {
  centres: Float32Array.from(
    { length: 16 },
    (_, i) => 1.41 * (i % 2 === 0 ? Math.cos : Math.sin)((Math.floor(i / 2) * Math.PI) / 4),
  ),
  std: 0.03,
};

function bentGrid(progress: number): NonNullable<PointsFrame['warp']> {
  const side = 13;
  const points = Float32Array.from({ length: side * side * 2 }, (_, i) => {
    const cell = Math.floor(i / 2);
    const [u, v] = [(cell % side) / (side - 1) - 0.5, Math.floor(cell / side) / (side - 1) - 0.5];
    const stretch = 1 + 1.8 * progress * (u * u + v * v);
    return 2 * stretch * (i % 2 === 0 ? u : v);
  });
  return { columns: side, rows: side, points };
}

function bell(bins: number, centre: number): Uint32Array {
  return Uint32Array.from({ length: bins }, (_, i) => Math.round(900 * Math.exp(-(((i - centre) / 5) ** 2))));
}

/** Pictures of the dataset's art under noise that fades as the run goes on. */
export function imagesFrame(step: number, progress: number, dataset: string): Frame {
  const stack = (count: number, noise: number, seed: number): Uint8Array => {
    const random = pseudoRandom(seed);
    const art = artOf({ id: dataset, shape: [28, 28, 1] });
    const pictures = art.kind === 'pixels' ? art.pictures : [];
    const pixels = new Uint8Array(count * 784);
    for (let i = 0; i < count; i++) {
      const picture = pictures[(i * 7) % pictures.length] ?? [];
      for (let y = 0; y < 28; y++) {
        for (let x = 0; x < 28; x++) {
          const ink = picture[Math.floor((y - 4) / 4)]?.[Math.floor((x - 3) / 3.7)] === '#' ? 235 : 8;
          pixels[i * 784 + y * 28 + x] = Math.max(0, Math.min(255, ink * (1 - noise) + 255 * noise * random()));
        }
      }
    }
    return pixels;
  };
  const noise = 0.85 * (1 - progress) ** 2 + 0.06;
  return {
    kind: 'images',
    step,
    height: 28,
    width: 28,
    channels: 1,
    samples: stack(64, noise, 3),
    reconstructions: { originals: stack(24, 0.02, 5), outputs: stack(24, noise, 6) },
    plane: { side: 12, images: stack(144, noise, 9) },
  };
}
