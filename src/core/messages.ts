/** Every message a failure ends with: the catalogue, by what they are about in `messages/`. */
import { compiledMessages } from './messages/compiled.ts';
import { compilingMessages } from './messages/compiling.ts';
import { debuggingMessages } from './messages/debugging.ts';
import { documentsMessages } from './messages/documents.ts';
import { evaluationMessages } from './messages/evaluation.ts';
import { exportMessages } from './messages/export.ts';
import { feedbackMessages } from './messages/feedback.ts';
import { filesMessages } from './messages/files.ts';
import { labMessages } from './messages/lab.ts';
import { learningMessages } from './messages/learning.ts';
import { libbpfMessages } from './messages/libbpf.ts';
import { machineMessages } from './messages/machine.ts';
import { mcpMessages } from './messages/mcp.ts';
import { meansMessages } from './messages/means.ts';
import { modelsMessages } from './messages/models.ts';
import { modulesMessages } from './messages/modules.ts';
import { programsMessages } from './messages/programs.ts';
import { questionsMessages } from './messages/questions.ts';
import { reportsMessages } from './messages/reports.ts';
import { servingMessages } from './messages/serving.ts';
import { sessionsMessages } from './messages/sessions.ts';
import { talkingMessages } from './messages/talking.ts';
import { toolsMessages } from './messages/tools.ts';
import { webMessages } from './messages/web.ts';

export { OLDEST_BPFTRACE } from './messages/machine.ts';
export { draftHints } from './messages/models.ts';
export { MAX_QUESTION } from './messages/questions.ts';

export const messages: typeof compiledMessages &
  typeof compilingMessages &
  typeof debuggingMessages &
  typeof documentsMessages &
  typeof evaluationMessages &
  typeof exportMessages &
  typeof feedbackMessages &
  typeof filesMessages &
  typeof labMessages &
  typeof learningMessages &
  typeof libbpfMessages &
  typeof machineMessages &
  typeof mcpMessages &
  typeof meansMessages &
  typeof modelsMessages &
  typeof modulesMessages &
  typeof programsMessages &
  typeof questionsMessages &
  typeof reportsMessages &
  typeof servingMessages &
  typeof sessionsMessages &
  typeof talkingMessages &
  typeof toolsMessages &
  typeof webMessages = {
  ...compiledMessages,
  ...compilingMessages,
  ...debuggingMessages,
  ...documentsMessages,
  ...evaluationMessages,
  ...exportMessages,
  ...feedbackMessages,
  ...filesMessages,
  ...labMessages,
  ...learningMessages,
  ...libbpfMessages,
  ...machineMessages,
  ...mcpMessages,
  ...meansMessages,
  ...modelsMessages,
  ...modulesMessages,
  ...programsMessages,
  ...questionsMessages,
  ...reportsMessages,
  ...servingMessages,
  ...sessionsMessages,
  ...talkingMessages,
  ...toolsMessages,
  ...webMessages,
};
