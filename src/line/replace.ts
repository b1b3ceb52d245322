/** Files written whole, for the command line. */
export { replaceWhole, writeWhole } from '../system/replace.ts';
