/** `<input>` (formatdomain, "Input devices"). */
import { oneOf, onOff, string } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';
import { virtioDriver } from './common.ts';

export const input = {
  type: attribute('@type', oneOf(['tablet', 'mouse', 'keyboard', 'passthrough', 'evdev'])),
  bus: attribute('@bus', oneOf(['usb', 'virtio', 'ps2', 'xen', 'parallels'])),
  model: attribute('@model', oneOf(['virtio', 'virtio-transitional', 'virtio-non-transitional'])),
  eventDevice: attribute('source/@evdev', string, { when: { type: ['passthrough', 'evdev'] } }),
  device: attribute('source/@dev', string, { when: { type: ['passthrough', 'evdev'] } }),
  grab: attribute('source/@grab', oneOf(['all']), { when: { type: ['passthrough', 'evdev'] } }),
  grabToggle: attribute(
    'source/@grabToggle',
    oneOf(['ctrl-ctrl', 'alt-alt', 'shift-shift', 'meta-meta', 'scrolllock', 'ctrl-scrolllock']),
    { when: { type: ['passthrough', 'evdev'] } },
  ),
  repeat: attribute('source/@repeat', onOff, { when: { type: ['passthrough', 'evdev'] } }),
  ...virtioDriver,
};
