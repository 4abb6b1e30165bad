/** Limits of a disk (formatdomain, `<iotune>`): steady ones, bursts above them, and how long a burst may last. */
import { integer, string } from '../../xml/codec.ts';
import { list, text } from '../../xml/property.ts';

const limit = (name: string) => text(`iotune/${name}`, integer);

export const diskThrottling = {
  totalBytesPerSecond: limit('total_bytes_sec'),
  totalRequestsPerSecond: limit('total_iops_sec'),
  readBytesPerSecond: limit('read_bytes_sec'),
  readRequestsPerSecond: limit('read_iops_sec'),
  writeBytesPerSecond: limit('write_bytes_sec'),
  writeRequestsPerSecond: limit('write_iops_sec'),
  totalBytesPerSecondMax: limit('total_bytes_sec_max'),
  totalRequestsPerSecondMax: limit('total_iops_sec_max'),
  readBytesPerSecondMax: limit('read_bytes_sec_max'),
  readRequestsPerSecondMax: limit('read_iops_sec_max'),
  writeBytesPerSecondMax: limit('write_bytes_sec_max'),
  writeRequestsPerSecondMax: limit('write_iops_sec_max'),
  /** Seconds. */
  totalBytesPerSecondMaxLength: limit('total_bytes_sec_max_length'),
  totalRequestsPerSecondMaxLength: limit('total_iops_sec_max_length'),
  readBytesPerSecondMaxLength: limit('read_bytes_sec_max_length'),
  readRequestsPerSecondMaxLength: limit('read_iops_sec_max_length'),
  writeBytesPerSecondMaxLength: limit('write_bytes_sec_max_length'),
  writeRequestsPerSecondMaxLength: limit('write_iops_sec_max_length'),
  /** Bytes that count as one request. */
  requestSize: limit('size_iops_sec'),
  throttleGroup: text('iotune/group_name', string),
  /** Groups of the domain that the disk's requests pass, in order. */
  throttleFilters: list('throttlefilters/throttlefilter/@group', string),
};
