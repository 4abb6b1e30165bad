/**
 * The key of what a task is called: that of `domain.start` is `domain.tasks.start`.
 *
 * @param verb `noun.method`. Records of other versions name verbs that have no words, or none at all: ask `hasWords` before use.
 */
export function taskKey(verb = ''): string {
  const [noun = '', method = ''] = verb.split('.');
  return `${noun}.tasks.${method}`;
}
