import type { PointsFrame } from '../../worker/protocol/records.ts';
import { tokenColour, toRgb } from './colours.ts';
import type { Rgb } from './colours.ts';
import { scratch } from './scratch.ts';
import { zeroContour } from './contour.ts';
import type { Surface } from './paint-controller.ts';
import { paintWarp } from './paint-warp.ts';

/** Which layers of the picture are drawn. */
export interface PointLayers {
  readonly real: boolean;
  readonly samples: boolean;
  readonly surface: boolean;
  readonly arrows: boolean;
  readonly warp: boolean;
}

export interface PointsColours {
  readonly real: string;
  readonly generated: string;
  readonly line: string;
  readonly text: string;
  readonly positive: Rgb;
  readonly negative: Rgb;
}

type DrawingContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Longest arrow on screen, as a share of the picture's width; shorter ones are in proportion. */
const longestArrow = 0.06;

export function pointsColours(element: HTMLElement): PointsColours {
  return {
    real: tokenColour(element, '--ll-real'),
    generated: tokenColour(element, '--ll-generated'),
    line: tokenColour(element, '--ll-line'),
    text: tokenColour(element, '--ll-muted'),
    positive: toRgb(tokenColour(element, '--ll-positive')),
    negative: toRgb(tokenColour(element, '--ll-negative')),
  };
}

/** Draws a square of data space: critic surface, real points, the generator's grid, generated points, gradient arrows. */
export function paintPoints(
  { context, width, height, ratio }: Surface,
  frame: PointsFrame | undefined,
  realPoints: Float32Array | undefined,
  extent: number,
  layers: PointLayers,
  colours: PointsColours,
): void {
  const x = (value: number): number => ((value + extent) / (2 * extent)) * width;
  const y = (value: number): number => height - ((value + extent) / (2 * extent)) * height;

  if (layers.surface && frame?.surface) paintSurface(context, width, height, frame.surface, colours);
  paintAxes(context, width, height, x(0), y(0), colours.line);
  const size = Math.max(1.4, width / 330);
  if (layers.real && realPoints) {
    context.drawImage(
      realLayer(realPoints, { width, height, ratio }, x, y, size * 0.85, colours.real),
      0,
      0,
      width,
      height,
    );
  }
  if (layers.warp && frame?.warp) paintWarp(context, frame.warp, x, y, colours.generated);
  if (layers.samples && frame) dots(context, frame.samples, x, y, size * 1.15, colours.generated, 0.75, ratio);
  if (layers.arrows && frame?.arrows)
    paintArrows(context, frame.samples, frame.arrows, x, y, width, extent, colours.generated);
}

function paintAxes(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  x0: number,
  y0: number,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, Math.round(y0) + 0.5);
  context.lineTo(width, Math.round(y0) + 0.5);
  context.moveTo(Math.round(x0) + 0.5, 0);
  context.lineTo(Math.round(x0) + 0.5, height);
  context.stroke();
}

type Scale = (value: number) => number;

/** Draws each point as a disc. One small picture drawn many times: paths are far slower without a GPU. */
function dots(
  context: DrawingContext,
  points: Float32Array,
  x: Scale,
  y: Scale,
  radius: number,
  colour: string,
  alpha: number,
  ratio: number,
): void {
  const half = Math.ceil(radius) + 1;
  const disc = new OffscreenCanvas(Math.ceil(2 * half * ratio), Math.ceil(2 * half * ratio));
  const drawing = disc.getContext('2d')!;
  drawing.scale(ratio, ratio);
  drawing.fillStyle = colour;
  drawing.beginPath();
  drawing.arc(half, half, radius, 0, 2 * Math.PI);
  drawing.fill();
  context.globalAlpha = alpha;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const px = x(points[i] ?? 0);
    const py = y(points[i + 1] ?? 0);
    if (Number.isFinite(px + py)) context.drawImage(disc, px - half, py - half, 2 * half, 2 * half);
  }
  context.globalAlpha = 1;
}

interface Layer {
  readonly key: string;
  readonly canvas: OffscreenCanvas;
}

/** Pictures of real points, which stay the same from frame to frame. */
const realLayers = new WeakMap<Float32Array, Layer>();

function realLayer(
  points: Float32Array,
  { width, height, ratio }: Omit<Surface, 'context'>,
  x: Scale,
  y: Scale,
  radius: number,
  colour: string,
): OffscreenCanvas {
  const key = [width, height, ratio, radius, colour].join();
  const present = realLayers.get(points);
  if (present?.key === key) return present.canvas;
  const canvas = new OffscreenCanvas(Math.ceil(width * ratio), Math.ceil(height * ratio));
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  dots(context, points, x, y, radius, colour, 0.4, ratio);
  realLayers.set(points, { key, canvas });
  return canvas;
}

function paintSurface(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  { resolution, values }: { readonly resolution: number; readonly values: Float32Array },
  { positive, negative, text }: PointsColours,
): void {
  const scale = surfaceScale(values);
  const pixels = new ImageData(resolution, resolution);
  for (let row = 0; row < resolution; row++) {
    for (let column = 0; column < resolution; column++) {
      const value = values[row * resolution + column] ?? 0;
      const at = ((resolution - 1 - row) * resolution + column) * 4;
      const [r, g, b] = value > 0 ? positive : negative;
      const strength = Number.isFinite(value) ? Math.min(1, Math.abs(value) / scale) : 0;
      pixels.data.set([r, g, b, Math.round(125 * strength)], at);
    }
  }
  const image = scratch(resolution, resolution);
  image.context.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(image.canvas, 0, 0, width, height);

  const cell = width / resolution;
  context.strokeStyle = text;
  context.lineWidth = 1.25;
  context.beginPath();
  for (const [x0, y0, x1, y1] of zeroContour(values, resolution)) {
    context.moveTo((x0 + 0.5) * cell, height - (y0 + 0.5) * cell);
    context.lineTo((x1 + 0.5) * cell, height - (y1 + 0.5) * cell);
  }
  context.stroke();
}

/** The size of a surface that takes full colour: its 90th percentile, so that one spike does not pale the rest. */
function surfaceScale(values: Float32Array): number {
  const sizes = values.map(Math.abs).filter(Number.isFinite).sort();
  return Math.max(1e-6, sizes[Math.floor(sizes.length * 0.9)] ?? 1);
}

function paintArrows(
  context: CanvasRenderingContext2D,
  samples: Float32Array,
  arrows: Float32Array,
  x: (value: number) => number,
  y: (value: number) => number,
  width: number,
  extent: number,
  colour: string,
): void {
  let longest = 0;
  for (let i = 0; i + 1 < arrows.length; i += 2)
    longest = Math.max(longest, Math.hypot(arrows[i] ?? 0, arrows[i + 1] ?? 0));
  if (!(longest > 0) || !Number.isFinite(longest)) return;
  const scale = (longestArrow * 2 * extent) / longest;
  context.strokeStyle = colour;
  context.lineWidth = Math.max(1, width / 480);
  context.beginPath();
  for (let i = 0; i + 1 < arrows.length; i += 2) {
    const [sx, sy] = [samples[i] ?? 0, samples[i + 1] ?? 0];
    const [fromX, fromY] = [x(sx), y(sy)];
    const [toX, toY] = [x(sx + (arrows[i] ?? 0) * scale), y(sy + (arrows[i + 1] ?? 0) * scale)];
    const angle = Math.atan2(toY - fromY, toX - fromX);
    const head = Math.min(5, Math.hypot(toX - fromX, toY - fromY) * 0.45);
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
    context.lineTo(toX - head * Math.cos(angle - 0.5), toY - head * Math.sin(angle - 0.5));
    context.moveTo(toX, toY);
    context.lineTo(toX - head * Math.cos(angle + 0.5), toY - head * Math.sin(angle + 0.5));
  }
  context.stroke();
}
