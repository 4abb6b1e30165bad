/** The lanes of a host whose every connection leads to a fake daemon of its own. */
import { openLanes, type Lanes } from '../../electron/backend/host/lanes.ts';
import { FakeLibvirtd } from './fakeLibvirtd.ts';
import { connectionDefaults } from './openFake.ts';

/** @param prepare tells each daemon what it does */
export function openFakeLanes(prepare: (daemon: FakeLibvirtd) => void): {
  readonly lanes: Lanes;
  readonly daemons: readonly FakeLibvirtd[];
} {
  const daemons: FakeLibvirtd[] = [];
  const dial = async () => {
    const daemon = new FakeLibvirtd();
    prepare(daemon);
    daemons.push(daemon);
    return daemon.stream;
  };
  const lanes = openLanes({
    askSasl: connectionDefaults.askSasl,
    signal: connectionDefaults.signal,
    connectName: connectionDefaults.name,
    readOnly: false,
    onLost: () => undefined,
    transport: { dial },
  });
  return { lanes, daemons };
}
