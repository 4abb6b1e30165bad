/** Editors for what is more than a field: several properties that belong together, with what the host has and what goes wrong. */
import { BootOrder } from './bootOrder.tsx';
import { CpuModel } from './cpuModel.tsx';
import { CpuTopology } from './cpuTopology.tsx';
import { Memory } from './memory.tsx';
import { Numa } from './numa.tsx';
import { Pinning } from './pinning.tsx';

export const specialEditors = {
  cpuTopology: CpuTopology,
  cpuModel: CpuModel,
  pinning: Pinning,
  numa: Numa,
  bootOrder: BootOrder,
  memory: Memory,
} as const;
