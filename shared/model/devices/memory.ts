/** `<memory>` under `<devices>`: pluggable memory (formatdomain, "Memory devices"). */
import { hexadecimal, integer, oneOf, string, yesNo } from '../../xml/codec.ts';
import { attribute, flag, scaled, text } from '../../xml/property.ts';

export const memory = {
  model: attribute('@model', oneOf(['dimm', 'nvdimm', 'virtio-mem', 'virtio-pmem', 'sgx-epc'])),
  access: attribute('@access', oneOf(['private', 'shared'])),
  discard: attribute('@discard', yesNo),
  uuid: text('uuid', string),
  path: text('source/path', string),
  alignSize: scaled('source/alignsize'),
  persistentMemory: flag('source/pmem'),
  pageSize: scaled('source/pagesize'),
  nodemask: text('source/nodemask', string),
  size: scaled('target/size'),
  node: text('target/node', integer),
  block: scaled('target/block'),
  requested: scaled('target/requested'),
  current: scaled('target/current'),
  label: scaled('target/label/size'),
  dynamicMemslots: attribute('target/@dynamicMemslots', yesNo),
  baseAddress: attribute('target/address/@base', hexadecimal(1)),
  readonly: flag('target/readonly'),
};
