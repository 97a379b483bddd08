/** Which errors are a person's to correct, and how they are told. */

/** A command cannot do what was asked; the message says what was expected and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** What the process exits with: 1 for work that failed, 2 for a wrong call. */
  readonly exitCode: number;
  constructor(message: string, options: { cause?: unknown; exitCode?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}

const builtIn = new Set<unknown>([
  Error,
  TypeError,
  RangeError,
  ReferenceError,
  SyntaxError,
  EvalError,
  URIError,
]);

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/** True for a wrong call, as `parseArgs` of node:util reports it. */
export const isWrongCall = (error: unknown): boolean =>
  error instanceof Error && codeOf(error).startsWith('ERR_PARSE_ARGS_');

/** True for a source that is not TypeScript, as esbuild (in tsx) reports it: its message names file, line and reason. */
const isUnparsed = (error: Error): boolean => error.name === 'TransformError';

/**
 * True for an error that one of our modules raised on purpose: its class is its own (`ChartError`, `HelmError`, …),
 * while JavaScript's own classes mean a mistake in the program. A source that cannot be parsed counts as expected.
 */
export const isExpected = (error: unknown): boolean =>
  error instanceof Error &&
  (isUnparsed(error) || (!builtIn.has(error.constructor) && codeOf(error) !== 'ERR_ASSERTION'));

/** The text of whatever was thrown, with the causes below it. */
export const messagesOf = (error: unknown): string[] => {
  if (!(error instanceof Error)) return [String(error)];
  return [error.message, ...(error.cause === undefined ? [] : messagesOf(error.cause))];
};
