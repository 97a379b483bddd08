// What `npm run <command>` starts. Plain JavaScript, because it also has to speak when Node is too old or nothing is
// installed: checks Node's version, installs the dependencies when they are missing or the lock file has changed
// (written: node_modules/), then hands over to scripts/main.ts.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = join(dirname(fileURLToPath(import.meta.url)), '..');
const lockPath = join(top, 'package-lock.json');
const stampPath = join(top, 'node_modules/.installed-lock-sha256');

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const leave = (message, code) => {
  console.error(message);
  process.exit(code);
};

const checkNode = () => {
  const wanted = JSON.parse(read(join(top, 'package.json'))).engines.node;
  const [major, minor = 0] = wanted.replace(/^>=/, '').split('.').map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  leave(`Node ${process.versions.node} is too old: fabric-dind needs ${wanted}. See https://nodejs.org/.`, 1);
};

// npm's own record of what it installed; a person who ran `npm ci` does not wait for a second one.
const matchesLock = (lock) => {
  const hidden = read(join(top, 'node_modules/.package-lock.json'));
  if (hidden === undefined) return false;
  const installed = JSON.parse(hidden).packages;
  return Object.entries(JSON.parse(lock).packages).every(([path, wanted]) => {
    if (path === '') return true;
    const present = installed[path];
    return present === undefined ? wanted.optional === true : present.integrity === wanted.integrity;
  });
};

const npmCommand = () => {
  const own = process.env.npm_execpath;
  return own?.endsWith('npm-cli.js') ? [process.execPath, own] : ['npm'];
};

const install = () => {
  const lock = read(lockPath);
  const sum = createHash('sha256').update(lock).digest('hex');
  const stamp = read(stampPath);
  if (stamp === sum) return;
  if (stamp !== undefined || !matchesLock(lock)) {
    rmSync(stampPath, { force: true });
    console.error('installing the dependencies (npm ci): once, about half a minute');
    const [command, ...args] = npmCommand();
    // npm's own output goes to stderr: stdout belongs to the command. NODE_ENV=production would leave out everything.
    const flags = ['ci', '--include=dev', '--no-audit', '--no-fund'];
    const { status, error } = spawnSync(command, [...args, ...flags], { cwd: top, stdio: ['ignore', 2, 2] });
    if (status !== 0) leave(`npm ci failed${error ? `: ${error.message}` : ''}; mend that and run again.`, 1);
  }
  writeFileSync(stampPath, sum);
};

const handOver = () => {
  const loader = import.meta.resolve('tsx');
  const child = spawn(
    process.execPath,
    ['--import', loader, join(top, 'scripts/main.ts'), ...process.argv.slice(2)],
    {
      stdio: 'inherit',
    },
  );
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  child.on('error', (error) => leave(`node does not start: ${error.message}`, 1));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
};

checkNode();
install();
handOver();
