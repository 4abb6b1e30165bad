/** Keyboard layouts by their XKB names, as YaST and Windows call them. */

export interface Keyboard {
  readonly yast: string;
  /** Language and layout, both in hexadecimal (Default input profiles in Windows). */
  readonly windows: string;
}

const american: Keyboard = { yast: 'english-us', windows: '0409:00000409' };

const keyboards: Readonly<Record<string, Keyboard>> = {
  us: american,
  gb: { yast: 'english-uk', windows: '0809:00000809' },
  de: { yast: 'german', windows: '0407:00000407' },
  ch: { yast: 'german-ch', windows: '0807:00000807' },
  fr: { yast: 'french', windows: '040c:0000040c' },
  be: { yast: 'belgian', windows: '0813:00000813' },
  nl: { yast: 'dutch', windows: '0413:00020409' },
  es: { yast: 'spanish', windows: '0c0a:0000040a' },
  it: { yast: 'italian', windows: '0410:00000410' },
  pt: { yast: 'portugese', windows: '0816:00000816' },
  br: { yast: 'portugese-br', windows: '0416:00000416' },
  dk: { yast: 'danish', windows: '0406:00000406' },
  no: { yast: 'norwegian', windows: '0414:00000414' },
  se: { yast: 'swedish', windows: '041d:0000041d' },
  fi: { yast: 'finnish', windows: '040b:0000040b' },
  pl: { yast: 'polish', windows: '0415:00000415' },
  cz: { yast: 'czech', windows: '0405:00000405' },
  hu: { yast: 'hungarian', windows: '040e:0000040e' },
  gr: { yast: 'greek', windows: '0408:00000408' },
  tr: { yast: 'turkish', windows: '041f:0000041f' },
  ru: { yast: 'russian', windows: '0419:00000419' },
  ua: { yast: 'ukrainian', windows: '0422:00000422' },
  jp: {
    yast: 'japanese',
    windows: '0411:{03B5835F-F03C-411B-9CE2-AA23E1171E36}{A76C93D9-5523-4E90-AAFA-4DB112F9AC76}',
  },
  kr: { yast: 'korean', windows: '0412:{A028AE76-01B1-46C2-99C4-ACD9858AE02F}{B5FE1F02-D5F2-4445-9C03-C568F23C99A1}' },
  cn: { yast: 'chinese', windows: '0804:{81D4E9C9-1D3B-41BC-9E6C-4B40BF79E35E}{FA550B04-5AD7-411F-A5AC-CA038EC515D7}' },
};

/** Those that every installer is told rightly. */
export const keyboardLayouts: readonly string[] = Object.keys(keyboards);

/** The American one for a layout that isn't in the table. */
export const keyboardOf = (layout: string): Keyboard => keyboards[layout] ?? american;
