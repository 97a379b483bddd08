/** `npm run lint`: style, source rules and shell scripts; changes nothing (`npm run format` does). */
import type { Report } from '../lint/finding.ts';
import { checkShellSyntax, checkWithShellcheck } from '../lint/shell-checks.ts';
import { checkFileLengths, checkImports, checkTestFiles } from '../lint/source-checks.ts';
import { packageBinary, passThrough } from '../support/process.ts';
import { skipped } from '../support/skipped.ts';
import { top } from '../support/top.ts';

/** Prints what breaks a rule; a check that cannot run is told as skipped. */
export const run = async (_args: string[]): Promise<number> => {
  const style = await passThrough(process.execPath, [packageBinary('@biomejs/biome', 'bin/biome'), 'check']);
  const reports: Report[] = await Promise.all([
    checkTestFiles(top).then((findings) => ({ findings })),
    checkFileLengths(top).then((findings) => ({ findings })),
    checkImports(top).then((findings) => ({ findings })),
    checkShellSyntax(top),
    checkWithShellcheck(top),
  ]);
  const findings = reports.flatMap((report) => report.findings);
  for (const { path, message } of findings) console.log(`${path}: ${message}`);
  for (const report of reports) if (report.skipped !== undefined) skipped(report.skipped);
  if (findings.length > 0) console.error(`lint: ${findings.length} findings`);
  return style !== 0 || findings.length > 0 ? 1 : 0;
};
