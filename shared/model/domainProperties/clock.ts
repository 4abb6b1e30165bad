/** The guest's clock and its timers (formatdomain, "Time keeping"). */
import { integer, oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, records } from '../../xml/property.ts';

const timer = {
  name: attribute('@name', oneOf(['rtc', 'pit', 'hpet', 'kvmclock', 'hypervclock', 'tsc', 'platform', 'armvtimer'])),
  present: attribute('@present', yesNo),
  tickPolicy: attribute('@tickpolicy', oneOf(['delay', 'catchup', 'merge', 'discard'])),
  track: attribute('@track', oneOf(['boot', 'guest', 'wall', 'realtime'])),
  mode: attribute('@mode', oneOf(['auto', 'native', 'emulate', 'paravirt', 'smpsafe'])),
  /** Of the TSC. */
  frequency: attribute('@frequency', integer, { unit: 'hertz' }),
  catchupThreshold: attribute('catchup/@threshold', integer),
  catchupSlew: attribute('catchup/@slew', integer),
  catchupLimit: attribute('catchup/@limit', integer),
};

export const clock = {
  clockOffset: attribute('clock/@offset', oneOf(['utc', 'localtime', 'timezone', 'variable', 'absolute'])),
  clockTimezone: attribute('clock/@timezone', string, { when: { clockOffset: ['timezone'] } }),
  /** Seconds from the basis, or `reset`. */
  clockAdjustment: attribute(
    'clock/@adjustment',
    { ...string, samples: ['3600', '-60', 'reset'] },
    { unit: 'seconds', when: { clockOffset: ['variable'] } },
  ),
  clockBasis: attribute('clock/@basis', oneOf(['utc', 'localtime']), {
    default: 'utc',
    when: { clockOffset: ['variable'] },
  }),
  /** Seconds since 1970, of an absolute clock. */
  clockStart: attribute('clock/@start', integer, { unit: 'secondsSince1970', when: { clockOffset: ['absolute'] } }),
  timers: records('clock/timer', timer, [
    [{ name: 'rtc', tickPolicy: 'catchup', catchupThreshold: 123, catchupSlew: 120, catchupLimit: 10000 }],
    [
      { name: 'hpet', present: false },
      { name: 'tsc', frequency: 2000000000, mode: 'native' },
    ],
  ]),
};
