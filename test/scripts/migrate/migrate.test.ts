/** What the samples do not show: versions, amounts, several resources, and input that cannot be moved. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dead, lookIn, to, unsaid } from '../../../scripts/migrate/fate.ts';
import { migrate } from '../../../scripts/migrate/index.ts';
import { report } from '../../../scripts/migrate/report.ts';
import { translate } from '../../../scripts/migrate/translate.ts';
import { CommandError } from '../../../scripts/support/errors.ts';

const from = (name: string, text: string, options = {}) =>
  migrate(name, [{ name: 'theirs.yaml', text }], options);

const refusalOf = (work: () => unknown): CommandError => {
  try {
    work();
  } catch (error) {
    assert.instance(error, CommandError);
    return error as CommandError;
  }
  return assert.unreachable() as never;
};

const at = (values: unknown, path: string): unknown => lookIn(values)(path);

test('an unknown key is listed, whatever stands beside it', () => {
  const { lines } = from('stable-hlf-peer', 'peer: { mspID: GreenMSP, mspld: x }\nimag: { tag: 1 }\n');
  assert.equal(
    lines.filter(({ kind }) => kind === 'unknown').map((line) => line.from),
    ['peer.mspld', 'imag.tag'],
  );
});

test('a table goes by the longest path, keys that start so, and what stands above', () => {
  const table = {
    'a.*.size': to('x'),
    'couch*': unsaid('no couch here'),
    dead: dead('never read'),
    'dead.alive': to('own.y'),
  };
  const input = { a: { b: { size: 1 } }, couchUser: 'u', dead: { one: 1, two: 2, alive: 3 }, empty: null };
  const { values, lines } = translate(table, input, { peer: 'p' });
  assert.equal(values, { x: 1, peers: { p: { y: 3 } } });
  assert.equal(
    lines.map(({ kind, from: path }) => `${kind} ${path}`),
    ['said a.b.size', 'unsaid couchUser', 'dead dead', 'said dead.alive', 'unknown empty'],
  );
});

test('Fabric between 2.4 and 2.5.14 keeps its version and gets Docker 28; an older one gets the default', () => {
  const old = from('stable-hlf-peer', 'image: { repository: hyperledger/fabric-peer, tag: 2.5.9 }\n');
  assert.is(at(old.values, 'peer.image.tag'), '2.5.9');
  assert.is(at(old.values, 'peer.dind.image.tag'), '28.5.2-dind');
  const older = from('stable-hlf-peer', 'image: { repository: mine/peer, tag: 2.2.1 }\n');
  assert.is(older.values.peer, undefined);
  assert.equal(
    older.lines.filter(({ kind }) => kind === 'unsaid').map((line) => line.from),
    ['image.tag', 'image.repository'],
  );
  const current = from('stable-hlf-peer', 'image: { repository: hyperledger/fabric-peer, tag: 3.1.5 }\n');
  assert.is(at(current.values, 'peer.dind'), undefined);
});

test('a limit of the sidecar that one chaincode alone exceeds is left out, with the reason', () => {
  const { values, lines, verdict } = from(
    'ibm',
    'peer: { env: { orgMSP: a }, resources: { dind: { limits: { cpu: 1, memory: 1Gi } } } }\n',
  );
  assert.equal(at(values, 'peer.dind.resources'), {
    requests: { cpu: 1 },
    limits: { cpu: 1 },
  });
  assert.ok(lines.some(({ kind, why }) => kind === 'unsaid' && /1Gi is below/u.test(why ?? '')));
  assert.equal(verdict.problems, []);
});

test('several FabricPeers of one organisation become one release; of two, none', () => {
  const peer = (name: string, msp: string): string =>
    `kind: FabricPeer\nmetadata: { name: ${name} }\nspec: { mspID: ${msp}, tag: 2.5.16 }\n`;
  const both = from('hlf-operator', `${peer('peer0.org1', 'Org1MSP')}---\n${peer('peer1', 'Org1MSP')}`);
  assert.equal(Object.keys(both.values.peers as object), ['peer0-org1', 'peer1']);
  assert.equal(both.verdict.problems, []);
  const list = `kind: List\nitems:\n- ${peer('p', 'Org1MSP').trimEnd().replaceAll('\n', '\n  ')}\n`;
  assert.equal(Object.keys(from('hlf-operator', list).values.peers as object), ['p']);
  const { message, exitCode } = refusalOf(() =>
    from('hlf-operator', `${peer('p', 'AMSP')}---\n${peer('q', 'BMSP')}`),
  );
  assert.is(exitCode, 2);
  assert.match(message, 'AMSP, BMSP');
});

test('a secret in plain text never reaches the values, nor the report', () => {
  const migrated = from(
    'hlf-operator',
    'kind: FabricPeer\nmetadata: { name: p }\nspec: { mspID: AMSP, env: [{ name: A_PASSWORD, value: hunter2 }], secret: { enrollment: { component: { enrollsecret: hunter2 } } } }\n',
  );
  assert.not.match(JSON.stringify(migrated.values), 'hunter2');
  assert.not.match(report(migrated).join('\n'), 'hunter2');
});

test('input that cannot be moved is refused, with what to give instead', () => {
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['falkon', 'a: 1\n', /--from falkon: there is no such source; did you mean falcon\?/u],
    ['pivt', 'peer: {}\n', /no PeerOrgs.*crypto-config\.yaml/u],
    ['pivt', 'PeerOrgs: [{ Name: A }, { Name: B }]\n', /organisations A, B.*--organisation A/u],
    ['hlf-operator', 'kind: FabricCA\n', /no resource of the kind FabricPeer/u],
    ['bevel', 'a: [\n', /theirs\.yaml: is no YAML/u],
    ['bevel', '- a\n', /theirs\.yaml: expected a map/u],
    ['bevel', '# nothing\n', /theirs\.yaml: nothing is in it/u],
  ];
  for (const [source, text, message] of wrong) {
    const error = refusalOf(() => from(source, text));
    assert.is(error.exitCode, 2);
    assert.match(error.message, message);
  }
});

test('what follows from the name of their release is asked for', () => {
  const { lines } = from('bevel', 'global: { vault: { type: kubernetes } }\n');
  assert.ok(lines.some(({ why }) => why?.includes('--release-name')));
  const { values } = from('bevel', 'global: { vault: { type: kubernetes } }\n', { release: 'p0', peer: 'p' });
  assert.is(at(values, 'peers.p.identity.msp.secretName'), 'p0-msp');
});

test.run();
