/** What a host says of a definition that is only shown to it. */
export interface DefinitionCheck {
  /** Whether the host's own schema could be read; libvirt's parser is asked in any case. */
  readonly schema: 'host' | 'unreadable';
  readonly faults: readonly HostFault[];
}

export interface HostFault {
  readonly by: 'schema' | 'libvirt';
  /** The words of libvirt or of the validator. */
  readonly message: string;
  /** From 1, where it was told. */
  readonly line?: number;
}
