import { expect, test } from 'vitest';
import { choiceField, firstWrong, type Field } from './formFields.ts';

const field = (id: string, rest: Partial<Pick<Field, 'error' | 'closed'>> = {}): Field => ({
  kind: 'text',
  id,
  label: id,
  value: '',
  onChange: () => undefined,
  ...rest,
});

test('the first wrong field is the one to mend, and a closed one never is', () => {
  expect(firstWrong([field('a'), field('b', { error: 'no' }), field('c', { error: 'no' })])?.id).toBe('b');
  expect(firstWrong([field('a', { error: 'no', closed: true })])).toBeUndefined();
  expect(firstWrong([])).toBeUndefined();
});

test('a field of allowed values hands on no other', () => {
  const chosen: string[] = [];
  const choices = [
    { value: 'elf', label: 'ELF' },
    { value: 'kdump', label: 'kdump' },
  ] as const;
  const { onChange } = choiceField({ id: 'f', label: 'f', value: 'elf', choices, onChange: (v) => chosen.push(v) });
  for (const value of ['kdump', 'raw', '']) onChange(value);
  expect(chosen).toEqual(['kdump']);
});
