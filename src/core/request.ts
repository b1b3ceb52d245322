/** What was asked, and how it shall be answered. Options given by flag win over what the question says. */
export interface Request {
  readonly question: string;
  readonly seconds?: number;
  readonly pid?: number;
  readonly comm?: string;
  /** A shell command to trace, with its children, until it ends. */
  readonly command?: string;
  readonly top?: number;
}
