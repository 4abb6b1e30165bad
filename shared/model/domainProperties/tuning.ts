/** vCPUs, I/O threads and their share of the host (formatdomain, "CPU Allocation", "IOThreads Allocation", "CPU Tuning", "Block I/O Tuning"). */
import { integer, oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, records, text } from '../../xml/property.ts';

/** -1: no limit. */
const quota = { ...integer, samples: [20000, -1] };

const vcpu = {
  id: attribute('@id', integer),
  enabled: attribute('@enabled', yesNo),
  hotpluggable: attribute('@hotpluggable', yesNo),
  order: attribute('@order', integer),
};

const iothread = {
  id: attribute('@id', integer),
  threadPoolMinimum: attribute('@thread_pool_min', integer),
  threadPoolMaximum: attribute('@thread_pool_max', integer),
  pollMaximum: attribute('poll/@max', integer, { unit: 'nanoseconds' }),
  pollGrow: attribute('poll/@grow', integer),
  pollShrink: attribute('poll/@shrink', integer),
};

const vcpuPin = {
  vcpu: attribute('@vcpu', integer),
  cpuset: attribute('@cpuset', string),
};

const iothreadPin = {
  iothread: attribute('@iothread', integer),
  cpuset: attribute('@cpuset', string),
};

const schedulers = oneOf(['batch', 'idle', 'fifo', 'rr']);

const vcpuScheduler = {
  vcpus: attribute('@vcpus', string),
  scheduler: attribute('@scheduler', schedulers),
  /** 1 to 99, of the real-time schedulers. */
  priority: attribute('@priority', integer),
};

const iothreadScheduler = {
  iothreads: attribute('@iothreads', string),
  scheduler: attribute('@scheduler', schedulers),
  priority: attribute('@priority', integer),
};

const blockWeight = {
  path: text('path', string),
  weight: text('weight', integer),
  readBytesPerSecond: text('read_bytes_sec', integer, { unit: 'bytesPerSecond' }),
  writeBytesPerSecond: text('write_bytes_sec', integer, { unit: 'bytesPerSecond' }),
  readRequestsPerSecond: text('read_iops_sec', integer),
  writeRequestsPerSecond: text('write_iops_sec', integer),
};

export const tuning = {
  vcpu: text('vcpu', integer),
  currentVcpu: attribute('vcpu/@current', integer, { live: 'vcpus' }),
  vcpuPlacement: attribute('vcpu/@placement', oneOf(['static', 'auto'])),
  cpuset: attribute('vcpu/@cpuset', string),
  vcpus: records('vcpus/vcpu', vcpu, [
    [{ id: 0, enabled: true, hotpluggable: false, order: 1 }],
    [
      { id: 0, enabled: true },
      { id: 1, enabled: false, hotpluggable: true },
    ],
  ]),
  iothreads: text('iothreads', integer),
  iothreadIds: records('iothreadids/iothread', iothread, [
    [{ id: 1 }],
    [
      { id: 2, threadPoolMinimum: 8, threadPoolMaximum: 16 },
      { id: 4, pollMaximum: 32768, pollGrow: 2, pollShrink: 0 },
    ],
  ]),
  mainLoopThreadPoolMinimum: attribute('defaultiothread/@thread_pool_min', integer),
  mainLoopThreadPoolMaximum: attribute('defaultiothread/@thread_pool_max', integer),

  cpuShares: text('cputune/shares', integer, { live: 'scheduler' }),
  vcpuPeriod: text('cputune/period', integer, { unit: 'microseconds', live: 'scheduler' }),
  vcpuQuota: text('cputune/quota', quota, { unit: 'microseconds', live: 'scheduler' }),
  globalPeriod: text('cputune/global_period', integer, { unit: 'microseconds', live: 'scheduler' }),
  globalQuota: text('cputune/global_quota', quota, { unit: 'microseconds', live: 'scheduler' }),
  emulatorPeriod: text('cputune/emulator_period', integer, { unit: 'microseconds', live: 'scheduler' }),
  emulatorQuota: text('cputune/emulator_quota', quota, { unit: 'microseconds', live: 'scheduler' }),
  iothreadPeriod: text('cputune/iothread_period', integer, { unit: 'microseconds', live: 'scheduler' }),
  iothreadQuota: text('cputune/iothread_quota', quota, { unit: 'microseconds', live: 'scheduler' }),
  vcpuPins: records(
    'cputune/vcpupin',
    vcpuPin,
    [
      [{ vcpu: 0, cpuset: '0' }],
      [
        { vcpu: 0, cpuset: '0-1' },
        { vcpu: 1, cpuset: '1,^0' },
      ],
    ],
    { live: 'pinVcpus' },
  ),
  emulatorPin: attribute('cputune/emulatorpin/@cpuset', string, { live: 'pinEmulator' }),
  iothreadPins: records('cputune/iothreadpin', iothreadPin, [[{ iothread: 1, cpuset: '0-1' }]], {
    live: 'pinIothreads',
  }),
  vcpuSchedulers: records('cputune/vcpusched', vcpuScheduler, [
    [{ vcpus: '0', scheduler: 'batch' }],
    [{ vcpus: '0-1', scheduler: 'fifo', priority: 3 }],
  ]),
  iothreadSchedulers: records('cputune/iothreadsched', iothreadScheduler, [[{ iothreads: '1', scheduler: 'idle' }]]),
  emulatorScheduler: attribute('cputune/emulatorsched/@scheduler', schedulers),
  emulatorPriority: attribute('cputune/emulatorsched/@priority', integer),

  blkioWeight: text('blkiotune/weight', integer, { live: 'blockWeight' }),
  blkioDevices: records('blkiotune/device', blockWeight, [
    [{ path: '/dev/sda', weight: 500 }],
    [
      { path: '/dev/sda', readBytesPerSecond: 1000000 },
      { path: '/dev/sdb', writeRequestsPerSecond: 200 },
    ],
  ]),
  resourcePartition: text('resource/partition', string),
  fibreChannelAppId: attribute('resource/fibrechannel/@appid', string),
};
