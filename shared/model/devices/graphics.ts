/** `<graphics>`, a server for the guest's screen (formatdomain, "Graphical framebuffers"). */
import { integer, oneOf, onOff, string, yesNo } from '../../xml/codec.ts';
import { attribute, records, type Values } from '../../xml/property.ts';

export const listen = {
  type: attribute('@type', oneOf(['address', 'network', 'socket', 'none']), { default: 'address' }),
  address: attribute('@address', string),
  network: attribute('@network', string),
  socket: attribute('@socket', string),
};
export type Listen = Values<typeof listen>;

/** One of SPICE's channels, encrypted or not. */
const channel = {
  name: attribute(
    '@name',
    oneOf(['main', 'display', 'inputs', 'cursor', 'playback', 'record', 'smartcard', 'usbredir']),
  ),
  mode: attribute('@mode', oneOf(['secure', 'insecure', 'any'])),
};

export const graphics = {
  type: attribute('@type', oneOf(['vnc', 'spice', 'rdp', 'sdl', 'desktop', 'egl-headless', 'dbus'])),
  /** -1 (with autoport) lets the hypervisor choose; the live XML has the real one. */
  port: attribute('@port', { ...integer, samples: [5900, -1] }),
  tlsPort: attribute('@tlsPort', { ...integer, samples: [5901, -1] }),
  autoport: attribute('@autoport', yesNo),
  websocket: attribute('@websocket', { ...integer, samples: [5700, -1] }),
  /** Only in XML read with VIR_DOMAIN_XML_SECURE. */
  password: attribute('@passwd', string),
  passwordValidTo: attribute('@passwdValidTo', string),
  connected: attribute('@connected', oneOf(['keep', 'disconnect', 'fail'])),
  keymap: attribute('@keymap', string),
  sharePolicy: attribute('@sharePolicy', oneOf(['allow-exclusive', 'force-shared', 'ignore'])),
  /** Of `rdp`. */
  replaceUser: attribute('@replaceUser', yesNo),
  multiUser: attribute('@multiUser', yesNo),
  rdpUsername: attribute('@username', string),
  /** Of `dbus`. */
  busAddress: attribute('@address', string),
  powerControl: attribute('@powerControl', yesNo),
  defaultMode: attribute('@defaultMode', oneOf(['secure', 'insecure', 'any']), { default: 'any' }),
  socket: attribute('@socket', string),
  /** The older place of the first listen address; libvirt keeps both alike. */
  listenAddress: attribute('@listen', string),
  display: attribute('@display', string),
  xauth: attribute('@xauth', string),
  fullscreen: attribute('@fullscreen', yesNo),
  p2p: attribute('@p2p', yesNo),
  listens: records('listen', listen, [
    [{ type: 'address', address: '127.0.0.1' }],
    [{ type: 'socket', socket: '/run/vnc.sock' }],
  ]),

  channels: records('channel', channel, [
    [{ name: 'main', mode: 'secure' }],
    [
      { name: 'main', mode: 'secure' },
      { name: 'record', mode: 'insecure' },
    ],
  ]),
  imageCompression: attribute('image/@compression', oneOf(['auto_glz', 'auto_lz', 'quic', 'glz', 'lz', 'off'])),
  jpegCompression: attribute('jpeg/@compression', oneOf(['auto', 'never', 'always'])),
  zlibCompression: attribute('zlib/@compression', oneOf(['auto', 'never', 'always'])),
  playbackCompression: attribute('playback/@compression', onOff),
  streamingMode: attribute('streaming/@mode', oneOf(['filter', 'all', 'off'])),
  copyPaste: attribute('clipboard/@copypaste', yesNo, { default: true }),
  mouseMode: attribute('mouse/@mode', oneOf(['server', 'client'])),
  fileTransfer: attribute('filetransfer/@enable', yesNo, { default: true }),
  gl: attribute('gl/@enable', yesNo),
  renderNode: attribute('gl/@rendernode', string),
  audio: attribute('audio/@id', integer),
};
