import { AppError } from '../../shared/errors.ts';

/** How many ports are tried. */
const tried = 100;

/**
 * Opens what needs a port at the first of a row of ports that no other program has.
 * @param open throws AppError `conflict` where the port is taken
 * @throws what `open` throws: at once where it is something else, in the end where every port is taken
 */
export async function openAtFreePort<T>(first: number, open: (port: number) => Promise<T>): Promise<T> {
  for (let port = first; ; port += 1) {
    try {
      return await open(port);
    } catch (thrown) {
      const taken = thrown instanceof AppError && thrown.code === 'conflict';
      if (!taken || port - first >= tried - 1 || port >= 65_535) throw thrown;
    }
  }
}
