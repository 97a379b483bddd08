/** A chart of three files, for tests of whatever handles charts. */
import { join } from 'node:path';
import { temporaryFolder, writeFiles } from './folder.ts';

/** Writes the chart `tiny` to a temporary folder and returns the chart's folder. */
export const tinyChart = async (): Promise<string> => {
  const folder = await temporaryFolder();
  await writeFiles(folder, {
    'tiny/Chart.yaml': '# kept\nname: tiny\nversion: 1.2.3\napiVersion: v2\n',
    'tiny/values.yaml': 'greeting: hello\n',
    'tiny/templates/config-map.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n  namespace: {{ .Release.Namespace }}\n' +
      'data:\n  greeting: {{ .Values.greeting | quote }}\n  kubernetes: {{ .Capabilities.KubeVersion.Version | quote }}\n',
  });
  return join(folder, 'tiny');
};
