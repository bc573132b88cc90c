/** A data file of the app that is too large to precache. */
export interface DataFile {
  /** Name under `data/`. */
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the content, hex. */
  readonly sha256: string;
}

/** A large data file, and whether it can be read offline. */
export interface DataFileState extends DataFile {
  readonly kept: boolean;
}

/** What the page asks of the service worker; answers come on the port sent along. */
export type DataRequest =
  /** Answered by one `states`. */
  | { readonly type: 'data-states' }
  /** Fetches and keeps the named files; answered by `progress`es and then one `states` or `failed`. */
  | { readonly type: 'keep-data'; readonly names: readonly string[] };

/** What the service worker answers. */
export type DataAnswer =
  | { readonly type: 'states'; readonly files: readonly DataFileState[] }
  /** Bytes over all files asked for. */
  | { readonly type: 'progress'; readonly name: string; readonly received: number; readonly total: number }
  | { readonly type: 'failed'; readonly message: string };
