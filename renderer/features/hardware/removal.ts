import type { DomainRef } from '../../../shared/model/domain.ts';
import { serializeElement } from '../../../shared/xml/serialize.ts';
import { dropEdit, planEdit, plannedEdits } from '../../store/edits.ts';
import { keyOfXml } from '../../../shared/model/editPlan.ts';
import type { HardwareDevice } from './hardware.ts';

/** Plans that a device goes; one that was only planned is planned no longer. */
export function removeDevice(ref: DomainRef, { key, state, before, element }: HardwareDevice): void {
  if (state === 'removed' || state === 'goes') return;
  if (state === 'added') dropAddition(ref, key);
  else planEdit(ref, { kind: 'removeDevice', device: key, xml: serializeElement(before ?? element) });
}

/** The device stays after all. */
export function keepDevice(ref: DomainRef, { key }: HardwareDevice): void {
  const at = plannedEdits(ref).findIndex((edit) => edit.kind === 'removeDevice' && edit.device === key);
  if (at >= 0) dropEdit(ref, at);
}

/** With the changes that were planned for it since. */
function dropAddition(ref: DomainRef, key: string): void {
  for (;;) {
    const at = plannedEdits(ref).findIndex(
      (edit) => (edit.kind === 'addDevice' && keyOfXml(edit.xml) === key) || ('device' in edit && edit.device === key),
    );
    if (at < 0) return;
    dropEdit(ref, at);
  }
}
