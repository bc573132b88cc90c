import type { Chosen, Fields, Values, Variants } from './fields.ts';
import type { RunSpec } from './run-spec.ts';

/** What a method needs for one of its networks. */
export interface RoleCard {
  readonly label: string;
  readonly help: string;
  /** Ids of the architectures that fit, best first; the first that supports the data's shape is the default. */
  readonly architectures: readonly string[];
}

export interface PlayerCard {
  readonly label: string;
  /** The optimiser this player starts with; `kind` and any values that differ from the optimiser's defaults. */
  readonly optimiser: Chosen;
}

export interface Paper {
  readonly title: string;
  readonly authors: string;
  readonly year: number;
  /** Address, or an arXiv id such as `arXiv:1406.2661`. */
  readonly reference: string;
}

/** What a card says of a thing that can be chosen: plain data. */
export interface CardText {
  readonly id: string;
  readonly label: string;
  /** The idea, in plain words. */
  readonly help: string;
  /** When it fails, in plain words. */
  readonly fails: string;
  /** TeX. */
  readonly formula: string;
  readonly paper: Paper;
  /** The file that implements it, from the root of the repository. */
  readonly source: string;
}

/** A card of an objective, a regulariser, a dynamics or a method. Ids are unique within a kind. */
export interface ObjectiveCard extends CardText {
  readonly kind: 'objective' | 'regulariser' | 'dynamics' | 'method';
  /** A run that shows it at work on 2-D data: the id of the preset it starts from, and the complete spec. */
  readonly preset: { readonly base: string; readonly spec: RunSpec };
}

/** The part of a method that describes it: plain data, free of tensors, for forms, pages and validation. */
export interface MethodCard<O extends Fields = Fields> {
  readonly id: string;
  readonly title: string;
  /** One or two sentences in plain words. */
  readonly summary: string;
  /** When it fails, in plain words. */
  readonly fails: string;
  readonly paper: Paper;
  /** TeX. */
  readonly formula: string;
  readonly options: O;
  /** Whether it learns from labels: a set without classes is refused then. */
  readonly needsClasses?: boolean;
  /** Options that start elsewhere than at their defaults on some kind of data. */
  readonly preferred?: { readonly points?: Values; readonly images?: Values };
  readonly roles: Readonly<Record<string, RoleCard>>;
  readonly players: Readonly<Record<string, PlayerCard>>;
}

export interface DatasetCard {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly fields: Fields;
  /** Shape of one example: `[2]`, `[height, width, channels]` or, of a sequence, `[frames, height, width, channels]`. */
  readonly shape: readonly number[];
  /** Shape of one example of the second domain, where the set has one: methods that translate ask for it. */
  readonly pair?: readonly number[];
  /** Number of classes, 0 when unlabelled. */
  readonly classes: number;
  /** What they are called, where that is more than their numbers. */
  readonly classNames?: readonly string[];
  /** What becomes of an example that is mirrored or turned far, where it then means something else. */
  readonly turned?: string;
  /** Bytes to fetch before first use; 0 when procedural. */
  readonly bytes: number;
  readonly licence: string;
  readonly source: string;
}

/** An imported set on this device. */
export interface ImportedSetCard {
  /** SHA-256 of its packed content. */
  readonly id: string;
  /** As the person calls it. */
  readonly title: string;
  readonly shape: readonly number[];
  readonly classes: number;
}

/** A way to change training examples by chance: plain data. */
export interface AugmentationCard<F extends Fields = Fields> {
  readonly id: string;
  readonly label: string;
  /** What becomes of examples, in plain words. */
  readonly help: string;
  readonly fields: F;
  /** Ranks of data shapes that it can change: 1 points, 3 images, 4 sequences. */
  readonly dataRanks: readonly number[];
  /** Whether two domains that belong together still do once both are changed so. */
  readonly pairs: boolean;
  /** It mirrors examples, or turns them far, where this setting is above this number. */
  readonly turns?: { readonly field: string; readonly above: number };
  /** Where it was published. */
  readonly source: string;
}

export interface ArchitectureCard {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly fields: Fields;
  /** Ranks of data shapes it can make or read: 1 points, 3 images. */
  readonly dataRanks: readonly number[];
}

/** A spec whose course is known, to start from. `spec` is complete. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** What it is offered among; presets of one theme follow each other. */
  readonly theme: string;
  readonly spec: RunSpec;
}

/** Why a combination of settings makes no sense. */
export interface Objection {
  /** Dotted path of the setting to change, e.g. `options.weightClip`. */
  readonly path: string;
  readonly message: string;
}

/** Everything that can be chosen in a spec. Plain data: it crosses from the worker to the page. */
export interface Catalogue {
  readonly methods: readonly MethodCard[];
  readonly datasets: readonly DatasetCard[];
  /** The kind of dataset that people bring, whose shape is among its settings, and the sets of it on this device. */
  readonly imported?: { readonly card: DatasetCard; readonly sets: readonly ImportedSetCard[] };
  /** In the order in which those of a run are made. */
  readonly augmentations: readonly AugmentationCard[];
  readonly architectures: readonly ArchitectureCard[];
  readonly optimisers: Variants;
  readonly dynamics: Variants;
  readonly presets: readonly Preset[];
  /** Cards of objectives, regularisers, dynamics and methods, in this order. */
  readonly objectives: readonly ObjectiveCard[];
}
