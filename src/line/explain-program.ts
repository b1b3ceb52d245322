/** A program in words, by its language. */
import type { Program, Safety } from '../core/program.ts';
import { type Around, explainLines, type ProgramExplanation } from '../explain/lines/lines.ts';

/** bpftrace line by line; C and objects by what the object holds; of a tool by what its help says of each argument. */
export async function explainProgram(program: Program, safety: Safety, language: string, around: Around = {}): Promise<ProgramExplanation> {
  switch (program.language) {
    case 'c':
    case 'object': {
      const [{ readObject }, { explainObject }] = await Promise.all([import('../object/read.ts'), import('../explain/object/object.ts')]);
      const read = readObject(Buffer.from(program.binary ?? '', 'base64'));
      return read.ok ? explainObject(read.object.description, safety, program.source, language) : NOTHING;
    }
    case 'wasm': {
      const [{ readObject }, { explainObject }, { findObjects }, { objectContents }] = await Promise.all([
        import('../object/read.ts'),
        import('../explain/object/object.ts'),
        import('../engines/wasm/objects.ts'),
        import('./contents.ts'),
      ]);
      const read = findObjects(Uint8Array.from(Buffer.from(program.binary ?? '', 'base64')))
        .map(readObject)
        .find(({ ok }) => ok);
      if (read?.ok !== true) return NOTHING;
      return explainObject(read.object.description, safety, objectContents(read.object.description), language);
    }
    case 'tool':
      return (await import('./tools/explain.ts')).explainTool(program);
    default:
      return explainLines(program, language, around);
  }
}

const NOTHING: ProgramExplanation = { lines: [], maps: [], limits: [] };
