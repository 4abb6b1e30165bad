/** `<video>`, a graphics card (formatdomain, "Video devices"). Memory sizes are KiB. */
import { integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';
import { virtioDriver } from './common.ts';

export const video = {
  model: attribute(
    'model/@type',
    oneOf(['virtio', 'vga', 'qxl', 'bochs', 'ramfb', 'cirrus', 'vmvga', 'xen', 'vbox', 'gop', 'none']),
  ),
  vram: attribute('model/@vram', integer),
  ram: attribute('model/@ram', integer),
  vram64: attribute('model/@vram64', integer),
  vgamem: attribute('model/@vgamem', integer),
  heads: attribute('model/@heads', integer),
  primary: attribute('model/@primary', yesNo),
  blob: attribute('model/@blob', onOff),
  accel3d: attribute('model/acceleration/@accel3d', yesNo),
  accel2d: attribute('model/acceleration/@accel2d', yesNo),
  renderNode: attribute('model/acceleration/@rendernode', string),
  width: attribute('model/resolution/@x', integer),
  height: attribute('model/resolution/@y', integer),
  driver: attribute('driver/@name', oneOf(['qemu', 'vhostuser'])),
  edid: attribute('model/@edid', onOff),
  vgaConf: attribute('driver/@vgaconf', oneOf(['io', 'on', 'off'])),
  ...virtioDriver,
};
