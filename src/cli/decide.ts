import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Decision, Plan } from '../ask.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { editorName, openEditor } from '../line/editor.ts';
import type { Style } from '../views/layout.ts';
import { visible } from '../views/values.ts';
import { cares, labels, renderCard } from './card.ts';
import type { RunFlags } from './options.ts';
import { question } from './question.ts';
import { fileOf, saveFile } from './save.ts';
import { canAsk, stderrStyle, stdoutStyle } from './terminal.ts';
import { spoken } from './tongue.ts';

/** Shows the plan and gets a decision about it: from the flags, or from the person at the terminal. */
export async function decide(
  plan: Plan,
  diagnostics: readonly Diagnostic[],
  flags: RunFlags,
  stop: AbortSignal,
  said: readonly string[] = [],
): Promise<Decision> {
  // Who has ended it while it was explained wants to be shown nothing, and nothing run.
  if (stop.aborted) return { kind: 'stop', exit: Exit.interrupted };
  const style = stderrStyle();
  // With its words it is shown below; without them in the card.
  const plain = flags.explain !== true;
  if (flags.dryRun) {
    if (!flags.json)
      process.stdout.write(
        `${[...renderCard(plan, diagnostics, stdoutStyle(), plain), ...(await explanation(plan, flags, said, stdoutStyle()))].join('\n')}\n`,
      );
    if (flags.save !== undefined) saveFile(flags.save, await fileOf(plan, flags.save), flags.force ?? false);
    return { kind: 'stop', exit: Exit.answered };
  }
  const asks = flags.yes !== true;
  if (asks && !canAsk()) throw new Problem(messages.noTerminal(plan.intent.language));
  if (asks || process.stderr.isTTY) {
    process.stderr.write(`${[...renderCard(plan, diagnostics, style, asks && plain), ...(await explanation(plan, flags, said, style)), ''].join('\n')}\n`);
  } else {
    const found = diagnostics.filter(({ severity }) => severity !== 'note').map(({ message }) => spoken(message));
    // Agreed to beforehand, and told all the same; in JSON the plan says it.
    const minded = flags.json === true ? [] : cares(plan, labels(plan.intent.language));
    const { written } = plan;
    const from = written === undefined || flags.json === true ? [] : [labels(plan.intent.language).written(written.model, written.mended, written.proven)];
    const notes = [...from, ...plan.notes.map(spoken), ...found, ...minded].map((note) => `gpttrace: ${visible(note)}`);
    const lines = [...notes, ...(await explanation(plan, flags, said, style))];
    if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`);
  }
  const wrong = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  const decision: Decision = asks ? await ask(plan, flags, wrong, stop) : { kind: 'run' };
  // What is kept is what runs: after the edits, not before.
  if (decision.kind === 'run' && flags.save !== undefined) saveFile(flags.save, await fileOf(plan, flags.save), flags.force ?? false);
  return decision;
}

async function explanation(plan: Plan, flags: RunFlags, said: readonly string[], style: Style): Promise<string[]> {
  if (flags.explain !== true) return [];
  const { explainPlan } = await import('../line/explain.ts');
  return ['', ...(await explainPlan(plan, style)), ...(said.length > 0 ? ['', ...said] : [])];
}

/** A program with mistakes, as an edit can leave it, is not offered to be run. */
async function ask(plan: Plan, flags: RunFlags, wrong: boolean, stop: AbortSignal): Promise<Decision> {
  const text = labels(plan.intent.language);
  const isText = plan.program.language === 'bpftrace' || plan.program.language === 'c';
  for (;;) {
    const answer = await question(wrong ? text.questionWrong : isText ? text.question : text.questionFixed, stop);
    if (answer === undefined) {
      process.stderr.write('\n');
      return { kind: 'stop', exit: Exit.notConsented };
    }
    const choice = answer.trim().toLowerCase();
    if (/^(y|yes|是|好)$/.test(choice) && !wrong) return { kind: 'run' };
    if (/^(n|no|q|quit|否|不)?$/.test(choice)) return { kind: 'stop', exit: Exit.notConsented };
    if (/^(e|edit)$/.test(choice)) {
      const { language } = plan.program;
      if (!isText) {
        process.stderr.write(`${spoken(messages.notEditable(language).message)}\n`);
        continue;
      }
      const source = await edit(plan.program.source, language === 'c' ? 'program.bpf.c' : 'program.bt');
      if (source !== undefined) return { kind: 'edited', source };
    } else if (/^(s|save)$/.test(choice)) {
      await save(plan, flags, stop);
    }
  }
}

async function save(plan: Plan, flags: RunFlags, stop: AbortSignal): Promise<void> {
  const path = (await question(spoken('file: '), stop, { answer: false }))?.trim();
  if (path === undefined || path === '') return;
  try {
    saveFile(path, await fileOf(plan, path), flags.force ?? false);
    process.stderr.write(spoken(`saved to ${path}\n`));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${spoken(error.message)}\n`);
  }
}

/** The program as the user's editor left it; undefined where the editor failed, nothing was changed, or the terminal is gone (then what was changed is kept). */
async function edit(source: string, name: string): Promise<string | undefined> {
  const directory = mkdtempSync(join(tmpdir(), 'gpttrace-edit-'));
  const file = join(directory, name);
  try {
    writeFileSync(file, source, { mode: 0o600 });
    const how = await openEditor(file);
    if (how === 'failed') {
      process.stderr.write(spoken(`${editorName()} failed; the program is as it was (set EDITOR to an editor that is installed)\n`));
      return undefined;
    }
    const edited = readFileSync(file, 'utf8');
    if (how === 'ended' && edited !== source) {
      // Nobody is there any more to be asked about it.
      const { keepEdited } = await import('../line/model/drafts.ts');
      keepEdited(edited, name);
      return undefined;
    }
    return edited === source ? undefined : edited;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
