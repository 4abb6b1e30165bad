/** Files that come with the program. This page is as far away from them in the sources as in the bundle (dist/electron). */
export const osDatabaseFile = new URL('../../assets/osDatabase.json', import.meta.url);
