/** What live pictures show, wherever it comes from. */

/** Points to paint, oldest first: `length` of them are valid. Made once per picture and filled again and again. */
export interface Points {
  /** Epoch ms. */
  readonly at: Float64Array;
  /** NaN is not known: a gap. */
  readonly values: Float32Array;
  length: number;
}

export function makePoints(capacity: number): Points {
  return { at: new Float64Array(capacity), values: new Float32Array(capacity), length: 0 };
}

export interface LiveSource {
  /** The value now; NaN when not known. */
  latest(): number;
  /** Epoch ms of the latest value; undefined before the first. */
  latestAt(): number | undefined;
  /** Fills `points` with the newest values that are not older than `sinceMs` (epoch ms). */
  recent(sinceMs: number, points: Points): void;
  /** Calls after each new value. @returns stops calling */
  onTick(listener: () => void): () => void;
}
