/** Where and when a bench on a cluster ran. */
import { loadavg } from 'node:os';
import { run } from '../cluster/process.ts';
import { settings } from '../cluster/settings.ts';

/** Version of Kubernetes and runtime, kernel and processors of the first node, as it tells them. */
export const nodeFacts = async (): Promise<Record<string, string>> => {
  const fields =
    'nodeInfo.kubeletVersion nodeInfo.containerRuntimeVersion nodeInfo.kernelVersion capacity.cpu capacity.memory';
  const path = fields
    .split(' ')
    .map((field) => `{.items[0].status.${field}}{"\\n"}`)
    .join('');
  const values = (await run('kubectl', ['get', 'nodes', '-o', `jsonpath=${path}`])).split('\n');
  return Object.fromEntries(
    fields.split(' ').map((field, index) => [field.split('.')[1] as string, values[index] ?? '']),
  );
};

/** Where and when something was measured. */
export interface Circumstances {
  readonly at: string;
  readonly fabric: string;
  readonly dind: string;
  readonly node: Readonly<Record<string, string>>;
  /** Load average of this machine over the minute before, which is the node of a local cluster: what else it had to do. */
  readonly busy: number;
}

/** The circumstances now. */
export const circumstances = async (): Promise<Circumstances> => ({
  at: new Date().toISOString(),
  fabric: settings.fabric,
  dind: settings.dind,
  node: await nodeFacts(),
  busy: loadavg()[0] ?? Number.NaN,
});
