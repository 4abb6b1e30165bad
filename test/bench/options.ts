/** What the command line asks of every benchmark. */
export interface BenchOptions {
  /** Numbers of VMs to try, where the benchmark has such an axis. */
  readonly vms?: readonly number[];
  /** Round trip times in ms to try, where the benchmark has such an axis. */
  readonly rtts?: readonly number[];
}
