/** Fetching a file over HTTP as a whole, with the patience that an offline machine deserves: little. */
import { HelmError } from './helm.ts';

/** How long to wait. */
export interface Patience {
  /** Milliseconds until the server must have answered; an offline machine falls through after it. */
  readonly answerWithin?: number;
  /** Seconds for the whole file. */
  readonly doneWithin?: number;
}

/**
 * The content of a URL.
 * @throws HelmError with the URL and what went wrong: another status than 2xx, no answer in time, no connection.
 */
export const fetchBytes = async (
  url: string,
  { answerWithin = 4000, doneWithin = 180 }: Patience = {},
): Promise<Buffer> => {
  const controller = new AbortController();
  let timer = setTimeout(
    () => controller.abort(new Error(`no answer within ${answerWithin / 1000} s`)),
    answerWithin,
  );
  try {
    const response = await fetch(url, { signal: controller.signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(new Error(`not done in ${doneWithin} s`)), doneWithin * 1000);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new HelmError(`${url}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
};
