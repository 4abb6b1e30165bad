/** `<video>`, a graphics card (formatdomain, "Video devices"). Memory sizes are KiB. */
import { integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';
import { virtioDriver } from './common.ts';

export const video = {
  model: attribute(
    'model/@type',
    oneOf(['virtio', 'vga', 'qxl', 'bochs', 'ramfb', 'cirrus', 'vmvga', 'xen', 'vbox', 'gop', 'none']),
    { capability: 'video.modelType' },
  ),
  vram: attribute('model/@vram', integer, {
    unit: 'kibibytes',
    when: { model: ['vga', 'cirrus', 'bochs', 'qxl', 'vmvga', 'ramfb'] },
  }),
  ram: attribute('model/@ram', integer, { unit: 'kibibytes', when: { model: ['qxl'] } }),
  vram64: attribute('model/@vram64', integer, { unit: 'kibibytes' }),
  vgamem: attribute('model/@vgamem', integer, { unit: 'kibibytes', when: { model: ['qxl'] } }),
  heads: attribute('model/@heads', integer),
  primary: attribute('model/@primary', yesNo),
  blob: attribute('model/@blob', onOff, { when: { model: ['virtio', 'qxl', 'vga', 'bochs'] } }),
  accel3d: attribute('model/acceleration/@accel3d', yesNo),
  accel2d: attribute('model/acceleration/@accel2d', yesNo),
  renderNode: attribute('model/acceleration/@rendernode', string, {
    when: { model: ['virtio', 'qxl', 'vga', 'bochs'] },
  }),
  width: attribute('model/resolution/@x', integer, { unit: 'pixels' }),
  height: attribute('model/resolution/@y', integer, { unit: 'pixels' }),
  driver: attribute('driver/@name', oneOf(['qemu', 'vhostuser']), {
    when: { model: ['virtio', 'qxl', 'vga', 'bochs'] },
  }),
  edid: attribute('model/@edid', onOff, { when: { model: ['virtio', 'qxl', 'vga', 'bochs'] } }),
  vgaConf: attribute('driver/@vgaconf', oneOf(['io', 'on', 'off'])),
  ...virtioDriver,
};
