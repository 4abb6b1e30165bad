/** Every device that can be added to a virtual machine. */
import { serializeElement } from '../../xml/serialize.ts';
import type { DomainEdit } from '../domainEdit.ts';
import { character } from './character.ts';
import type { NewDeviceContext } from './context.ts';
import { controllers } from './controllers.ts';
import { display } from './display.ts';
import { host } from './host.ts';
import { input } from './input.ts';
import { memory } from './memory.ts';
import { network } from './network.ts';
import { newDeviceElement, type DeviceValues, type NewDevice } from './newDevice.ts';
import { platform } from './platform.ts';
import { storage } from './storage.ts';

const table = [
  ...storage,
  ...network,
  ...display,
  ...character,
  ...input,
  ...host,
  ...platform,
  ...memory,
  ...controllers,
] as const;

export type NewDeviceId = (typeof table)[number]['id'];

/** In the order of the dialog. */
export const newDevices: readonly NewDevice<NewDeviceId>[] = table;

/**
 * What adds the device: what has to change first, then the device.
 * @throws AppError `invalidArgument` when a property can't hold its value
 */
export function newDeviceEdits(
  device: NewDevice,
  context: NewDeviceContext,
  values: DeviceValues,
): readonly DomainEdit[] {
  const needs = device.needs(context, values);
  const before = needs.kind === 'possible' ? needs.before.map(({ edit }) => edit) : [];
  return [...before, { kind: 'addDevice', xml: serializeElement(newDeviceElement(device, values)) }];
}
