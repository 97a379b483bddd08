/** Every example passes the API server's strict dry run. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { loadAll } from 'js-yaml';
import { kubectl } from '../../../scripts/cluster/kubectl.ts';
import { tools } from '../../../scripts/cluster/releases.ts';
import { settings } from '../../../scripts/cluster/settings.ts';
import { chartFolder, top } from '../../../scripts/support/top.ts';
import { definedGroups } from '../../support/definitions.ts';
import type { Checks } from '../support/checks.ts';

export const examples = async (checks: Checks): Promise<void> => {
  const folder = join(top, 'examples');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  for (const file of files) {
    await checks.check(`examples/${basename(file)} passes the strict server-side dry run`, async () => {
      const { helm } = await tools();
      const manifests = await helm.template(chartFolder, {
        release: 'example',
        namespace: settings.namespace,
        files: [join(folder, file)],
      });
      // Kinds of operators are checked where their definitions are (test/chart/kubernetes.test.ts).
      const objects = (loadAll(manifests) as ({ apiVersion: string } | null)[]).filter(
        (object) => object && !definedGroups.some((group) => object.apiVersion.startsWith(`${group}/`)),
      );
      await kubectl(
        ['apply', '--server-side', '--dry-run=server', '--validate=strict', '-f', '-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
      );
    });
  }
};
