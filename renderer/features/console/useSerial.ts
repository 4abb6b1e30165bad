import { useEffect, useRef } from 'react';
import { isActive, type Domain } from '../../../shared/model/domain.ts';
import { api } from '../../backend.ts';
import type { LinkEvent, LinkState } from './link.ts';
import { SerialConnection } from './serialConnection.ts';
import type { SerialTerminal } from './serialTerminal.ts';
import { hasConnection, useLink } from './useLink.ts';
import { useTerminal, type TerminalUse } from './useTerminal.ts';

interface Serial {
  readonly link: LinkState;
  readonly dispatch: (event: LinkEvent) => void;
  /** Undefined until xterm.js has been loaded. */
  readonly terminal: SerialTerminal | undefined;
}

/** A terminal on a device for as long as the guest runs. What was read stays when the line is lost. */
export function useSerial(domain: Domain, alias: string, use: Omit<TerminalUse, 'onInput'>): Serial {
  const { host, uuid } = domain;
  const [link, dispatch] = useLink(isActive(domain));
  const connection = useRef<SerialConnection>(null);
  const terminal = useTerminal({ ...use, onInput: (bytes) => connection.current?.send(bytes) });
  const force = useRef(false);
  useEffect(() => {
    if (link.kind === 'opening') force.current = link.force;
  }, [link]);
  const session = hasConnection(link) ? link.session : undefined;
  useEffect(() => {
    if (session === undefined || terminal === undefined) return undefined;
    const made = new SerialConnection({
      open: api.console.serial,
      ref: { host, uuid },
      alias,
      force: force.current,
      write: (bytes) => terminal.write(bytes),
      onEvent: dispatch,
    });
    connection.current = made;
    return () => {
      connection.current = null;
      made.close();
    };
  }, [session, terminal, host, uuid, alias, dispatch]);
  return { link, dispatch, terminal };
}
