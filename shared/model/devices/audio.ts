/** `<audio>`, where a guest's sound goes on the host (formatdomain, "Audio backends"); which of its settings count depends on `type`. */
import { integer, oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute } from '../../xml/property.ts';

const sampleFormat = oneOf(['s8', 'u8', 's16', 'u16', 's32', 'u32', 'f32']);

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
  tryMemoryMap: attribute('@tryMMap', yesNo),
  exclusive: attribute('@exclusive', yesNo),
  dspPolicy: attribute('@dspPolicy', integer),
  inputDevice: attribute('input/@dev', string),
  outputDevice: attribute('output/@dev', string),
  inputName: attribute('input/@name', string),
  outputName: attribute('output/@name', string),
  inputMixingEngine: attribute('input/@mixingEngine', yesNo),
  inputFixedSettings: attribute('input/@fixedSettings', yesNo),
  inputVoices: attribute('input/@voices', integer),
  /** Microseconds. */
  inputBufferLength: attribute('input/@bufferLength', integer),
  inputBufferCount: attribute('input/@bufferCount', integer),
  inputTryPoll: attribute('input/@tryPoll', yesNo),
  inputServerName: attribute('input/@serverName', string),
  inputClientName: attribute('input/@clientName', string),
  inputConnectPorts: attribute('input/@connectPorts', string),
  inputExactName: attribute('input/@exactName', yesNo),
  inputStreamName: attribute('input/@streamName', string),
  /** Microseconds. */
  inputLatency: attribute('input/@latency', integer),
  inputFrequency: attribute('input/settings/@frequency', integer),
  inputChannels: attribute('input/settings/@channels', integer),
  inputFormat: attribute('input/settings/@format', sampleFormat),
  outputMixingEngine: attribute('output/@mixingEngine', yesNo),
  outputFixedSettings: attribute('output/@fixedSettings', yesNo),
  outputVoices: attribute('output/@voices', integer),
  /** Microseconds. */
  outputBufferLength: attribute('output/@bufferLength', integer),
  outputBufferCount: attribute('output/@bufferCount', integer),
  outputTryPoll: attribute('output/@tryPoll', yesNo),
  outputServerName: attribute('output/@serverName', string),
  outputClientName: attribute('output/@clientName', string),
  outputConnectPorts: attribute('output/@connectPorts', string),
  outputExactName: attribute('output/@exactName', yesNo),
  outputStreamName: attribute('output/@streamName', string),
  /** Microseconds. */
  outputLatency: attribute('output/@latency', integer),
  outputFrequency: attribute('output/settings/@frequency', integer),
  outputChannels: attribute('output/settings/@channels', integer),
  outputFormat: attribute('output/settings/@format', sampleFormat),
};
