import type { Credentials } from '@novnc/novnc';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { isActive, type Domain } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import type { LinkEvent, LinkState } from './link.ts';
import { hasConnection, useLink } from './useLink.ts';
import { VncConnection, type VncScale } from './vncConnection.ts';

interface Vnc {
  readonly link: LinkState;
  readonly dispatch: (event: LinkEvent) => void;
  readonly connection: RefObject<VncConnection | null>;
  /** The picture is larger than the view and is shown in part. */
  readonly clipping: boolean;
  readonly submitCredentials: (credentials: Credentials) => void;
}

/** Connects the element of `screen` to a graphics device for as long as the guest runs. */
export function useVnc(
  domain: Domain,
  index: number,
  scale: VncScale,
  screen: RefObject<HTMLElement | null>,
  lastPicture: RefObject<HTMLCanvasElement | null>,
): Vnc {
  const { host, uuid } = domain;
  const [link, dispatch] = useLink(isActive(domain));
  const [clipping, setClipping] = useState(false);
  const connection = useRef<VncConnection>(null);
  const credentials = useRef<Credentials>(undefined);
  const currentScale = useRef(scale);

  useEffect(() => {
    currentScale.current = scale;
    connection.current?.setScale(scale);
  }, [scale]);

  const session = hasConnection(link) ? link.session : undefined;
  useEffect(() => {
    if (session === undefined || screen.current === null || lastPicture.current === null) return undefined;
    const made = new VncConnection({
      open: api.console.vnc,
      ref: { host, uuid },
      index,
      screen: screen.current,
      lastPicture: lastPicture.current,
      credentials: credentials.current,
      scale: currentScale.current,
      onEvent: dispatch,
      onClipping: setClipping,
    });
    connection.current = made;
    return () => {
      connection.current = null;
      made.close();
    };
  }, [session, host, uuid, index, screen, lastPicture, dispatch]);

  const submitCredentials = (given: Credentials): void => {
    credentials.current = given;
    connection.current?.sendCredentials(given);
    dispatch({ kind: 'credentials' });
  };
  return { link, dispatch, connection, clipping, submitCredentials };
}
