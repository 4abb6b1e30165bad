/** A domain's hardware as the page shows it: as it will be with the planned edits, beside how it is defined and how it runs. */
import { keyedDevices, type DeviceKey } from '../../../shared/model/devices/deviceKey.ts';
import { devicesOf, type Device } from '../../../shared/model/devices/index.ts';
import type { DomainEdits } from '../../../shared/model/domainEdit.ts';
import { editDefinition } from '../../../shared/model/editDefinition.ts';
import { pendingChanges, type PendingChange } from '../../../shared/model/pendingChanges.ts';
import type { XmlElement } from '../../../shared/xml/element.ts';
import { parseXml } from '../../../shared/xml/parse.ts';

export interface HardwareTexts {
  /** Definition of the next start; of a transient domain the running one. */
  readonly next: string;
  /** Definition as it runs; absent when off. */
  readonly live: string | undefined;
  /** Whether `next` is kept by the host; a transient domain has none. */
  readonly persistent: boolean;
}

/** `added`, `removed`: planned. `comes`, `goes`: with the next start. */
export type HardwareState = 'there' | 'added' | 'removed' | 'comes' | 'goes';

export interface HardwareDevice {
  /** The key that edits name it by; stays while edits are planned. */
  readonly key: DeviceKey;
  readonly state: HardwareState;
  /** With the planned edits; as it is where it goes. */
  readonly device: Device;
  readonly element: XmlElement;
  /** Before the planned edits; absent for an added one. */
  readonly before: XmlElement | undefined;
  /** As it runs: with its alias and address. */
  readonly live: XmlElement | undefined;
}

export interface Hardware {
  /** With the planned edits. */
  readonly planned: XmlElement;
  readonly before: XmlElement;
  readonly live: XmlElement | undefined;
  readonly devices: readonly HardwareDevice[];
  readonly pending: readonly PendingChange[];
}

/** @throws AppError `invalidArgument` when a text is no XML */
export function hardwareOf({ next, live: running, persistent }: HardwareTexts, edits: DomainEdits): Hardware {
  const before = parseXml(next).root;
  const planned = parseXml(next).root;
  const origins = new Map([...keyedDevices(planned)].map(([key, element]) => [element, key]));
  editDefinition(planned, edits, { force: true });
  const live = running === undefined ? undefined : parseXml(running).root;
  const [was, runs] = [keyedDevices(before), live === undefined ? undefined : keyedDevices(live)];
  const kept = rows(planned).map(({ key, element, device }): HardwareDevice => {
    const origin = origins.get(element) ?? key;
    const isNew = !was.has(origin);
    const waits = runs !== undefined && !runs.has(origin);
    return {
      key: origin,
      state: isNew ? 'added' : waits ? 'comes' : 'there',
      device,
      element,
      before: was.get(origin),
      live: runs?.get(origin),
    };
  });
  const seen = new Set(kept.map(({ key }) => key));
  const removed = rows(before).flatMap((row): HardwareDevice[] => {
    if (seen.has(row.key)) return [];
    seen.add(row.key);
    return [{ ...row, state: 'removed', before: row.element, live: runs?.get(row.key) }];
  });
  const leaving =
    live === undefined || !persistent
      ? []
      : rows(live).flatMap((row): HardwareDevice[] =>
          seen.has(row.key) ? [] : [{ ...row, state: 'goes', before: undefined, live: row.element }],
        );
  return {
    planned,
    before,
    live,
    devices: [...kept, ...removed, ...leaving],
    pending: running === undefined || !persistent ? [] : pendingChanges(running, next),
  };
}

interface Row {
  readonly key: DeviceKey;
  readonly element: XmlElement;
  readonly device: Device;
}

function rows(root: XmlElement): readonly Row[] {
  const devices = devicesOf(root);
  return [...keyedDevices(root)].flatMap(([key, element], index) => {
    const device = devices[index];
    return device === undefined ? [] : [{ key, element, device }];
  });
}
