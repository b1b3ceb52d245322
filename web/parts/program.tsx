import type { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'preact/hooks';
import type { Program } from '../../src/core/program.ts';

interface ProgramProps {
  readonly program: Program;
  readonly readOnly: boolean;
  /** The guest of the lab it will run in. */
  readonly within?: string | undefined;
  readonly onChange: (source: string) => void;
}

/** The editor comes when there is a program to show, and is not part of what the page begins with. */
export function ProgramEditor({ program, readOnly, within, onChange }: ProgramProps) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | undefined>(undefined);
  const { source } = program;
  useEffect(() => {
    let isGone = false;
    void import('../editor.ts').then(({ openEditor }) => {
      if (isGone || box.current === null) return;
      editor.current = openEditor(box.current, { source, readOnly, language: program.language, within, onChange });
    });
    return () => {
      isGone = true;
      editor.current?.destroy();
      editor.current = undefined;
    };
  }, [source, readOnly, program.language, within]);
  return <div ref={box} class="editor" />;
}
