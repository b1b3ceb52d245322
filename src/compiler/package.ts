/**
 * One file to carry: the object, with what it is for as JSON in a section of its own. It stays an object that every loader takes: libbpf passes by sections it does not
 * know.
 */
import { sectionOf, withSection } from './sections.ts';

export const PACKAGE_SECTION = '.gpttrace';
const FORMAT = 1;

/** What is told of a program beside what its object says itself. */
export interface PackageNote {
  readonly title: string;
  /** The C that it was compiled from. */
  readonly source?: string;
  /** The name of the file that was built. */
  readonly file?: string;
  /** The question it was written for. */
  readonly question?: string;
  /** The kernel it was built on; it is adapted to others where it is CO-RE. */
  readonly kernel?: string;
}

/** The object with the note in it; undefined where the bytes are no object. A note that is there already gives way. */
export function packed(object: Uint8Array, note: PackageNote): Uint8Array | undefined {
  return withSection(object, PACKAGE_SECTION, Buffer.from(JSON.stringify({ format: FORMAT, ...note })));
}

/** The note of an object; undefined where it has none that can be read. Whatever stands there was written by others. */
export function noteOf(object: Uint8Array): PackageNote | undefined {
  const section = sectionOf(object, PACKAGE_SECTION);
  if (section === undefined) return undefined;
  try {
    const kept: unknown = JSON.parse(Buffer.from(section).toString());
    if (typeof kept !== 'object' || kept === null) return undefined;
    const { format, title, source, file, question, kernel } = kept as Readonly<Record<string, unknown>>;
    if (format !== FORMAT || typeof title !== 'string') return undefined;
    const texts = Object.entries({ source, file, question, kernel }).filter(([, text]) => typeof text === 'string');
    return { title, ...Object.fromEntries(texts) };
  } catch {
    return undefined;
  }
}
