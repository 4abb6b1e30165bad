/** Live rates and totals of the disks and interfaces of one VM, watched while something shows them. They never enter React state. */
import { useEffect, useMemo } from 'react';
import type { DomainRef } from '../../shared/model/domain.ts';
import type { DeviceNumbers, DeviceRate, DeviceTotal } from '../../shared/model/stats.ts';
import { api } from '../backend.ts';
import type { LiveSource } from '../components/liveSource.ts';

/** Wait before watching again after the subscription broke. */
const retryMs = 2000;

export type DeviceNumber = { readonly rate: DeviceRate } | { readonly total: DeviceTotal };

class Watched {
  #latest: readonly DeviceNumbers[] = [];
  #at: number | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #sources = new Map<string, LiveSource>();

  async watch({ host, uuid }: DomainRef, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const numbers of api.stats.watchDevices({ host, uuid }, { signal })) this.#take(numbers);
      } catch {
        // The host is away or the backend restarts: both are shown elsewhere, and here nothing is known then.
        this.#take([]);
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  #take(numbers: readonly DeviceNumbers[]): void {
    this.#latest = numbers;
    this.#at = Date.now();
    for (const listener of this.#listeners) listener();
  }

  /** The same object for the same number. */
  source(device: DeviceNumbers['device'], name: string, number: DeviceNumber): LiveSource {
    const key = `${device} ${'rate' in number ? number.rate : number.total} ${name}`;
    const source = this.#sources.get(key) ?? this.#open(device, name, number);
    this.#sources.set(key, source);
    return source;
  }

  #open(device: DeviceNumbers['device'], name: string, number: DeviceNumber): LiveSource {
    return {
      latest: () => {
        const found = this.#latest.find((each) => each.device === device && each.name === name);
        const value = 'rate' in number ? found?.rates[number.rate] : found?.totals[number.total];
        return value ?? Number.NaN;
      },
      latestAt: () => this.#at,
      recent: (_since, points) => {
        points.length = 0;
      },
      onTick: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
  }
}

/** Where the numbers of one device come from, while the component stands. */
export function useDeviceNumbers(
  { host, uuid }: DomainRef,
  device: DeviceNumbers['device'],
  name: string,
): (number: DeviceNumber) => LiveSource {
  const watched = useMemo(() => new Watched(), []);
  useEffect(() => {
    const watching = new AbortController();
    void watched.watch({ host, uuid }, watching.signal);
    return () => watching.abort();
  }, [watched, host, uuid]);
  return useMemo(() => (number) => watched.source(device, name, number), [watched, device, name]);
}
