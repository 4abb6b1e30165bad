/** A connection to a fake daemon. */
import { openConnection, type Connection, type OpenConnectionOptions } from '../../electron/libvirt/index.ts';
import { FakeLibvirtd, type FakeLibvirtdOptions } from './fakeLibvirtd.ts';

export interface Fake {
  readonly daemon: FakeLibvirtd;
  readonly connection: Connection;
}

export const connectionDefaults = {
  name: 'test:///default',
  askSasl: () => Promise.reject(new Error('nobody is there to be asked')),
  signal: new AbortController().signal,
} satisfies Partial<OpenConnectionOptions>;

export async function openFake(
  options: FakeLibvirtdOptions & { readonly connection?: Partial<OpenConnectionOptions> } = {},
): Promise<Fake> {
  const daemon = new FakeLibvirtd(options);
  const connection = await openConnection({ ...connectionDefaults, stream: daemon.stream, ...options.connection });
  return { daemon, connection };
}
