/** The end-to-end run: fixture, scenarios, cleaning up, counting. */
import { join } from 'node:path';
import { collect } from '../../scripts/cluster/kubectl.ts';
import { removeNetwork, startNetwork } from '../../scripts/cluster/network.ts';
import { run } from '../../scripts/cluster/process.ts';
import { cleanTools } from '../../scripts/cluster/releases.ts';
import { settings } from '../../scripts/cluster/settings.ts';
import { progress } from '../../scripts/support/progress.ts';
import { top } from '../../scripts/support/top.ts';
import { examples } from './scenarios/examples.ts';
import { faultsChaincode } from './scenarios/faults-chaincode.ts';
import { faultsDaemon } from './scenarios/faults-daemon.ts';
import { faultsNode } from './scenarios/faults-node.ts';
import { isolation } from './scenarios/isolation.ts';
import { javaChaincodeScenario } from './scenarios/java-chaincode.ts';
import { life } from './scenarios/life.ts';
import { mainLine } from './scenarios/main-line.ts';
import { nodeChaincodeScenario } from './scenarios/node-chaincode.ts';
import { recovery } from './scenarios/recovery.ts';
import { restart } from './scenarios/restart.ts';
import { runtimes } from './scenarios/runtimes.ts';
import { upkeep } from './scenarios/upkeep.ts';
import { visibility } from './scenarios/visibility.ts';
import { Checks } from './support/checks.ts';

/** The outcome of a run. */
export interface EndToEnd {
  readonly code: number;
  readonly timings: ReadonlyMap<string, number>;
  readonly settings: { readonly fabric: string; readonly dind: string };
}

const scenarios = {
  isolation,
  restart,
  life,
  'faults-chaincode': faultsChaincode,
  'faults-daemon': faultsDaemon,
  'faults-node': faultsNode,
  'faults-recovery': recovery,
  visibility,
  upkeep,
  runtimes,
  node: nodeChaincodeScenario,
  java: javaChaincodeScenario,
  examples,
};

const closing = (checks: Checks): number => {
  const skipped = checks.skipped > 0 ? `, ${checks.skipped} skipped` : '';
  console.log(`${checks.passed} passed, ${checks.failed} failed${skipped}`);
  return checks.failed > 0 ? 1 : 0;
};

/** Runs the main line and the scenarios whose name contains one of the words, all if there is none; removes all it made. */
export const runEndToEnd = async (words: readonly string[]): Promise<EndToEnd> => {
  const folder = join(top, 'dist', `e2e-${new Date().toISOString().replace(/[:.]/gu, '-')}`);
  const checks = new Checks(words, async () => {
    await collect(folder).catch((error: Error) => console.error(`e2e: nothing collected: ${error.message}`));
    console.log(`        look into ${folder}`);
  });
  const outcome = (code: number): EndToEnd => ({
    code,
    timings: checks.timings,
    settings: { fabric: settings.fabric, dind: settings.dind },
  });
  try {
    await run('kubectl', ['version', '--request-timeout=10s']);
  } catch (error) {
    console.log(`SKIPPED: no cluster answers at KUBECONFIG: ${(error as Error).message.split('\n').at(-1)}`);
    console.log('0 passed, 0 failed, 1 skipped');
    return outcome(1);
  }
  const started = Date.now();
  try {
    await removeNetwork();
    const up = await checks.check(
      'the fixture is up: an orderer, two organisations, one channel',
      startNetwork,
    );
    if (up && (await mainLine(checks))) {
      for (const [name, scenario] of Object.entries(scenarios))
        if (checks.wants(name)) await scenario(checks);
    }
  } finally {
    if (settings.keep) progress(`e2e: left in namespace ${settings.namespace}`);
    else await removeNetwork();
    await cleanTools();
  }
  progress(`e2e: ${Math.round((Date.now() - started) / 1000)} s`);
  return outcome(closing(checks));
};
