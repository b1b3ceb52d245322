/** Every message a failure ends with: the catalogue, by what they are about in `messages/`. */
import { compilingMessages } from './messages/compiling.ts';
import { documentsMessages } from './messages/documents.ts';
import { evaluationMessages } from './messages/evaluation.ts';
import { exportMessages } from './messages/export.ts';
import { filesMessages } from './messages/files.ts';
import { labMessages } from './messages/lab.ts';
import { libbpfMessages } from './messages/libbpf.ts';
import { machineMessages } from './messages/machine.ts';
import { modelsMessages } from './messages/models.ts';
import { programsMessages } from './messages/programs.ts';
import { questionsMessages } from './messages/questions.ts';
import { reportsMessages } from './messages/reports.ts';
import { sessionsMessages } from './messages/sessions.ts';
import { toolsMessages } from './messages/tools.ts';

export { OLDEST_BPFTRACE } from './messages/machine.ts';
export { draftHints } from './messages/models.ts';
export { MAX_QUESTION } from './messages/questions.ts';

export const messages: typeof compilingMessages &
  typeof documentsMessages &
  typeof evaluationMessages &
  typeof exportMessages &
  typeof filesMessages &
  typeof labMessages &
  typeof libbpfMessages &
  typeof machineMessages &
  typeof modelsMessages &
  typeof programsMessages &
  typeof questionsMessages &
  typeof reportsMessages &
  typeof sessionsMessages &
  typeof toolsMessages = {
  ...compilingMessages,
  ...documentsMessages,
  ...evaluationMessages,
  ...exportMessages,
  ...filesMessages,
  ...labMessages,
  ...libbpfMessages,
  ...machineMessages,
  ...modelsMessages,
  ...programsMessages,
  ...questionsMessages,
  ...reportsMessages,
  ...sessionsMessages,
  ...toolsMessages,
};
