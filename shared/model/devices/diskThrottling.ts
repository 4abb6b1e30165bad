/** Limits of a disk (formatdomain, `<iotune>`): steady ones, bursts above them, and how long a burst may last. */
import { integer, string } from '../../xml/codec.ts';
import { list, text } from '../../xml/property.ts';
import type { PropertyFacts } from '../../xml/traits.ts';

const limit = (name: string, facts: PropertyFacts) => text(`iotune/${name}`, integer, facts);

export const diskThrottling = {
  totalBytesPerSecond: limit('total_bytes_sec', { unit: 'bytesPerSecond', live: 'ioThrottle' }),
  totalRequestsPerSecond: limit('total_iops_sec', { live: 'ioThrottle' }),
  readBytesPerSecond: limit('read_bytes_sec', { unit: 'bytesPerSecond', live: 'ioThrottle' }),
  readRequestsPerSecond: limit('read_iops_sec', { live: 'ioThrottle' }),
  writeBytesPerSecond: limit('write_bytes_sec', { unit: 'bytesPerSecond', live: 'ioThrottle' }),
  writeRequestsPerSecond: limit('write_iops_sec', { live: 'ioThrottle' }),
  totalBytesPerSecondMax: limit('total_bytes_sec_max', { unit: 'bytesPerSecond', live: 'ioThrottle' }),
  totalRequestsPerSecondMax: limit('total_iops_sec_max', { live: 'ioThrottle' }),
  readBytesPerSecondMax: limit('read_bytes_sec_max', { unit: 'bytesPerSecond', live: 'ioThrottle' }),
  readRequestsPerSecondMax: limit('read_iops_sec_max', { live: 'ioThrottle' }),
  writeBytesPerSecondMax: limit('write_bytes_sec_max', { unit: 'bytesPerSecond', live: 'ioThrottle' }),
  writeRequestsPerSecondMax: limit('write_iops_sec_max', { live: 'ioThrottle' }),
  totalBytesPerSecondMaxLength: limit('total_bytes_sec_max_length', { unit: 'seconds' }),
  totalRequestsPerSecondMaxLength: limit('total_iops_sec_max_length', { unit: 'seconds' }),
  readBytesPerSecondMaxLength: limit('read_bytes_sec_max_length', { unit: 'seconds' }),
  readRequestsPerSecondMaxLength: limit('read_iops_sec_max_length', { unit: 'seconds' }),
  writeBytesPerSecondMaxLength: limit('write_bytes_sec_max_length', { unit: 'seconds' }),
  writeRequestsPerSecondMaxLength: limit('write_iops_sec_max_length', { unit: 'seconds' }),
  /** What counts as one request. */
  requestSize: limit('size_iops_sec', { unit: 'bytes', live: 'ioThrottle' }),
  throttleGroup: text('iotune/group_name', string, { live: 'ioThrottle' }),
  /** Groups of the domain that the disk's requests pass, in order. */
  throttleFilters: list('throttlefilters/throttlefilter/@group', string),
};
