import { diracVector } from '../../../core/theory/dirac.ts';
import type { DiracGame, DiracPoint } from '../../../core/theory/dirac.ts';
import { seriesToken, tokenColour } from '../../plots/colours.ts';
import type { Surface } from '../../plots/paint-controller.ts';
import { ticksOf } from '../plot/ticks.ts';

/** A game's path, `[theta, psi]` one after another, with the colour of its rule. */
export interface Track {
  readonly path: Float64Array;
  /** Colour, from 0. */
  readonly series: number;
}

export interface FieldColours {
  readonly line: string;
  readonly axis: string;
  readonly arrow: string;
  readonly text: string;
  readonly track: (series: number) => string;
}

/** Arrows along each side. */
const arrows = 19;

export function fieldColours(element: HTMLElement): FieldColours {
  return {
    line: tokenColour(element, '--ll-line'),
    axis: tokenColour(element, '--ll-line-strong'),
    arrow: tokenColour(element, '--ll-real'),
    text: tokenColour(element, '--ll-muted'),
    track: (series) => tokenColour(element, seriesToken(series)),
  };
}

/** Pixels of a point on a square that shows -extent to extent, theta to the right and psi upwards. */
export function toPixels({ theta, psi }: DiracPoint, extent: number, size: number): readonly [number, number] {
  return [((theta + extent) / (2 * extent)) * size, ((extent - psi) / (2 * extent)) * size];
}

/** The point of pixels, kept on the square. */
export function toPoint(x: number, y: number, extent: number, size: number): DiracPoint {
  const inside = (value: number): number => Math.max(-extent, Math.min(extent, value));
  return { theta: inside((x / size) * 2 * extent - extent), psi: inside(extent - (y / size) * 2 * extent) };
}

/** Draws the field of a game and the first `shown` steps of each track. */
export function paintField(
  { context, width }: Surface,
  game: DiracGame,
  tracks: readonly Track[],
  shown: number,
  extent: number,
  colours: FieldColours,
): void {
  paintAxes(context, extent, width, colours);
  paintArrows(context, game, extent, width, colours.arrow);
  for (const track of tracks) paintTrack(context, track, shown, extent, width, colours.track(track.series));
}

function paintAxes(context: CanvasRenderingContext2D, extent: number, size: number, colours: FieldColours): void {
  context.font = '12px system-ui, sans-serif';
  context.fillStyle = colours.text;
  context.lineWidth = 1;
  for (const tick of ticksOf(-extent, extent, 6)) {
    const [x, y] = toPixels({ theta: tick, psi: tick }, extent, size);
    context.strokeStyle = tick === 0 ? colours.axis : colours.line;
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, 0);
    context.lineTo(Math.round(x) + 0.5, size);
    context.moveTo(0, Math.round(y) + 0.5);
    context.lineTo(size, Math.round(y) + 0.5);
    context.stroke();
    if (tick === 0) continue;
    context.fillText(String(tick).replace('-', '−'), x + 3, size / 2 + 13);
    context.fillText(String(tick).replace('-', '−'), size / 2 + 4, y - 3);
  }
  context.font = 'italic 15px Georgia, serif';
  context.fillText('θ', size - 14, size / 2 - 7);
  context.fillText('ψ', size / 2 - 17, 15);
}

function paintArrows(
  context: CanvasRenderingContext2D,
  game: DiracGame,
  extent: number,
  size: number,
  colour: string,
): void {
  const cell = (2 * extent) / arrows;
  const places = Array.from({ length: arrows * arrows }, (_, i) => {
    const theta = -extent + cell * ((i % arrows) + 0.5);
    const psi = -extent + cell * (Math.floor(i / arrows) + 0.5);
    const v = diracVector(game, { theta, psi });
    return { theta, psi, v, length: Math.hypot(v.theta, v.psi) };
  }).filter(({ length }) => Number.isFinite(length) && length > 0);
  const longest = Math.max(...places.map(({ length }) => length));
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.globalAlpha = 0.7;
  context.beginPath();
  for (const { theta, psi, v, length } of places) {
    // By the square root, so that the slow middle of the field still shows its direction.
    const scale = (0.86 * cell * Math.sqrt(length / longest)) / length;
    const [x0, y0] = toPixels({ theta: theta - (v.theta * scale) / 2, psi: psi - (v.psi * scale) / 2 }, extent, size);
    const [x1, y1] = toPixels({ theta: theta + (v.theta * scale) / 2, psi: psi + (v.psi * scale) / 2 }, extent, size);
    const angle = Math.atan2(y1 - y0, x1 - x0);
    const head = Math.min(5, Math.hypot(x1 - x0, y1 - y0) * 0.5);
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.lineTo(x1 - head * Math.cos(angle - 0.5), y1 - head * Math.sin(angle - 0.5));
    context.moveTo(x1, y1);
    context.lineTo(x1 - head * Math.cos(angle + 0.5), y1 - head * Math.sin(angle + 0.5));
  }
  context.stroke();
  context.globalAlpha = 1;
}

function paintTrack(
  context: CanvasRenderingContext2D,
  { path }: Track,
  shown: number,
  extent: number,
  size: number,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 1.6;
  context.lineJoin = 'round';
  context.beginPath();
  let last: readonly [number, number] | undefined;
  for (let i = 0; i <= Math.min(shown, path.length / 2 - 1); i++) {
    const at = toPixels({ theta: path[2 * i]!, psi: path[2 * i + 1]! }, extent, size);
    // A game that diverges leaves for infinity: canvases draw nothing sensible that far out.
    if (!at.every((pixel) => Math.abs(pixel) < 1e6)) break;
    if (last) context.lineTo(...at);
    else context.moveTo(...at);
    last = at;
  }
  context.stroke();
  if (!last) return;
  context.beginPath();
  context.arc(last[0], last[1], 5, 0, 2 * Math.PI);
  context.fill();
}
