/** A program in words, for whoever is asked to agree to it. */
export { explainProgram } from '../explain/program.ts';
