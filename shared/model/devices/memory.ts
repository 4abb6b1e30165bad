/** `<memory>` under `<devices>`: pluggable memory (formatdomain, "Memory devices"). */
import { hexadecimal, integer, oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, flag, scaled, text } from '../../xml/property.ts';

export const memory = {
  model: attribute('@model', oneOf(['dimm', 'nvdimm', 'virtio-mem', 'virtio-pmem', 'sgx-epc'])),
  access: attribute('@access', oneOf(['private', 'shared'])),
  discard: attribute('@discard', yesNo),
  uuid: text('uuid', string),
  path: text('source/path', string, { when: { model: ['nvdimm', 'virtio-pmem'] } }),
  alignSize: scaled('source/alignsize', 'KiB', { when: { model: ['nvdimm', 'virtio-pmem'] } }),
  persistentMemory: flag('source/pmem', { when: { model: ['nvdimm', 'virtio-pmem'] } }),
  pageSize: scaled('source/pagesize'),
  nodemask: text('source/nodemask', string),
  size: scaled('target/size'),
  node: text('target/node', integer),
  block: scaled('target/block', 'KiB', { when: { model: ['virtio-mem'] } }),
  requested: scaled('target/requested', 'KiB', { when: { model: ['virtio-mem'] }, live: 'update' }),
  current: scaled('target/current'),
  label: scaled('target/label/size', 'KiB', { when: { model: ['nvdimm', 'virtio-pmem'] } }),
  dynamicMemslots: attribute('target/@dynamicMemslots', yesNo, { when: { model: ['virtio-mem'] } }),
  baseAddress: attribute('target/address/@base', hexadecimal(1)),
  readonly: flag('target/readonly', { when: { model: ['nvdimm', 'virtio-pmem'] } }),
};
