/** Files of a Go module, which are to be had where GitHub is not. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';

/**
 * The folder of a module in Go's cache, downloaded if it is not there.
 * @param reference path and version, such as `istio.io/api@v1.32.0`; Go's checksum database answers for its content.
 * @throws Error with what Go said, if the module cannot be had.
 */
export const goModule = async (reference: string): Promise<string> => {
  try {
    const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', reference], {
      cwd: tmpdir(),
    });
    return JSON.parse(stdout).Dir;
  } catch (error) {
    const { stdout, message } = error as { stdout?: string; message: string };
    throw new Error(`${reference}: ${stdout ? JSON.parse(stdout).Error : message}`);
  }
};
