/** What went wrong, and what to do. */
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { visible } from '../../src/views/values.ts';
import type { Trouble } from '../state.ts';

/** Nothing where nothing did. */
export function TroubleBox({ trouble }: { readonly trouble: Trouble | undefined }) {
  if (trouble === undefined) return null;
  return (
    <div class="box bad" role="alert">
      <p>{visible(trouble.message)}</p>
      <Hints hints={trouble.hints} />
    </div>
  );
}

/** What is said of a flag of the command line is, here, one of the server. */
export function Hints({ hints }: { readonly hints: readonly string[] }) {
  return (
    <>
      {hints.map((hint) => (
        <p key={hint} class="dim">
          {visible(hint.replaceAll(/(?:gpttrace serve )?--allow-unsafe/g, 'gpttrace serve --allow-unsafe'))}
        </p>
      ))}
    </>
  );
}

/** What is wrong with a program. */
export function Wrong({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  return (
    <>
      {diagnostics.map(({ code, severity, message, hints }) => (
        <div key={`${code} ${message}`} class={`box ${severity === 'error' ? 'bad' : ''}`}>
          <p>{visible(message)}</p>
          <Hints hints={hints} />
        </div>
      ))}
    </>
  );
}
