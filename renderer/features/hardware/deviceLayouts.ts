/** Layouts of the devices' forms; a kind of device that none of the files has does not compile. */
import { boardDevices } from './layouts/boardDevices.ts';
import { guestDevices } from './layouts/guestDevices.ts';
import type { DeviceLayouts } from './layouts/layouts.ts';
import { storage } from './layouts/storage.ts';

export const deviceLayouts: DeviceLayouts = { ...storage, ...guestDevices, ...boardDevices };
