import type { DeviceKind, KnownDevice } from '../../../../shared/model/devices/index.ts';
import type { Layout } from '../layout.ts';

type PropertyOf<K extends DeviceKind> = Extract<keyof KnownDevice<K>['properties'], string>;

/** Layouts of the devices' forms, by element. */
export type DeviceLayouts = { readonly [K in DeviceKind]: Layout<PropertyOf<K>> };
