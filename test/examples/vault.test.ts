/** examples/identity-vault.yaml: what a real Vault answers to its templates, by the agent that the injector puts into the Pod. */
import { spawn, spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ValuesOverrides } from '../../schema/generated/values.ts';
import { onPath } from '../../scripts/helm/binary.ts';
import { top } from '../../scripts/support/top.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { freePort } from '../support/registry.ts';
import { skip } from '../support/skip.ts';

// Vault cannot be had by `go install`: its go.mod replaces its own modules by folders, and those that are published do not fit.
const vault = await onPath('vault', process.env.PATH);
const prefix = 'vault.hashicorp.com/agent-inject-template-';

/** Vault in dev mode, with a CA that issues for peers, while `body` runs. */
const withVault = async (body: (address: string) => Promise<void>): Promise<void> => {
  const address = `http://127.0.0.1:${await freePort()}`;
  const env = { ...process.env, VAULT_ADDR: address, VAULT_TOKEN: 'root' };
  const server = spawn(
    vault ?? '',
    [
      'server',
      '-dev',
      '-dev-no-store-token',
      '-dev-root-token-id=root',
      `-dev-listen-address=${new URL(address).host}`,
    ],
    { stdio: 'ignore' },
  );
  const ended = once(server, 'exit');
  const run = (...args: string[]): boolean => spawnSync(vault ?? '', args, { env }).status === 0;
  try {
    for (let tries = 0; tries < 100 && !run('status'); tries += 1) await sleep(100);
    for (const args of [
      ['secrets', 'enable', 'pki'],
      [
        'write',
        'pki/root/generate/internal',
        'common_name=tlsca.org1',
        'key_type=ec',
        'key_bits=256',
        'ttl=700h',
      ],
      ['write', 'pki/roles/peer', 'allow_any_name=true', 'ttl=24h'],
    ])
      assert.ok(run(...args), args.join(' '));
    await body(address);
  } finally {
    server.kill();
    await ended;
  }
};

test('the three files are a pair and its CA, under the names that the peer reads', async () => {
  if (vault === undefined)
    return skip('no vault on the PATH (https://developer.hashicorp.com/vault/install)');
  const values = load(await readFile(join(top, 'examples/identity-vault.yaml'), 'utf8')) as ValuesOverrides;
  const { cert, privateKey, caCert } = values.peer?.identity?.tls ?? {};
  const templates = Object.entries(values.peer?.podAnnotations ?? {}).filter(([key]) =>
    key.startsWith(prefix),
  );
  await withVault(async (address) => {
    const folder = await temporaryFolder();
    await writeFiles(folder, {
      token: 'root',
      'agent.json': JSON.stringify({
        exit_after_auth: true,
        vault: { address },
        auto_auth: { method: [{ type: 'token_file', config: { token_file_path: join(folder, 'token') } }] },
        template: templates.map(([key, contents]) => ({
          contents,
          destination: join(folder, 'secrets', key.slice(prefix.length)),
        })),
      }),
    });
    const agent = spawnSync(vault, ['agent', `-config=${join(folder, 'agent.json')}`], { timeout: 30_000 });
    assert.is(agent.status, 0, String(agent.stderr));
    const files = [cert?.key, privateKey?.key, caCert?.key].map(String);
    assert.equal((await readdir(join(folder, 'secrets'))).sort(), [...files].sort());
    const [pem = '', key = '', ca = ''] = await Promise.all(
      files.map((file) => readFile(join(folder, 'secrets', file), 'utf8')),
    );
    const certificate = new X509Certificate(pem);
    // Three templates ask, and one answer must serve them.
    assert.ok(certificate.checkPrivateKey(createPrivateKey(key)), 'the key is of another certificate');
    assert.ok(certificate.verify(new X509Certificate(ca).publicKey), 'the CA is another');
    assert.is(certificate.checkHost('peer0.org1.example.com'), 'peer0.org1.example.com');
  });
});

test.run();
