/** What an unattended installation consists of, whatever the installer. */
import type { FirstBootFile } from '../firstBoot.ts';
import type { InstallScript } from '../os.ts';

/** The VM that is installed, as far as an installer has to be told. */
export interface UnattendedVm {
  readonly name: string;
  readonly firmware: 'bios' | 'efi';
  /** libvirt's word: x86_64, i686, aarch64. */
  readonly arch: string;
  /** The disk to install on, as Linux calls it: `vda`, `sda`. It is emptied. */
  readonly disk: string;
  /** A CD with virtio drivers for Windows is in a drive. */
  readonly virtioDrivers: boolean;
  /** The network tree it is installed from. */
  readonly tree?: string;
}

/**
 * How the installer gets at the files: on a CD of their own, found by its label, or in the root of its initrd, to which they are
 * appended.
 */
export type UnattendedDelivery = { readonly kind: 'cd'; readonly label: string } | { readonly kind: 'initrd' };

export interface UnattendedInstall {
  readonly script: InstallScript;
  readonly files: readonly FirstBootFile[];
  readonly delivery: UnattendedDelivery;
  /** For the installer's kernel, where it is started by us. */
  readonly kernelArguments: readonly string[];
  /**
   * What becomes of it when the medium boots by itself, without those arguments: it `works`, it `asks` once whether to go on, or
   * it `fails`: the questions come.
   */
  readonly withoutArguments: 'works' | 'asks' | 'fails';
}
