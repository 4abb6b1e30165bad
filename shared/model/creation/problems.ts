/** What stands in the way of a new VM on its host, or is worth knowing before. */
import { groupOf, type OperatingSystem } from '../os.ts';
import { unattendedScript } from '../unattended/index.ts';
import { problem, when, type Checked, type Problems } from './checked.ts';
import { choicesOf, hasFirmware } from './choices.ts';
import type { CreationRequest } from './creationRequest.ts';
import { isWindows } from './osTraits.ts';
import { nicProblems } from './problemsOfNics.ts';
import { volumeProblems } from './problemsOfVolumes.ts';

/** Of the request, whatever the hosts. */
export function requestProblems(request: CreationRequest, os: OperatingSystem | undefined, today: string): Problems {
  const { source, hardware, extraMedia, unattended } = request;
  const virtio = hardware.disks.some(({ bus }) => bus === 'virtio' || bus === 'scsi');
  return [
    ...when(os !== undefined && groupOf(os, today) === 'old', 'warning', 'osOld', 'os', { os: os?.name ?? '' }),
    ...when(
      unattended !== undefined && (os === undefined || unattendedScript(os) === undefined),
      'error',
      'unattendedMissing',
      'unattended',
    ),
    ...when(
      isWindows(os) && virtio && extraMedia.length === 0 && source.kind === 'iso',
      'warning',
      'windowsNeedsDrivers',
      'hardware.disks.0.bus',
    ),
    ...sourceProblems(request),
  ];
}

function sourceProblems({ source, hardware: { disks } }: CreationRequest): Problems {
  const first = disks[0]?.content;
  switch (source.kind) {
    case 'import':
      return [
        ...when(first === undefined, 'error', 'noDisk', 'hardware.disks'),
        ...when(first?.kind === 'new', 'error', 'noSource', 'hardware.disks.0.content'),
      ];
    case 'cloud':
      return [
        ...when(first?.kind !== 'new', 'error', 'noDisk', 'hardware.disks'),
        ...when(source.image.kind === 'remote', 'error', 'noSource', 'source.image'),
        // What differs from an image is kept in an image with a backing file: only QEMU's own format has that.
        ...when(
          source.mode === 'link' && first?.kind === 'new' && first.format !== 'qcow2',
          'error',
          'imageFormat',
          'hardware.disks.0.content.format',
        ),
      ];
    case 'tree':
    case 'iso':
      return when(first === undefined, 'warning', 'noDisk', 'hardware.disks');
    case 'pxe':
    case 'blank':
    case 'xml':
      return [];
    default:
      return source satisfies never;
  }
}

/** Of one VM on its host. */
export function vmProblems(checked: Checked): Problems {
  const { view, vm, together } = checked;
  const name = { name: vm.name };
  return [
    ...when(view.domainNames.has(vm.name), 'error', 'nameTaken', 'name', name),
    ...when(together.filter((other) => other.name === vm.name).length > 1, 'error', 'nameTwice', 'name', name),
    ...when(
      checked.request.source.kind === 'tree' && vm.installation === undefined,
      'error',
      'kernelUnknown',
      'source.kernel',
    ),
    ...(checked.request.source.kind === 'xml' ? [] : hardwareProblems(checked)),
    ...volumeProblems(checked),
  ];
}

function hardwareProblems(checked: Checked): Problems {
  const { request, view } = checked;
  const { type, arch, machine } = request.hardware;
  const archs = view.guests.filter((guest) => guest.arch === arch);
  if (archs.length === 0) return [problem('error', 'archMissing', 'hardware.arch', { arch })];
  const guest = archs.find((each) => each.type === type);
  if (guest === undefined) return [problem('error', 'typeMissing', 'hardware.type', { type })];
  if (view.capabilities === undefined || !guest.machines.includes(machine))
    return [problem('error', 'machineMissing', 'hardware.machine', { machine })];
  return [
    ...when(type === 'qemu', 'warning', 'emulated', 'hardware.type'),
    ...platformProblems(checked),
    ...deviceProblems(checked),
    ...nicProblems(checked),
  ];
}

function platformProblems({ request: { hardware }, view: { capabilities, guests, memoryMiB }, os }: Checked): Problems {
  if (capabilities === undefined) return [];
  const { cpu, firmware } = hardware;
  const { cpuModes, cpuModels, maximumVcpus } = choicesOf(capabilities, guests);
  const vcpus = Math.max(cpu.vcpus, cpu.maximum ?? 0);
  const { sockets = 1, cores = 1, threads = 1 } = cpu.topology ?? {};
  const model = cpu.mode === 'custom' && (cpu.model === undefined || !cpuModels.includes(cpu.model));
  const memory = Math.max(hardware.memoryMiB, hardware.maximumMiB ?? 0);
  return [
    ...when(
      !hasFirmware(capabilities, firmware),
      'error',
      firmware === 'secureBoot' ? 'secureBootMissing' : 'firmwareMissing',
      'hardware.firmware',
    ),
    ...when(!cpuModes.includes(cpu.mode) || model, 'error', 'cpuModeMissing', 'hardware.cpu.mode', {
      mode: cpu.model ?? cpu.mode,
    }),
    ...when(vcpus > maximumVcpus, 'error', 'tooManyVcpus', 'hardware.cpu.vcpus', { maximum: maximumVcpus }),
    ...when(
      (cpu.maximum !== undefined && cpu.maximum < cpu.vcpus) ||
        (cpu.topology !== undefined && sockets * cores * threads !== vcpus),
      'error',
      'topologyWrong',
      'hardware.cpu.topology',
      { vcpus, product: sockets * cores * threads },
    ),
    ...when(memoryMiB !== undefined && memory > memoryMiB, 'warning', 'memoryMoreThanHost', 'hardware.memoryMiB', {
      memoryMiB: memoryMiB ?? 0,
    }),
    ...when(hardware.memoryMiB < (os?.minimum?.memoryMiB ?? 0), 'warning', 'memoryLow', 'hardware.memoryMiB', {
      memoryMiB: os?.minimum?.memoryMiB ?? 0,
    }),
  ];
}

/** Older hosts don't tell what they have: then nothing is missing. */
function deviceProblems({ request: { hardware }, view: { capabilities } }: Checked): Problems {
  if (capabilities === undefined) return [];
  const lacks = (list: string, value: string): boolean => capabilities.enums[list]?.includes(value) === false;
  const q35 = /q35/.test(hardware.machine);
  const noBus = (bus: string): boolean =>
    (bus !== 'nvme' && lacks('disk.bus', bus)) ||
    (bus === 'ide' && q35) ||
    (bus === 'sata' && hardware.machine === 'pc');
  const { graphics, video } = hardware;
  return [
    ...when(
      hardware.tpm && (capabilities.supported['tpm'] === false || lacks('tpm.backendModel', 'emulator')),
      'error',
      'tpmMissing',
      'hardware.tpm',
    ),
    ...hardware.disks.flatMap(({ bus }, at) =>
      when(noBus(bus), 'error', 'busMissing', `hardware.disks.${at}.bus`, { bus }),
    ),
    ...(hardware.cdrom === undefined
      ? []
      : when(noBus(hardware.cdrom), 'error', 'busMissing', 'hardware.cdrom', { bus: hardware.cdrom })),
    ...when(graphics !== 'none' && lacks('graphics.type', graphics), 'error', 'graphicsMissing', 'hardware.graphics', {
      graphics,
    }),
    ...when(graphics !== 'none' && lacks('video.modelType', video), 'error', 'videoMissing', 'hardware.video', {
      video,
    }),
  ];
}
