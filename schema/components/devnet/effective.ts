/** The values of a release with what its devnet adds, as far as rules see it. */
import { type Context, evaluate, type ReleaseFacts } from '../../expression/evaluate.ts';
import type { Values } from '../../generated/values.ts';
import { devnetObjects } from './names.ts';

/** What `fabric-dind.devnet.values` does in the chart: the user's entries win. */
export const withDevnet = (values: Values, release: ReleaseFacts): Values => {
  const { devnet, administrator, channels, chaincodes } = values;
  if (!devnet.enabled) return values;
  const context: Context = { values, release };
  const secretName = administrator.msp.secretName || evaluate(devnetObjects.admin, context);
  const sample = { channels: [devnet.channel], version: '1.0', package: {} };
  return {
    ...values,
    administrator: { ...administrator, msp: { ...administrator.msp, secretName } },
    channels: { [devnet.channel]: { orderers: [] }, ...channels },
    chaincodes: { ...(devnet.sample ? { kv: sample } : {}), ...chaincodes },
  };
};
