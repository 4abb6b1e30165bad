import { isMedium, readStorage } from '../../nouns/volumes.ts';

export interface Media {
  readonly pool: string;
  readonly name: string;
  readonly path: string;
}

export interface MediaList {
  /** Names of the pools that a file can be uploaded to. */
  readonly pools: readonly string[];
  readonly media: readonly Media[];
}

/** Images of the host's running pools that a drive takes. */
export async function mediaIn(host: string, signal: AbortSignal): Promise<MediaList> {
  const { pools, volumes } = await readStorage(host, signal);
  return {
    pools: pools.map(({ name }) => name),
    media: volumes.filter(isMedium).map(({ pool, name, path }) => ({ pool, name, path })),
  };
}
