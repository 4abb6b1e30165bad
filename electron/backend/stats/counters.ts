/**
 * Rates from counters. Counters start again with the guest, and with a disk or interface that is unplugged and plugged in again: one
 * that went down, or that is new, gives a gap instead of a spike.
 */

/** Per second between two readings of a counter; NaN where there is nothing to compare with. */
export function rate(before: number, now: number, seconds: number): number {
  const difference = now - before;
  return seconds > 0 && difference >= 0 ? difference / seconds : Number.NaN;
}

interface Reading {
  value: number;
  turn: number;
}

/** The counters of one domain while it runs, by the device that counts (`vda`) and what it counts (`rd.bytes`). */
export class Counters {
  readonly #devices = new Map<string, Map<string, Reading>>();
  #turn = 0;
  #at = Number.NaN;
  #seconds = Number.NaN;

  /** Begins another reading. @param at monotonic ms */
  begin(at: number): void {
    this.#turn += 1;
    this.#seconds = (at - this.#at) / 1000;
    this.#at = at;
  }

  /** Per second since the reading before; NaN if it was not read then. */
  perSecond(device: string, counter: string, value: number): number {
    let readings = this.#devices.get(device);
    if (!readings) this.#devices.set(device, (readings = new Map()));
    const reading = readings.get(counter);
    if (!reading) {
      readings.set(counter, { value, turn: this.#turn });
      return Number.NaN;
    }
    const found = reading.turn === this.#turn - 1 ? rate(reading.value, value, this.#seconds) : Number.NaN;
    reading.value = value;
    reading.turn = this.#turn;
    return found;
  }
}
