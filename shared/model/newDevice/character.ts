/** Serial and parallel ports, consoles and channels to add. */
import type { XmlElement } from '../../xml/element.ts';
import { channelDevice, consoleDevice, parallel, serial } from '../devices/characterDevice.ts';
import type { EditValue } from '../domainEdit.ts';
import { devicesNamed, freeName, isLibvirt, isX86, nextFree, type NewDeviceContext } from './context.ts';
import { newDevice } from './newDevice.ts';
import { allOf, offered, spice, unless } from './needs.ts';

const nextPort = (
  context: NewDeviceContext,
  kind: string,
  port: { readonly get: (element: XmlElement) => number | undefined },
): number => nextFree(devicesNamed(context, kind).map((each, index) => port.get(each) ?? index));

const channelNames = (context: NewDeviceContext): readonly (string | undefined)[] =>
  devicesNamed(context, 'channel').map((each) => channelDevice.name.get(each));

const hasChannel = (context: NewDeviceContext, name: EditValue | undefined) =>
  unless(
    channelNames(context).some((each) => each === name),
    'onlyOne',
  );

const agent = 'org.qemu.guest_agent.0';
const viewer = 'com.redhat.spice.0';
/** ISA has four of them, and three parallel ones. */
const isaSerialPorts = 4;
const isaParallelPorts = 3;

export const character = [
  newDevice({
    id: 'serial',
    kind: 'serial',
    group: 'consoles',
    ask: ['type', 'path', 'host', 'service', 'targetType', 'logFile'],
    required: ['type'],
    initial: (context) => ({ type: 'pty', port: nextPort(context, 'serial', serial.port) }),
    needs: (context, { targetType = null }) =>
      unless(
        targetType === null && isX86(context) && devicesNamed(context, 'serial').length >= isaSerialPorts,
        'allTaken',
      ),
  }),
  newDevice({
    id: 'parallel',
    kind: 'parallel',
    group: 'consoles',
    ask: ['type', 'path', 'host', 'service'],
    required: ['type'],
    initial: (context) => ({ type: 'pty', port: nextPort(context, 'parallel', parallel.port) }),
    needs: (context) =>
      allOf(
        unless(!isX86(context), 'machineLacks'),
        unless(devicesNamed(context, 'parallel').length >= isaParallelPorts, 'allTaken'),
      ),
  }),
  newDevice({
    id: 'console',
    kind: 'console',
    group: 'consoles',
    ask: ['type', 'targetType', 'path', 'logFile'],
    required: ['type'],
    initial: (context) => ({
      type: 'pty',
      targetType: 'virtio',
      port: nextPort(context, 'console', consoleDevice.port),
    }),
    needs: (context, { type }) => offered(context, 'console.type', type),
  }),
  newDevice({
    id: 'agentChannel',
    kind: 'channel',
    group: 'consoles',
    ask: [],
    initial: () => ({ type: 'unix', targetType: 'virtio', name: agent }),
    needs: (context) => allOf(hasChannel(context, agent), offered(context, 'channel.type', 'unix')),
  }),
  newDevice({
    id: 'spiceChannel',
    kind: 'channel',
    group: 'consoles',
    ask: [],
    initial: () => ({ type: 'spicevmc', targetType: 'virtio', name: viewer }),
    needs: (context) =>
      allOf(hasChannel(context, viewer), spice(context), offered(context, 'channel.type', 'spicevmc')),
  }),
  newDevice({
    id: 'clipboardChannel',
    kind: 'channel',
    group: 'consoles',
    ask: ['clipboard', 'mouseMode'],
    initial: () => ({ type: 'qemu-vdagent', targetType: 'virtio', name: viewer, clipboard: true }),
    // The domain capabilities of older libvirt leave this type out though it is there.
    needs: (context) => allOf(hasChannel(context, viewer), unless(!isLibvirt(context, 8, 4), 'libvirtOld')),
  }),
  newDevice({
    id: 'unixChannel',
    kind: 'channel',
    group: 'consoles',
    ask: ['name', 'path', 'mode'],
    required: ['name'],
    initial: (context) => ({
      type: 'unix',
      mode: 'bind',
      targetType: 'virtio',
      name: freeName(channelNames(context), 'org.example.channel.0'),
    }),
    needs: (context, { name }) => allOf(hasChannel(context, name), offered(context, 'channel.type', 'unix')),
  }),
] as const;
