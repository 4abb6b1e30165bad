/** What is being put together for one new device. */
import { useMemo, useState } from 'react';
import { toErrorData, type ErrorData } from '../../../shared/errors.ts';
import type { DomainEdits, EditValue } from '../../../shared/model/domainEdit.ts';
import { planEdits, type EditedDomain } from '../../../shared/model/editPlan.ts';
import { plugObstacle, type PlugObstacle } from '../../../shared/model/livePlug.ts';
import type { NewDeviceContext } from '../../../shared/model/newDevice/context.ts';
import { newDeviceEdits } from '../../../shared/model/newDevice/index.ts';
import { withValue, type DeviceValues, type NewDevice } from '../../../shared/model/newDevice/newDevice.ts';
import { parseXml } from '../../../shared/xml/parse.ts';

export interface Draft {
  readonly values: DeviceValues;
  /** libvirt's name of the host's device that was chosen. */
  readonly picked: string | undefined;
  readonly set: (property: string, value: EditValue) => void;
  /** Takes over what was chosen on the host. */
  readonly take: (values: DeviceValues, picked?: string) => void;
}

/** @param context only what it is at first counts: later it has the devices that were added meanwhile */
export function useDeviceDraft(device: NewDevice, context: NewDeviceContext): Draft {
  const [values, setValues] = useState(() => device.initial(context));
  const [picked, setPicked] = useState<string>();
  return {
    values,
    picked,
    set: (property, value) => setValues((before) => withValue(device, context, before, property, value)),
    take: (taken, name) => {
      setValues((before) => ({ ...before, ...taken }));
      setPicked(name);
    },
  };
}

export type Outcome =
  | {
      readonly kind: 'edits';
      readonly edits: DomainEdits;
      readonly xml: string;
      /** When the guest gets it; undefined: it is off. */
      readonly when: 'now' | 'nextStart' | undefined;
      /** Why not now. */
      readonly obstacle: PlugObstacle | undefined;
    }
  | { readonly kind: 'invalid'; readonly error: ErrorData };

/** What adding the device as it is now would do. */
export function useOutcome(
  device: NewDevice,
  context: NewDeviceContext,
  definitions: EditedDomain,
  values: DeviceValues,
): Outcome {
  return useMemo(() => {
    try {
      const edits = newDeviceEdits(device, context, values);
      const plan = planEdits(definitions, edits, { force: true });
      const added = edits.at(-1);
      const xml = added?.kind === 'addDevice' ? added.xml : '';
      const { live } = definitions;
      const effects = plan.edits.flatMap(({ effects: each }) => Object.values(each));
      const when = effects.includes('nextStart') ? 'nextStart' : 'now';
      return {
        kind: 'edits',
        edits,
        xml,
        when: live === undefined ? undefined : when,
        obstacle: live === undefined ? undefined : plugObstacle(parseXml(xml).root, parseXml(live).root),
      };
    } catch (thrown) {
      return { kind: 'invalid', error: toErrorData(thrown) };
    }
  }, [device, context, definitions, values]);
}
