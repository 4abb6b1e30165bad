/** What helps in the editor: libvirt's schema and its documentation, in the user's language. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { completionsAt, documentationOf, nameAt } from '../../../shared/xml/complete.ts';
import type { Schema } from '../../../shared/xml/schema.ts';
import type { CodeAssistant } from '../../components/codeEditor.tsx';
import { loadDomainSchema, type DomainSchema } from '../../nouns/domainSchema.ts';

const asItIs = (schema: Schema): Schema => schema;

/** Without a schema there is no help; that it could not be had is said where it is first asked for. */
const loaded = (): Promise<DomainSchema | undefined> => loadDomainSchema().catch(() => undefined);

/** @param narrow the schema that the text obeys; the same function at every use. Absent: that of domains */
export function useAssistant(narrow: (schema: Schema) => Schema = asItIs): CodeAssistant {
  const { t, i18n } = useTranslation();
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
  return useMemo(() => {
    const info = ({ docs }: DomainSchema, path: string): string | undefined => documentationOf(docs, path)?.[language];
    return {
      // Who types before the schema is there gets the offers when it comes.
      complete: async (text, offset) => {
        const known = await loaded();
        const found = known && completionsAt(narrow(known.schema), text, offset);
        return (
          found && {
            from: found.from,
            options: found.options.map(({ kind, label, template, required, path }) => ({
              kind,
              label,
              template,
              info: kind === 'value' ? undefined : info(known, path),
              goesOn: kind === 'attribute',
              detail: required ? t('definition.required') : undefined,
            })),
          }
        );
      },
      explain: async (text, offset) => {
        const named = nameAt(text, offset);
        const known = named && (await loaded());
        const said = known && info(known, named.path);
        if (named === undefined || said === undefined) return undefined;
        return { from: named.from, to: named.to, name: text.slice(named.from, named.to), info: said };
      },
    };
  }, [narrow, language, t]);
}
