/** Displays, graphics cards and sound to add. */
import { audio } from '../devices/audio.ts';
import { graphics } from '../devices/graphics.ts';
import { video } from '../devices/video.ts';
import { devicesNamed, isX86, machineOf, nextFree, offers, prefersVirtio, type NewDeviceContext } from './context.ts';
import { newDevice } from './newDevice.ts';
import { allOf, hasSpice, notNone, offered, unless, type Needs } from './needs.ts';

/** One server of each type. */
function server(context: NewDeviceContext, type: string): Needs {
  const there = devicesNamed(context, 'graphics').some((each) => graphics.type.get(each) === type);
  return allOf(unless(there, 'onlyOne'), offered(context, 'graphics.type', type));
}

/** Only the host itself reaches it: a viewer comes through the host's connection. */
const local = { autoport: true, port: -1, listens: [{ type: 'address', address: '127.0.0.1' }] } as const;

/** The first card may be any; further ones must be of a model that works without VGA (qemuValidateDomainDeviceDefVideo). */
function videoModel(context: NewDeviceContext): string {
  const further = devicesNamed(context, 'video').some((each) => video.model.get(each) !== 'none');
  const has = (model: string): boolean => offers(context, 'video.modelType', model) !== false;
  if (has('virtio') && (further || prefersVirtio(context))) return 'virtio';
  if (further) return 'qxl';
  return isX86(context) ? 'vga' : 'ramfb';
}

const soundModel = (context: NewDeviceContext): string => (machineOf(context) === 'pc' ? 'ich6' : 'ich9');

export const display = [
  newDevice({
    id: 'vnc',
    kind: 'graphics',
    group: 'display',
    ask: ['listens', 'port', 'password', 'keymap'],
    initial: () => ({ type: 'vnc', ...local }),
    needs: (context) => server(context, 'vnc'),
  }),
  newDevice({
    id: 'spice',
    kind: 'graphics',
    group: 'display',
    ask: ['listens', 'port', 'password', 'gl', 'renderNode'],
    initial: () => ({ type: 'spice', ...local }),
    needs: (context) => server(context, 'spice'),
  }),
  newDevice({
    id: 'eglHeadless',
    kind: 'graphics',
    group: 'display',
    ask: ['renderNode'],
    initial: () => ({ type: 'egl-headless' }),
    needs: (context) => server(context, 'egl-headless'),
  }),
  newDevice({
    id: 'video',
    kind: 'video',
    group: 'display',
    ask: ['model', 'heads', 'vram', 'accel3d'],
    required: ['model'],
    initial: (context) => ({ model: videoModel(context), heads: 1 }),
    needs: (context, { model }) => allOf(notNone(context, 'video'), offered(context, 'video.modelType', model)),
  }),
  newDevice({
    id: 'sound',
    kind: 'sound',
    group: 'input',
    ask: ['model', 'codecs', 'audio'],
    required: ['model'],
    initial: (context) => ({ model: soundModel(context) }),
  }),
  newDevice({
    id: 'audio',
    kind: 'audio',
    group: 'input',
    ask: ['type', 'id', 'serverName'],
    required: ['type', 'id'],
    initial: (context) => ({
      id: nextFree(
        devicesNamed(context, 'audio').map((each) => audio.id.get(each)),
        1,
      ),
      type: hasSpice(context) ? 'spice' : 'none',
    }),
  }),
] as const;
