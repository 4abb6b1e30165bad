/** `<audio>`, where a guest's sound goes on the host (formatdomain, "Audio backends"). */
import { integer, oneOf, string } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';

export const audio = {
  id: attribute('@id', integer),
  type: attribute(
    '@type',
    oneOf(['none', 'alsa', 'coreaudio', 'dbus', 'jack', 'oss', 'pulseaudio', 'sdl', 'spice', 'file', 'pipewire']),
  ),
  serverName: attribute('@serverName', string),
  path: attribute('@path', string),
  runtimeDirectory: attribute('@runtimeDir', string),
  driver: attribute('@driver', string),
  timerPeriod: attribute('@timerPeriod', integer),
  inputDevice: attribute('input/@dev', string),
  outputDevice: attribute('output/@dev', string),
  inputName: attribute('input/@name', string),
  outputName: attribute('output/@name', string),
};
