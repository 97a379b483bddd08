/** enroll.sh: an identity that is there serves whatever the CA does, with a stand-in for fabric-ca-client. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { top } from '../../../../scripts/support/top.ts';
import { temporaryFolder, writeFiles, writeProgram } from '../../../support/folder.ts';

const source = join(top, 'chart/components/enrollment/files/enroll.sh');

const check = (name: string, body: () => Promise<void>): void => {
  if (spawnSync('openssl', ['version']).status === 0) test(name, body);
  else {
    console.log(`SKIPPED: ${name}: no openssl here`);
    test.skip(name, body);
  }
};

/** Gives the certificate $FAKE/certificate; hangs while $FAKE/hangs is there, and refuses what $FAKE/refuses names. */
const client = `
echo "$*" >>"$FAKE/calls"
what=$1
while [ $# -gt 0 ]; do case $1 in --mspdir) folder=$2 ;; esac; shift; done
[ ! -e "$FAKE/hangs" ] || exec sleep 600
! grep -qx "$what" "$FAKE/refuses" || { echo "Error: refused"; exit 1; }
mkdir -p "$folder/signcerts" "$folder/keystore" "$folder/cacerts" "$folder/tlscacerts"
cp "$FAKE/certificate" "$folder/signcerts/cert.pem"
echo key >"$folder/keystore/1_sk"
cp "$FAKE/certificate" "$folder/cacerts/ca.pem"
cp "$FAKE/certificate" "$folder/tlscacerts/ca.pem"`;

/** The script's minute is a second. */
const timeout = `
[ "$1" = 60 ] || exit 99
shift
all=$PATH
real=$(PATH=\${all#*:} && command -v timeout)
exec "$real" 1 "$@"`;

/** Ends what a container would end with its first process. */
const endAll = ({ pid = 0 }: ChildProcess): void => {
  spawnSync('kill', ['-KILL', '--', `-${pid}`]);
};

interface Sidecar {
  readonly folder: string;
  /** Starts the script. */
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<Running>;
  readonly calls: () => string[];
  readonly current: (file: string) => string;
}

interface Running {
  readonly said: () => string;
  readonly ready: () => boolean;
  /** Ends it as the kubelet does; returns its exit code. */
  readonly end: () => Promise<number | null>;
}

const until = async (what: string, holds: () => boolean, seconds = 20): Promise<void> => {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < seconds * 20, `not in ${seconds} s: ${what}`);
    await after(50);
  }
};

const sidecar = async (): Promise<Sidecar> => {
  const folder = await temporaryFolder();
  const certificate = execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '20', '-subj', '/CN=peer0', '-keyout', '/dev/null'],
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await writeFiles(folder, {
    certificate,
    calls: '',
    refuses: '',
    'ca/msp.crt': certificate,
    'ca/tls.crt': certificate,
    'identity/.keep': '',
    'work/.keep': '',
    'enroll.sh': (await readFile(source, 'utf8'))
      .replaceAll('/tmp/', `${folder}/work/`)
      .replaceAll(' /ca/', ` ${folder}/ca/`),
  });
  await writeProgram(join(folder, 'bin'), 'fabric-ca-client', client);
  await writeProgram(join(folder, 'bin'), 'timeout', timeout);
  const start: Sidecar['start'] = async (env = {}) => {
    await writeFiles(folder, { calls: '' });
    spawnSync('rm', ['-f', join(folder, 'work/ready')]);
    const child = spawn('bash', [join(folder, 'enroll.sh')], {
      detached: true,
      env: {
        PATH: `${folder}/bin:${process.env.PATH}`,
        FAKE: folder,
        IDENTITY: join(folder, 'identity'),
        ...{ URL: 'https://ca:7054', TLS_URL: 'https://tlsca:7054', HOSTS: 'peer0', RENEW_BEFORE: '0' },
        ...{ ENROLL_USER: 'peer0', ENROLL_PASSWORD: 's3cr:t', TLS_ENROLL_USER: 'peer0' },
        TLS_ENROLL_PASSWORD: 's3cr:t',
        ...env,
      },
    });
    process.on('exit', () => endAll(child));
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text));
    const ended = new Promise<number | null>((done) => child.on('exit', done));
    return {
      said: () => out,
      ready: () => existsSync(join(folder, 'work/ready')),
      end: async () => {
        child.kill('SIGTERM');
        const code = await ended;
        endAll(child);
        return code;
      },
    };
  };
  return {
    folder,
    start,
    calls: () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n').filter(Boolean),
    current: (file) => readFileSync(join(folder, 'identity/current', file), 'utf8'),
  };
};

const verbs = (calls: readonly string[]): string[] => calls.map((call) => call.split(' ')[0] ?? '');

check('a peer enrols for MSP and TLS, and its password is in no argument and no log', async () => {
  const { start, calls, current } = await sidecar();
  const running = await start();
  await until('it is ready', running.ready);
  assert.equal(verbs(calls()), ['enroll', 'enroll']);
  assert.not.match(calls().join('\n') + running.said(), /s3cr/u);
  assert.match(running.said(), /enrolled; the certificates end at /u);
  assert.match(current('msp/signcerts/cert.pem'), /BEGIN CERTIFICATE/u);
  assert.is(current('tls/server.key'), 'key\n');
  assert.is(await running.end(), 0);
});

check('a CA that takes calls and answers none keeps no valid identity from serving', async () => {
  const { folder, start, calls } = await sidecar();
  const first = await start();
  await until('it is enrolled', first.ready);
  await first.end();
  const before = readlinkSync(join(folder, 'identity/current'));
  await writeFiles(folder, { hangs: '' });
  const second = await start({ RENEW_BEFORE: '2592000' });
  await until('it is ready while the CA hangs', second.ready);
  await until('it says so', () => second.said().includes('https://ca:7054 does not answer within a minute'));
  await until('it asks again', () => second.said().includes('the CA is asked again in'));
  // A CA that is away does not answer a password either.
  assert.equal(verbs(calls()).slice(0, 1), ['reenroll']);
  assert.not.ok(verbs(calls()).includes('enroll'));
  assert.is(readlinkSync(join(folder, 'identity/current')), before);
  assert.is(await second.end(), 0);
});

check('a signal ends a sidecar that waits for its CA', async () => {
  const { folder, start, calls } = await sidecar();
  await writeFiles(folder, { hangs: '' });
  // Without the limit of a minute.
  await writeProgram(join(folder, 'bin'), 'timeout', 'shift; exec "$@"');
  const running = await start();
  await until('it asks', () => calls().length > 0);
  assert.is(await running.end(), 0);
  assert.not.ok(running.ready());
});

check('a CA that does not renew is asked with name and password', async () => {
  const { folder, start, calls } = await sidecar();
  const first = await start();
  await until('it is enrolled', first.ready);
  await first.end();
  await writeFiles(folder, { refuses: 'reenroll\n' });
  const second = await start({ HOSTS: 'another' });
  await until('it is enrolled anew', () => second.said().includes('enrolled;'));
  assert.equal(verbs(calls()), ['reenroll', 'enroll', 'reenroll', 'enroll']);
  await second.end();
});

check('attributes are asked for with the password, as a renewal drops them', async () => {
  const { start, calls } = await sidecar();
  const first = await start();
  await until('it is enrolled', first.ready);
  await first.end();
  const second = await start({ ATTRIBUTES: 'region' });
  await until('it is enrolled anew', () => second.said().includes('enrolled;'));
  assert.equal(verbs(calls()), ['enroll', 'reenroll']);
  assert.match(calls()[0] ?? '', /--enrollment.attrs region/u);
  await second.end();
});

test.run();
