import { useEffect, useReducer } from 'react';
import { backoffMs, initialLink, step, type LinkEvent, type LinkState } from './link.ts';

/** The link of one console, kept going by the guest's state and by the clock. */
export function useLink(active: boolean): readonly [LinkState, (event: LinkEvent) => void] {
  const [link, dispatch] = useReducer(step, active, initialLink);
  useEffect(() => dispatch({ kind: 'guest', active }), [active]);
  useEffect(() => {
    if (link.kind !== 'waiting') return undefined;
    const timer = setTimeout(() => dispatch({ kind: 'retry' }), backoffMs(link.attempt));
    return () => clearTimeout(timer);
  }, [link]);
  return [link, dispatch];
}

/** In these states a connection exists or is being made; each session number is one connection. */
export const hasConnection = (link: LinkState): boolean =>
  link.kind === 'opening' || link.kind === 'open' || link.kind === 'asking';
