/** The program in an editor: coloured, held against this machine by the checker while it is typed. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { type Action, linter, lintGutter, lintKeymap, type Diagnostic as Mark } from '@codemirror/lint';
import { EditorState, RangeSetBuilder } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import type { Diagnostic, Fix } from '../src/core/diagnostic.ts';
import type { Language } from '../src/core/program.ts';
import { type Colour, codeMarks } from '../src/explain/code-pieces.ts';
import { call } from './client.ts';
import { words } from './words.ts';

/** Longer programs are shown without colours: they would be read anew with each letter. */
const MOST_COLOURED = 100_000;
const MARKS: Readonly<Record<Colour, Decoration>> = {
  comment: Decoration.mark({ class: 'tk-comment' }),
  text: Decoration.mark({ class: 'tk-text' }),
  number: Decoration.mark({ class: 'tk-number' }),
  map: Decoration.mark({ class: 'tk-map' }),
  variable: Decoration.mark({ class: 'tk-variable' }),
  keyword: Decoration.mark({ class: 'tk-keyword' }),
  call: Decoration.mark({ class: 'tk-call' }),
  probe: Decoration.mark({ class: 'tk-probe' }),
};

function coloured(source: string, language: Language): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  if (source.length > MOST_COLOURED) return builder.finish();
  for (const { colour, from, to } of codeMarks(source, language)) builder.add(from, to, MARKS[colour]);
  return builder.finish();
}

function coloursOf(language: Language) {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = coloured(view.state.doc.toString(), language);
      }
      update(update: ViewUpdate): void {
        if (update.docChanged) this.decorations = coloured(update.state.doc.toString(), language);
      }
    },
    { decorations: ({ decorations }) => decorations },
  );
}

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--raised)', color: 'var(--ink)', fontSize: '13px' },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-scroller': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace', lineHeight: '1.55', maxHeight: '24rem' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--dim)', border: 'none' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '.cm-tooltip': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--rule)', maxWidth: '36rem' },
  '.cm-diagnostic': { fontFamily: 'system-ui, sans-serif', fontSize: '13px', whiteSpace: 'pre-wrap' },
  '.cm-diagnosticAction': { backgroundColor: 'var(--accent)', color: 'var(--paper)', borderRadius: '4px' },
  '.tk-comment': { color: 'var(--comment)', fontStyle: 'italic' },
  '.tk-text': { color: 'var(--text)' },
  '.tk-number': { color: 'var(--number)' },
  '.tk-map': { color: 'var(--map)' },
  '.tk-variable': { color: 'var(--variable)' },
  '.tk-keyword': { color: 'var(--keyword)', fontWeight: '600' },
  '.tk-call': { color: 'var(--call)' },
  '.tk-probe': { color: 'var(--probe)', fontWeight: '600' },
});

/** What the checker says of a program, as marks in it; a fix is a button. */
export function marksOf(diagnostics: readonly Diagnostic[], length: number): Mark[] {
  return diagnostics.map(({ severity, message, hints, span, fixes }): Mark => {
    const from = Math.min(span?.start ?? 0, length);
    return {
      from,
      to: Math.min(Math.max(span?.end ?? 0, from), length),
      severity: severity === 'note' ? 'info' : severity,
      message: [message, ...hints].join('\n'),
      actions: fixes.map(actionOf),
    };
  });
}

function actionOf({ title, edits }: Fix): Action {
  return {
    name: title,
    apply: (view) => view.dispatch({ changes: edits.map(({ span, text }) => ({ from: span.start, to: span.end, insert: text })) }),
  };
}

/** What is typed while the server is away, or what it does not look at, is checked when it is run. */
function checkIn(language: 'bpftrace' | 'c', within: string | undefined) {
  return async (view: EditorView): Promise<Mark[]> => {
    const source = view.state.doc.toString();
    if (source.trim() === '') return [];
    try {
      const { diagnostics } = await call('POST /api/check', { body: { source, language, ...(within === undefined ? {} : { within }) } });
      return marksOf(diagnostics, source.length);
    } catch {
      return [];
    }
  };
}

/** Whether it is text that a person may change. */
export function isWritten(language: Language): language is 'bpftrace' | 'c' {
  return language === 'bpftrace' || language === 'c';
}

export interface Editing {
  readonly source: string;
  readonly readOnly: boolean;
  readonly language: Language;
  /** The guest of the lab it is held against, instead of this machine. */
  readonly within: string | undefined;
  readonly onChange: (source: string) => void;
}

/** In a root of its own: there CodeMirror's styles are constructed style sheets, which the page's policy allows. */
export function openEditor(parent: HTMLElement, { source, readOnly, language, within, onChange }: Editing): EditorView {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' });
  return new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: source,
      extensions: [
        lineNumbers(),
        // What is agreed to is what is read: letters that hide, or turn the direction of writing, are seen.
        highlightSpecialChars({ addSpecialChars: /[\p{Cf}\p{Zl}\p{Zp}]/gu }),
        history(),
        drawSelection(),
        keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
        coloursOf(language),
        // C goes through the compiler each time.
        ...(isWritten(language) && !readOnly ? [linter(checkIn(language, within), { delay: language === 'c' ? 700 : 350 }), lintGutter()] : []),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': words.peek().editorLabel, tabindex: '0' }),
        EditorState.readOnly.of(readOnly),
        look,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
}
