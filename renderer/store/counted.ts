/**
 * What is begun for the first who wants it and ended with the last.
 * @param begin returns how to end it
 * @returns what each calls to have it; that returns how to give it back
 */
export function counted<Key>(begin: (key: Key) => () => void): (key: Key) => () => void {
  const held = new Map<Key, { users: number; readonly end: () => void }>();
  return (key) => {
    const one = held.get(key) ?? { users: 0, end: begin(key) };
    one.users += 1;
    held.set(key, one);
    return () => {
      one.users -= 1;
      if (one.users > 0) return;
      held.delete(key);
      one.end();
    };
  };
}
