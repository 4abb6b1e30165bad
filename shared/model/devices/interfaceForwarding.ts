/** Addresses and routes that a network card's peer sets up, and ports of the host that lead to the guest (passt). */
import { integer, oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, records } from '../../xml/property.ts';

const address = {
  address: attribute('@address', string),
  family: attribute('@family', oneOf(['ipv4', 'ipv6'])),
  prefix: attribute('@prefix', integer),
  peer: attribute('@peer', string),
};

const route = {
  family: attribute('@family', oneOf(['ipv4', 'ipv6'])),
  address: attribute('@address', string),
  prefix: attribute('@prefix', integer),
  netmask: attribute('@netmask', string),
  gateway: attribute('@gateway', string),
  metric: attribute('@metric', integer),
};

const portRange = {
  start: attribute('@start', integer),
  end: attribute('@end', integer),
  /** The guest's port, where it is another one than the host's. */
  to: attribute('@to', integer),
  exclude: attribute('@exclude', yesNo),
};

const portForward = {
  protocol: attribute('@proto', oneOf(['tcp', 'udp'])),
  address: attribute('@address', string),
  device: attribute('@dev', string),
  ranges: records('range', portRange, [
    [{ start: 2022, to: 22 }],
    [
      { start: 8000, end: 8080 },
      { start: 8040, exclude: true },
    ],
  ]),
};

const addressSamples = [
  [{ address: '192.0.2.5', family: 'ipv4', prefix: 24 }],
  [
    { address: '2001:db8::5', family: 'ipv6', prefix: 64 },
    { address: '192.0.2.5', peer: '192.0.2.6' },
  ],
] as const;
const routeSamples = [[{ family: 'ipv4', address: '198.51.100.0', prefix: 24, gateway: '192.0.2.1' }]] as const;

export const networkForwarding = {
  addresses: records('ip', address, addressSamples, { when: { type: ['user'] } }),
  routes: records('route', route, routeSamples),
  /** Of the host's end, with `ethernet`. */
  hostAddresses: records('source/ip', address, addressSamples),
  hostRoutes: records('source/route', route, routeSamples),
  portForwards: records(
    'portForward',
    portForward,
    [
      [{ protocol: 'tcp', ranges: [{ start: 2022, to: 22 }] }],
      [
        { protocol: 'udp', address: '192.0.2.5', device: 'eth0', ranges: [{ start: 5000, end: 5010 }] },
        { protocol: 'tcp' },
      ],
    ],
    { when: { type: ['user'] } },
  ),
};
