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
  type: attribute('@type', oneOf(['vnc', 'spice', 'rdp', 'sdl', 'desktop', 'egl-headless', 'dbus']), {
    capability: 'graphics.type',
  }),
  /** -1 (with autoport) lets the hypervisor choose; the live XML has the real one. */
  port: attribute('@port', { ...integer, samples: [5900, -1] }, { when: { autoport: [false] } }),
  tlsPort: attribute('@tlsPort', { ...integer, samples: [5901, -1] }, { when: { type: ['spice'] } }),
  autoport: attribute('@autoport', yesNo, { when: { type: ['vnc', 'spice', 'rdp'] } }),
  websocket: attribute('@websocket', { ...integer, samples: [5700, -1] }, { when: { type: ['vnc'] } }),
  /** Only in XML read with VIR_DOMAIN_XML_SECURE. */
  password: attribute('@passwd', string, { secret: true, when: { type: ['vnc', 'spice', 'rdp'] }, live: 'update' }),
  passwordValidTo: attribute('@passwdValidTo', string, { when: { type: ['vnc', 'spice', 'rdp'] }, live: 'update' }),
  connected: attribute('@connected', oneOf(['keep', 'disconnect', 'fail']), { live: 'update' }),
  keymap: attribute('@keymap', string, { when: { type: ['vnc'] } }),
  sharePolicy: attribute('@sharePolicy', oneOf(['allow-exclusive', 'force-shared', 'ignore']), {
    when: { type: ['vnc'] },
  }),
  /** Of `rdp`. */
  replaceUser: attribute('@replaceUser', yesNo),
  multiUser: attribute('@multiUser', yesNo),
  rdpUsername: attribute('@username', string),
  /** Of `dbus`. */
  busAddress: attribute('@address', string),
  powerControl: attribute('@powerControl', yesNo),
  defaultMode: attribute('@defaultMode', oneOf(['secure', 'insecure', 'any']), {
    default: 'any',
    when: { type: ['spice'] },
  }),
  socket: attribute('@socket', string),
  /** The older place of the first listen address; libvirt keeps both alike. */
  listenAddress: attribute('@listen', string),
  display: attribute('@display', string, { when: { type: ['sdl'] } }),
  xauth: attribute('@xauth', string, { when: { type: ['sdl'] } }),
  fullscreen: attribute('@fullscreen', yesNo, { when: { type: ['sdl'] } }),
  p2p: attribute('@p2p', yesNo),
  listens: records(
    'listen',
    listen,
    [[{ type: 'address', address: '127.0.0.1' }], [{ type: 'socket', socket: '/run/vnc.sock' }]],
    { when: { type: ['vnc', 'spice', 'rdp'] } },
  ),

  channels: records(
    'channel',
    channel,
    [
      [{ name: 'main', mode: 'secure' }],
      [
        { name: 'main', mode: 'secure' },
        { name: 'record', mode: 'insecure' },
      ],
    ],
    { when: { type: ['spice'] } },
  ),
  imageCompression: attribute('image/@compression', oneOf(['auto_glz', 'auto_lz', 'quic', 'glz', 'lz', 'off']), {
    when: { type: ['spice'] },
  }),
  jpegCompression: attribute('jpeg/@compression', oneOf(['auto', 'never', 'always']), { when: { type: ['spice'] } }),
  zlibCompression: attribute('zlib/@compression', oneOf(['auto', 'never', 'always']), { when: { type: ['spice'] } }),
  playbackCompression: attribute('playback/@compression', onOff, { when: { type: ['spice'] } }),
  streamingMode: attribute('streaming/@mode', oneOf(['filter', 'all', 'off']), { when: { type: ['spice'] } }),
  copyPaste: attribute('clipboard/@copypaste', yesNo, { default: true, when: { type: ['spice'] } }),
  mouseMode: attribute('mouse/@mode', oneOf(['server', 'client']), { when: { type: ['spice'] } }),
  fileTransfer: attribute('filetransfer/@enable', yesNo, { default: true, when: { type: ['spice'] } }),
  gl: attribute('gl/@enable', yesNo, { when: { type: ['spice', 'egl-headless', 'sdl', 'dbus'] } }),
  renderNode: attribute('gl/@rendernode', string, { when: { type: ['spice', 'egl-headless', 'sdl', 'dbus'] } }),
  audio: attribute('audio/@id', integer),
};
