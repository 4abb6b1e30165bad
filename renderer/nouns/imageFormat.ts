/** What an image that was named by its path is inside, as the host can tell. */
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import type { HostId } from '../../shared/model/host.ts';
import { api } from '../backend.ts';
import { useLoaded } from './loaded.ts';

/** After the last key. */
const WAIT_MS = 400;

/** `none`: no path to ask about. `untold`: the host can't tell, and its name tells nothing. */
export type ImageFormat = 'none' | 'asking' | 'untold' | { readonly told: string };

/** Asks once typing rests, and hands on what the host tells, once for each path. */
export function useImageFormat(host: HostId | undefined, path: string, onTold: (format: string) => void): ImageFormat {
  const [settled] = useDebouncedValue(path.trim(), WAIT_MS);
  const asks = host !== undefined && settled.startsWith('/');
  const [loaded] = useLoaded(`${host} ${settled}`, '', async (signal) =>
    asks ? await api.storageVolume.imageFormat({ host, path: settled }, { signal }) : undefined,
  );
  const told = loaded.kind === 'loaded' ? loaded.value : undefined;
  const take = useRef(onTold);
  useEffect(() => {
    take.current = onTold;
  });
  useEffect(() => {
    if (told !== undefined) take.current(told);
  }, [settled, told]);
  if (!asks) return 'none';
  if (loaded.kind === 'loading' || settled !== path.trim()) return 'asking';
  return told === undefined ? 'untold' : { told };
}
