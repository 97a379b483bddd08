/** Commands of `peer node` on the ledger of a stopped peer: each runs once, and the peer goes on afterwards. */
import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { kubectl, ready } from '../../../scripts/cluster/kubectl.ts';
import { eventually } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import { channel } from '../../../scripts/cluster/settings.ts';
import type { Checks } from '../support/checks.ts';
import { heightOf } from '../support/faults.ts';

const [org] = organisations as [Organisation];
const peer = 'peer1';

/** Stops the peer, runs the command and returns what its Job said. */
const maintain = async (
  command: NonNullable<NonNullable<ValuesOverrides['peer']>['maintenance']>,
  own: ValuesOverrides['peer'] = {},
): Promise<string> => {
  const values = valuesOf(org);
  await deploy('upgrade', org, {
    ...values,
    peers: { ...values.peers, [peer]: { ...own, replicas: 0, maintenance: command } },
  });
  const jobs = ['jobs', '-l', `fabric-dind/peer=${peer}`, '-o', 'name'];
  const [job] = (await kubectl(['get', ...jobs])).trim().split('\n');
  await kubectl(['wait', '--for=condition=complete', job ?? '', '--timeout=180s']);
  return kubectl(['logs', job ?? '', '-c', 'maintenance']);
};

export const maintenance = async (checks: Checks): Promise<void> => {
  const check = checks.check.bind(checks);
  const pod = podOf(org, peer);
  const height = await heightOf({ org, peer });

  await check('the databases of a stopped peer are dropped, once', async () => {
    const first = await maintain({ command: 'rebuild-dbs' });
    expect(first.includes('rebuild-dbs is done'), first);
    const again = await maintain({ command: 'rebuild-dbs' }, { env: { ANOTHER: 'value' } });
    expect(again.includes('has run already') && !again.includes('is done'), again);
  });

  await check('a channel is paused and resumed', async () => {
    for (const command of ['pause', 'resume'] as const) {
      const log = await maintain({ command, channel });
      expect(log.includes(`${command} is done`), log);
    }
  });

  await check('a ledger is rolled back, and the peer has all blocks again', async () => {
    const log = await maintain({ command: 'rollback', channel, block: 1 });
    expect(log.includes('rollback is done'), log);
    await deploy('upgrade', org, valuesOf(org));
    await ready(pod, { seconds: 240 });
    await eventually('it has all blocks', 120, async () => {
      const after = await heightOf({ org, peer });
      expect(after >= height, `height ${after} of ${height}`);
    });
  });
};
