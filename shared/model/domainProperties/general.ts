/** What a domain is called, how it ends, and what else stands for the whole of it (formatdomain, "General metadata", "Events configuration"). */
import { oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, list, records, text } from '../../xml/property.ts';

export const lifecycleActions = ['destroy', 'restart', 'preserve', 'rename-restart'] as const;

const perfEvent = {
  name: attribute(
    '@name',
    oneOf([
      'cmt',
      'mbmt',
      'mbml',
      'cpu_cycles',
      'instructions',
      'cache_references',
      'cache_misses',
      'branch_instructions',
      'branch_misses',
      'bus_cycles',
      'stalled_cycles_frontend',
      'stalled_cycles_backend',
      'ref_cpu_cycles',
      'cpu_clock',
      'task_clock',
      'page_faults',
      'context_switches',
      'cpu_migrations',
      'page_faults_min',
      'page_faults_maj',
      'alignment_faults',
      'emulation_faults',
    ]),
  ),
  enabled: attribute('@enabled', yesNo),
};

const qemuVariable = {
  name: attribute('@name', string),
  value: attribute('@value', string),
};

export const general = {
  type: attribute('@type', oneOf(['kvm', 'qemu', 'xen', 'lxc', 'hvf', 'bhyve', 'vz', 'test'])),
  name: text('name', string),
  uuid: text('uuid', string),
  /** Changes when the guest is cloned or rolled back, so that it can tell; needs ACPI. */
  generationId: text('genid', string),
  title: text('title', string, { live: 'title' }),
  description: text('description', string, { live: 'description' }),
  osId: attribute('metadata/libosinfo:libosinfo/libosinfo:os/@id', string),
  emulator: text('devices/emulator', string),

  onPoweroff: text('on_poweroff', oneOf(lifecycleActions), { default: 'destroy', live: 'lifecycle' }),
  onReboot: text('on_reboot', oneOf(lifecycleActions), { default: 'restart', live: 'lifecycle' }),
  onCrash: text('on_crash', oneOf([...lifecycleActions, 'coredump-destroy', 'coredump-restart']), {
    default: 'destroy',
    live: 'lifecycle',
  }),
  onLockfailure: text('on_lockfailure', oneOf(['poweroff', 'restart', 'pause', 'ignore'])),
  suspendToMemory: attribute('pm/suspend-to-mem/@enabled', yesNo),
  suspendToDisk: attribute('pm/suspend-to-disk/@enabled', yesNo),

  perfEvents: records('perf/event', perfEvent, [
    [{ name: 'cpu_cycles', enabled: true }],
    [{ name: 'page_faults', enabled: false }, { name: 'task_clock' }],
  ]),
  /** Handed to QEMU as they are; libvirt marks the domain as tainted. */
  qemuArguments: list('qemu:commandline/qemu:arg/@value', string),
  qemuEnvironment: records('qemu:commandline/qemu:env', qemuVariable, [[{ name: 'QEMU_AUDIO_DRV', value: 'none' }]]),
  qemuAddedCapabilities: list('qemu:capabilities/qemu:add/@capability', string),
  qemuRemovedCapabilities: list('qemu:capabilities/qemu:del/@capability', string),
};
