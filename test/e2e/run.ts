/**
 * The end-to-end run, a program of its own: fixture, scenarios, cleaning up, counting.
 *   run.ts [--json] [word…]
 * Closes with `N passed, N failed` on stdout; with --json the times follow, as one line of JSON.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeImages } from '../../scripts/cluster/images.ts';
import { collect } from '../../scripts/cluster/kubectl.ts';
import { removeNetwork, startNetwork } from '../../scripts/cluster/network.ts';
import { run } from '../../scripts/cluster/process.ts';
import { cleanTools } from '../../scripts/cluster/releases.ts';
import { settings } from '../../scripts/cluster/settings.ts';
import { isWrongCall } from '../../scripts/support/errors.ts';
import { progress } from '../../scripts/support/progress.ts';
import { top } from '../../scripts/support/top.ts';
import { closingLine } from '../../scripts/testing/counts.ts';
import { backup } from './scenarios/backup.ts';
import { channels } from './scenarios/channels.ts';
import { couchdb } from './scenarios/couchdb.ts';
import { devnet } from './scenarios/devnet.ts';
import { enrollment } from './scenarios/enrollment.ts';
import { examples } from './scenarios/examples.ts';
import { exposure } from './scenarios/exposure.ts';
import { faultsChaincode } from './scenarios/faults-chaincode.ts';
import { faultsDaemon } from './scenarios/faults-daemon.ts';
import { faultsNode } from './scenarios/faults-node.ts';
import { firstNetwork } from './scenarios/first-network.ts';
import { isolation } from './scenarios/isolation.ts';
import { javaChaincodeScenario } from './scenarios/java-chaincode.ts';
import { ledger } from './scenarios/ledger.ts';
import { life } from './scenarios/life.ts';
import { mainLine } from './scenarios/main-line.ts';
import { maintenance } from './scenarios/maintenance.ts';
import { nodeChaincodeScenario } from './scenarios/node-chaincode.ts';
import { probes } from './scenarios/probes.ts';
import { recovery } from './scenarios/recovery.ts';
import { restart } from './scenarios/restart.ts';
import { runtimes } from './scenarios/runtimes.ts';
import { serving } from './scenarios/serving.ts';
import { upgrade } from './scenarios/upgrade.ts';
import { upkeep } from './scenarios/upkeep.ts';
import { visibility } from './scenarios/visibility.ts';
import { Checks } from './support/checks.ts';
import { restore } from './support/fixture.ts';

const scenarios = {
  isolation,
  channels,
  upgrade,
  restart,
  life,
  serving,
  probes,
  'faults-chaincode': faultsChaincode,
  'faults-daemon': faultsDaemon,
  'faults-node': faultsNode,
  'faults-recovery': recovery,
  visibility,
  upkeep,
  couchdb,
  ledger,
  exposure,
  enrollment,
  maintenance,
  backup,
  runtimes,
  node: nodeChaincodeScenario,
  java: javaChaincodeScenario,
  devnet,
  'first-network': firstNetwork,
  examples,
};

/** The words that pick no scenario; the main line is always run, so its name picks it alone. */
const strangeWords = (words: readonly string[]): string[] =>
  words.filter((word) => ![...Object.keys(scenarios), 'main-line'].some((name) => name.includes(word)));

/** Runs the scenarios that are wanted, each on peers as the main line left them. */
const runScenarios = async (checks: Checks): Promise<void> => {
  const wanted = Object.entries(scenarios).filter(([name]) => checks.wants(name));
  if (settings.reversed) wanted.reverse();
  for (const [index, [name, scenario]] of wanted.entries()) {
    if (index > 0) await checks.check(`before ${name}: the peers are as the main line left them`, restore);
    await scenario(checks);
  }
};

/** The fixture, the main line, the scenarios; removes all it made. */
const runEndToEnd = async (checks: Checks): Promise<void> => {
  const started = Date.now();
  try {
    await removeNetwork();
    const up = await checks.check(
      'the fixture is up: an orderer, two organisations, one channel',
      startNetwork,
    );
    if (up && (await mainLine(checks))) await runScenarios(checks);
  } finally {
    cleanTools();
    if (settings.keep) progress(`e2e: left in namespace ${settings.namespace}`);
    else {
      await removeNetwork();
      await removeImages();
    }
  }
  progress(`e2e: ${Math.round((Date.now() - started) / 1000)} s`);
};

const timesAsJson = ({ timings }: Checks): string =>
  JSON.stringify({
    at: new Date().toISOString(),
    fabric: settings.fabric,
    dind: settings.dind,
    milliseconds: Object.fromEntries(timings),
  });

const main = async (args: string[]): Promise<number> => {
  const { values, positionals: words } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  const strange = strangeWords(words);
  if (strange.length > 0) {
    const names = Object.keys(scenarios).join(', ');
    console.error(`no scenario is named like ${strange.join(' or ')}; there are main-line, ${names}`);
    return 2;
  }
  const folder = join(top, 'dist', `e2e-${new Date().toISOString().replace(/[:.]/gu, '-')}`);
  const checks = new Checks(words, async () => {
    await collect(folder).catch((error: Error) => console.error(`e2e: nothing collected: ${error.message}`));
    console.log(`        look into ${folder}`);
  });
  const reachable = await run('kubectl', ['version', '--request-timeout=10s']).then(
    () => true,
    (error: Error) => {
      checks.skipped++;
      console.log(`SKIPPED: no cluster answers at KUBECONFIG: ${error.message.split('\n').at(-1)}`);
      return false;
    },
  );
  if (reachable) await runEndToEnd(checks);
  console.log(closingLine(checks));
  if (values.json) console.log(timesAsJson(checks));
  return reachable && checks.failed === 0 ? 0 : 1;
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(isWrongCall(error) ? (error as Error).message : error);
  return isWrongCall(error) ? 2 : 1;
});
