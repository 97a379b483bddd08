/** The repository's page in a real browser: `CHROMIUM` names one, else one of the PATH is taken. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dump, load } from 'js-yaml';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../../../schema/components/root.ts';
import { leaves } from '../../../schema/model/node.ts';
import { readYaml } from '../../../schema/validate/read-yaml.ts';
import { validate } from '../../../schema/validate/validate.ts';
import { versions } from '../../../schema/versions.ts';
import { onPath } from '../../../scripts/helm/binary.ts';
import { siteFiles, writeSite } from '../../../scripts/site/build.ts';
import { filesBelow } from '../../../scripts/support/files.ts';
import { top } from '../../../scripts/support/top.ts';
import { wrote } from '../../../scripts/support/wrote.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { type WebServer, webServer } from '../../support/registry.ts';

const folder = await temporaryFolder();
const files = await siteFiles();

test('the page is written beside an index, which stays; a second time nothing changes', async () => {
  await writeFile(join(folder, 'index.yaml'), 'apiVersion: v1\n');
  const written = await writeSite(folder);
  assert.equal(written.sort(), [...files.keys()].sort());
  assert.equal(await writeSite(folder), []);
  assert.is(await readFile(join(folder, 'index.yaml'), 'utf8'), 'apiVersion: v1\n');
  assert.equal(
    (await filesBelow(folder, '.')).filter((name) => name.endsWith('.part')),
    [],
  );
});

test('what a browser loads is below 500 KB, compressed', () => {
  const loaded = [...files].filter(([path]) => !path.startsWith('schema/'));
  const bytes = loaded.reduce((sum, [, text]) => sum + gzipSync(text).length, 0);
  assert.ok(bytes < 500_000, `${bytes} bytes`);
});

test('the schema of the version has a stable address, and is the one in the chart', async () => {
  assert.is(
    files.get(`schema/${versions.chart}/values.schema.json`),
    await readFile(join(top, 'chart/fabric-dind/values.schema.json'), 'utf8'),
  );
});

test('every value is there, once, with what it takes', () => {
  const html = files.get('index.html') ?? '';
  const ids = [...html.matchAll(/ id="([^"]+)"/gu)].map(([, id = '']) => id);
  assert.equal(
    ids.filter((id, i) => ids.indexOf(id) !== i),
    [],
  );
  for (const [path] of leaves(root)) assert.ok(ids.includes(path.join('.')), path.join('.'));
});

let server: WebServer | undefined;
let browser: Browser | undefined;
let context: BrowserContext;
let page: Page;
let address = '';
const complaints: string[] = [];

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const program =
  process.env.CHROMIUM ??
  (await names.reduce<Promise<string | undefined>>(
    async (found, name) => (await found) ?? onPath(name, process.env.PATH),
    Promise.resolve(undefined),
  ));

const inBrowser = (name: string, body: () => Promise<void>): void => {
  if (program !== undefined) test(name, body);
  else {
    console.log(
      `SKIPPED: ${name}: no Chromium here; install it (apt-get install chromium), or name it in CHROMIUM`,
    );
    test.skip(name, body);
  }
};

/** Asks again until it holds; the page's policy keeps a test from waiting inside it. */
const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const verdict = async (): Promise<string> => (await page.locator('#verdict').textContent()) ?? '';

const shown = (): Promise<number> => page.locator('.value:not([hidden])').count();

const says = async (text: string): Promise<string> => {
  await page.locator('#yours').fill('');
  await until('nothing is said of nothing', async () => (await verdict()) === '');
  await page.locator('#yours').fill(text);
  await until('a verdict', async () => (await verdict()) !== '');
  return verdict();
};

const findings = (): Promise<string[]> => page.locator('#findings li').allTextContents();

inBrowser('it opens without a complaint of the browser or of its own policy', async () => {
  server = await webServer(folder);
  // Root has no sandbox of its own in Chromium.
  browser = await chromium.launch({ executablePath: program ?? '', args: ['--no-sandbox'] });
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  address = server.address;
  await page.goto(`${address}/`);
  assert.is(await page.locator('.address').textContent(), address);
  assert.equal(complaints, []);
});

inBrowser('values are found by words of their names and descriptions', async () => {
  const all = await shown();
  await page.locator('#search').fill('couchdb password');
  await until('fewer values', async () => (await shown()) < all);
  const found = await page.locator('.value:visible h4').allTextContents();
  assert.ok(found.includes('peer.stateDatabase.couchdb.auth.passwordKey'), found.join());
  assert.is(await page.locator('#found').textContent(), `${found.length} values`);
  await page.locator('#search').fill('xyzzy');
  await until('no value', async () => (await shown()) === 0);
  assert.is(await page.locator('.group:visible').count(), 0);
  await page.locator('#search').fill('');
  await until('all values', async () => (await shown()) === all);
});

inBrowser('its findings are those of npm run validate, with line and remedy', async () => {
  const cases = load(await readFile(join(top, 'test/schema/verdicts.yaml'), 'utf8')) as { values: object }[];
  // Each ninth: a browser is slow, and what it runs is the same code.
  const some = cases.filter((_, i) => i % 9 === 0).map(({ values }) => dump(values));
  assert.ok(some.length > 35);
  for (const text of some) {
    const verdict = validate([readYaml(text, 'values.yaml')], { name: 'fabric', namespace: 'default' });
    const wanted = [
      ...verdict.problems.map((one) => ['error', one] as const),
      ...verdict.warnings.map((one) => ['warning', one] as const),
    ].map(([severity, { path, message, line }]) =>
      [
        severity,
        ...(line === undefined ? [] : [`line ${line}`]),
        `${path === '' ? '' : `${path}: `}${message}`,
      ].join(' '),
    );
    const told = await says(text);
    assert.equal(await findings(), wanted, text);
    assert.match(told, verdict.problems.length === 0 ? /takes these values/u : /refuses these values/u);
  }
});

inBrowser('text that is no YAML is told with its line', async () => {
  assert.match(await says('mspId: [Org1MSP\npeers: {'), /refuses/u);
  assert.match((await findings()).join(), /values\.yaml:[0-9]+/u);
});

inBrowser('a finding leads to its line, by keyboard alone; a screenshot of it is kept', async () => {
  await says('mspId: Org1MSP\npeers:\n  peer0: { ledger: { sise: 1Gi } }\n');
  const to = join(top, 'dist/screenshots/site.png');
  await mkdir(dirname(to), { recursive: true });
  await page.locator('#check').scrollIntoViewIfNeeded();
  await page.screenshot({ path: to });
  wrote('dist/screenshots/site.png');
  await page.locator('#namespace').focus();
  // The values, then the first finding.
  await page.keyboard.press('Tab');
  assert.is(await page.evaluate('document.activeElement.id'), 'yours');
  await page.keyboard.press('Tab');
  assert.is(await page.evaluate('document.activeElement.textContent'), 'line 3');
  await page.keyboard.press('Enter');
  const before = await page.evaluate(
    '(() => { const t = document.getElementById("yours"); return t.value.slice(0, t.selectionStart); })()',
  );
  assert.match(String(before), /peer0: \{ ledger: \{ $/u);
});

inBrowser('a screen reader and weak eyes can use it, in light and dark, wide and narrow', async () => {
  const axe = await readFile(join(top, 'node_modules/axe-core/axe.min.js'), 'utf8');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe);
    const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
      violations: { id: string; help: string; nodes: { html: string }[] }[];
    };
    assert.equal(
      violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html}`),
      [],
    );
  }
  await page.setViewportSize({ width: 360, height: 700 });
  assert.is(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
  await page.setViewportSize({ width: 1280, height: 900 });
});

inBrowser('offline it works as before', async () => {
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await page.reload();
  await context.setOffline(true);
  await page.reload();
  assert.match(await says('mspId: Org1MSP\nnothing: 1\n'), /refuses these values: 1 problem/u);
  await context.setOffline(false);
});

inBrowser('nothing of all that made the browser complain', async () => {
  assert.equal(complaints, []);
  await browser?.close();
  server?.close();
});

test.run();
