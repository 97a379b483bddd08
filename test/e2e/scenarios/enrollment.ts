/** A peer that enrols at its organisation's Fabric CA, one for MSP and one for TLS, and renews by itself. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import {
  authorityFolder,
  type Organisation,
  organisations,
  peerName,
} from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import {
  apply,
  applySecret,
  execIn,
  get,
  kubectl,
  ready,
  restarts,
} from '../../../scripts/cluster/kubectl.ts';
import { manifest } from '../../../scripts/cluster/network.ts';
import { eventually, run } from '../../../scripts/cluster/process.ts';
import { deploy, podOf, valuesOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { untilAnswer } from '../support/faults.ts';

const [org] = organisations as [Organisation];
const peer = 'peer1';
const pod = podOf(org, peer);
const servers = { ca: 'enrolment-ca', tlsca: 'enrolment-tlsca' } as const;
/** Has what would break an address: it must reach the CA as it is. */
const password = 'p@ss:w/rd%41';
const identity = '/etc/hyperledger/identity/current';

const authority = async (kind: keyof typeof servers): Promise<{ certificate: string; key: string }> => {
  const folder = authorityFolder(org, kind);
  const names = await readdir(folder);
  const read = (end: string): Promise<string> =>
    readFile(join(folder, names.find((name) => name.endsWith(end)) ?? end), 'utf8');
  return { certificate: await read('.pem'), key: await read('_sk') };
};

const serve = async (kind: keyof typeof servers, expiry: string): Promise<void> => {
  const name = servers[kind];
  const { certificate, key } = await authority(kind);
  await applySecret(`${name}-key`, { 'ca.crt': certificate, 'ca.key': key });
  await apply(await manifest('fabric-ca.yaml', { NAME: name, VERSION: '1.5.21', EXPIRY: expiry }));
  await kubectl(['rollout', 'status', `deployment/${name}`, '--timeout=120s']);
};

const scale = async (replicas: number): Promise<void> => {
  for (const name of Object.values(servers)) {
    await kubectl(['scale', `deployment/${name}`, `--replicas=${replicas}`]);
    await kubectl(['rollout', 'status', `deployment/${name}`, '--timeout=120s']);
  }
};

/** Registers the peer, as a person with the registrar's password does. */
const register = async (kind: keyof typeof servers): Promise<void> => {
  const client = `fabric-ca-client`;
  const script = `export FABRIC_CA_CLIENT_HOME=/tmp/registrar FABRIC_CA_CLIENT_TLS_CERTFILES=/key/ca.crt
${client} enroll -u https://admin:adminpw@${servers[kind]}:7054
${client} identity list --id ${peer} -u https://${servers[kind]}:7054 >/dev/null 2>&1 || ${client} register -u https://${servers[kind]}:7054 --id.name ${peer} --id.secret '${password}' --id.type peer --id.attrs region=north`;
  await execIn(`deployment/${servers[kind]}`, 'ca', ['bash', '-ec', script]);
};

const withEnrollment = (own: object): ValuesOverrides => {
  const values = valuesOf(org);
  const enrollment = {
    enabled: true,
    url: `https://${servers.ca}:7054`,
    tls: {
      url: `https://${servers.tlsca}:7054`,
      caCert: { secretName: `${servers.tlsca}-key` },
    },
    caCert: { secretName: `${servers.ca}-key` },
    csr: { names: { C: 'IN', O: 'Org1' } },
    attributes: ['region'],
    ...own,
  };
  return {
    ...values,
    // The Jobs find the peers' TLS CA in no Secret of theirs.
    channels: {},
    chaincodes: {},
    peers: { ...values.peers, [peer]: { identity: { enrollment } } },
  };
};

const said = (): Promise<string> => kubectl(['logs', pod, '-c', 'enrollment', '--tail=200']);

/** What the peer reads as its certificate. */
const certificate = async (file: string): Promise<string> =>
  run('openssl', ['x509', '-noout', '-subject', '-issuer', '-ext', 'subjectAltName'], {
    input: await execIn(pod, 'peer', ['cat', `${identity}/${file}`]),
  });

/** Whether the certificate of the MSP says what the CA was asked for besides. */
const hasAttribute = async (): Promise<boolean> =>
  (
    await run('openssl', ['x509', '-noout', '-text'], {
      input: await execIn(pod, 'peer', ['cat', `${identity}/msp/signcerts/cert.pem`]),
    })
  ).includes('"region":"north"');

const answers = (): Promise<unknown> => untilAnswer(org, peer, Date.now(), 240);

export const enrollment = async (checks: Checks): Promise<void> => {
  const check = checks.check.bind(checks);

  const enrolled = await check(
    'a peer enrols at two CAs, for MSP and TLS, and goes on with its ledger',
    async () => {
      for (const kind of ['ca', 'tlsca'] as const) {
        await serve(kind, '1h');
        await eventually(`${servers[kind]} takes the registrar`, 60, () => register(kind));
      }
      await applySecret(`${peerName(org, peer)}-enrollment`, { username: peer, password });
      await deploy('upgrade', org, withEnrollment({ renewBefore: '10m' }));
      await eventually('the Pod has the sidecar', 120, async () => {
        const { spec } = await get<{ spec: { initContainers: { name: string }[] } }>('pod', pod);
        expect(
          spec.initContainers.some(({ name }) => name === 'enrollment'),
          'not yet',
        );
      });
      await ready(pod, { seconds: 240 });
      await answers();
    },
  );
  if (!enrolled) return;

  await check('its certificates say who it is, and by which names it is reached', async () => {
    const msp = await certificate('msp/signcerts/cert.pem');
    expect(/OU ?= ?peer/u.test(msp) && msp.includes(`CN = ${peer}`), msp);
    const tls = await certificate('tls/server.crt');
    expect(tls.includes(`DNS:${peerName(org, peer)}`) && tls.includes('DNS:localhost'), tls);
    expect(/issuer=.*tlsca/u.test(tls), tls);
    expect(await hasAttribute(), 'the attribute is missing');
  });

  await check('the password is in no argument, no log and no file of the claim', async () => {
    const listing = await execIn(pod, 'enrollment', [
      'bash',
      '-c',
      'tr "\\0" " " </proc/1/cmdline; cat /identity/*/facts; grep -rl "p@ss\\|p%40ss" /identity || :',
    ]);
    expect(!listing.includes('ss:w'), listing);
    expect(!/p(@|%40)ss/u.test(await said()), 'it is in the log');
    const mode = await execIn(pod, 'enrollment', ['stat', '-Lc', '%a', '/identity/current/tls/server.key']);
    expect(mode.trim() === '600', mode);
  });

  await check('while the CAs are away a new Pod starts with the identity that it had', async () => {
    await scale(0);
    await kubectl(['delete', 'pod', pod]);
    await ready(pod, { seconds: 240 });
    await answers();
  });

  await check('near its end an identity is renewed, and the peer restarts to read it', async () => {
    await scale(1);
    // Half a minute after each beginning.
    await deploy('upgrade', org, withEnrollment({ renewBefore: '59m30s' }));
    await eventually('it is renewed', 240, async () => {
      const lines = (await said()).split('\n').filter((line) => line.includes('enrolled;'));
      expect(lines.length >= 2, lines.join('\n'));
    });
    expect(!(await said()).includes('does not renew'), await said());
    await eventually('the peer has restarted', 400, async () => {
      expect((await restarts(pod, 'peer')) >= 1, 'not yet');
    });
    await ready(pod, { seconds: 240 });
    expect(await hasAttribute(), 'the attribute was lost');
    await answers();
  });

  await check('an identity that has ended while the CAs were away is asked for by the password', async () => {
    for (const kind of ['ca', 'tlsca'] as const) await serve(kind, '60s');
    // Another name makes it ask for new ones.
    await deploy(
      'upgrade',
      org,
      withEnrollment({ renewBefore: '0s', csr: { hosts: ['other.example.com'] } }),
    );
    await eventually('it has certificates of a minute', 240, async () => {
      expect((await certificate('tls/server.crt')).includes('other.example.com'), 'not yet');
    });
    await scale(0);
    await new Promise((resolve) => setTimeout(resolve, 65_000));
    await kubectl(['delete', 'pod', pod]);
    await eventually('the sidecar says so', 120, async () => {
      expect((await said()).includes('no identity yet; the CA is asked again'), 'not yet');
    });
    for (const kind of ['ca', 'tlsca'] as const) await serve(kind, '1h');
    await scale(1);
    await ready(pod, { seconds: 300 });
    await answers();
    expect((await said()).includes('asking with name and password'), await said());
  });

  await check('and back to the Secrets', async () => {
    await deploy('upgrade', org, valuesOf(org));
    for (const name of Object.values(servers)) {
      await kubectl(['delete', 'deployment,service,pvc,secret', '--ignore-not-found', name, `${name}-key`]);
    }
    await kubectl([
      'delete',
      'pvc,secret',
      '--ignore-not-found',
      `${peerName(org, peer)}-identity`,
      `${peerName(org, peer)}-enrollment`,
      '--wait=false',
    ]);
  });
};
