/** Validates with libxml2, as libvirt itself does; compiled to WebAssembly, and loaded when it is first needed. */
import type { HostFault } from '../../../../shared/model/definitionCheck.ts';

export interface Grammar {
  readonly main: string;
  /** Texts by the names that `include` gives them. */
  readonly files: ReadonlyMap<string, string>;
}

export async function validateRelaxNg({ main, files }: Grammar, xml: string): Promise<readonly HostFault[]> {
  const libxml2 = await import('libxml2-wasm');
  const open: { readonly bytes: Uint8Array; at: number }[] = [];
  libxml2.xmlRegisterInputProvider({
    match: (name) => files.has(name),
    open: (name) => open.push({ bytes: new TextEncoder().encode(files.get(name) ?? ''), at: 0 }),
    read: (handle, into) => {
      const file = open[handle - 1];
      if (file === undefined) return -1;
      const part = file.bytes.subarray(file.at, file.at + into.byteLength);
      into.set(part);
      file.at += part.byteLength;
      return part.byteLength;
    },
    close: () => true,
  });
  try {
    using grammar = libxml2.XmlDocument.fromString(files.get(main) ?? '', { url: main });
    using validator = libxml2.RelaxNGValidator.fromDoc(grammar);
    using document = libxml2.XmlDocument.fromString(xml);
    validator.validate(document);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof libxml2.XmlLibError)) throw thrown;
    return thrown.details.map(({ message, line }) => ({
      by: 'schema',
      message: message.trim(),
      ...(line > 0 && { line }), // 0: it doesn't know
    }));
  } finally {
    libxml2.xmlCleanupInputProvider();
  }
}
