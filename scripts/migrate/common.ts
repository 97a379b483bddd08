/** What tables of several sources need: images, environment, logging, and reasons that are the same everywhere. */
import {
  deadNames,
  peerSettings,
  secretVariable,
  sidecarSettings,
} from '../../schema/components/fabric/variables.ts';
import { isMap } from '../../schema/shared/maps.ts';
import {
  either,
  type Fate,
  implied,
  isTrue,
  listed,
  lookIn,
  type Rule,
  said,
  type Table,
  text,
  to,
  unsaid,
} from './fate.ts';

/** Reasons that hold for several sources. */
export const because = {
  couchLogin: 'a Job makes name and password once, in a Secret that stateDatabase.couchdb.auth can name',
  couchAlone: 'CouchDB answers its peer alone; stateDatabase.couchdb.service opens it to others',
  registrar:
    'the chart registers nobody at a CA: register the peer with fabric-ca-client; identity.enrollment then enrols it (docs/identity.md)',
  enrollmentImage: "the sidecar that enrols has Hyperledger's fabric-ca (identity.enrollment.image)",
  enrollmentSecret:
    "name, password and the CA's certificate belong into the Secret <peer>-enrollment (docs/identity.md)",
  notPeer: 'it is not about a peer, and this chart runs peers alone',
  events: 'peers have had no event hub since Fabric 2.0',
  levels: 'CORE_LOGGING_… is not read since Fabric 1.4; FABRIC_LOGGING_SPEC is (logging.spec)',
  channels:
    "it needs the channel's orderers: say it in channels.<name>, with orderers[].tlsCaCert (docs/channels.md)",
  storageClass: 'the chart makes no StorageClass: make one, and name it in ledger.storageClassName',
  probes:
    "the chart's probes know a peer that starts, a daemon that restarts and a build that failed; those of a port or of /healthz do not",
  proxy: 'the chart runs no proxy for grpc-web: add one in extraContainers',
} as const;

/** Rules of that kind. */
export const couchLogin: Rule = implied(because.couchLogin);
export const couchAlone: Rule = implied(because.couchAlone);
export const notRegistered: Rule = unsaid(because.registrar);
export const inEnrollmentSecret: Rule = implied(because.enrollmentSecret);

/** LevelDB or CouchDB, as a switch or by name. */
export const stateDatabase = (base: string): Rule =>
  to(`${base}.stateDatabase.type`, (value) =>
    isTrue(value) || /^couchdb$/iu.test(String(value)) ? 'CouchDB' : 'goleveldb',
  );

/** How large the claim of a CouchDB is that has one of its own. */
export const couchSize =
  (base: string): Rule =>
  (value) =>
    said({
      [`${base}.stateDatabase.couchdb.storage.type`]: 'claim',
      [`${base}.stateDatabase.couchdb.storage.size`]: value,
    });

const passes = /(ssl-passthrough|force-ssl-redirect|backend-protocol|kubernetes\.io\/ingress\.class)$/u;

/** Annotations of an Ingress, without those that the chart writes for a proxy that passes TLS through. */
export const ingressAnnotations =
  (base: string): Rule =>
  (value) => {
    if (!isMap(value)) return { kind: 'unsaid', why: 'it is no map' };
    const own = Object.entries(value).filter(([name]) => !passes.test(name));
    return own.length === 0
      ? { kind: 'implied', why: 'the chart asks the proxy to pass TLS through (expose.ingress.controller)' }
      : said({ [`${base}.expose.annotations`]: Object.fromEntries(own) });
  };

/** The class of an Ingress, which often tells whose annotations it takes. */
export const ingressClass =
  (base: string): Rule =>
  (value) =>
    said({
      [`${base}.expose.ingress.className`]: text(value),
      [`${base}.expose.ingress.controller`]: /haproxy/u.test(String(value)) ? 'haproxy' : 'nginx',
    });

/** A plain word for a level, as a logging spec that keeps the peer's configuration out of the log. */
export const logSpec = (value: unknown): unknown => {
  const level = text(value);
  return /[=:]/u.test(level) ? level : `${level.toLowerCase()}:nodeCmd=warning`;
};

/** The parts of an image's name without its tag. */
export const imageName = (value: unknown): { registry?: string; repository: string; tag?: string } => {
  const parts = text(value).split('/');
  const [first = ''] = parts;
  const registry = parts.length > 1 && /[.:]|^localhost$/u.test(first) ? parts.shift() : undefined;
  const [repository = '', tag] = parts.join('/').split(':');
  return { ...(registry ? { registry } : {}), repository, ...(tag ? { tag } : {}) };
};

/** An image that is written as one text, under one of ours. */
export const image =
  (path: string): Rule =>
  (value) => {
    const { registry, repository, tag } = imageName(value);
    return said({
      ...(registry === undefined ? {} : { [`${path}.registry`]: registry }),
      [`${path}.repository`]: repository,
      ...(tag === undefined ? {} : { [`${path}.tag`]: tag }),
    });
  };

/** A tag is text, also where YAML reads a number. */
export const tag = (path: string): Rule => to(`${path}.tag`, (value) => text(value));

const kubernetes = { pullPolicy: ['Always', 'IfNotPresent', 'Never'] };

/** When images are pulled. */
export const pullPolicy = (path: string): Rule =>
  either(
    (value) => kubernetes.pullPolicy.includes(String(value)),
    to(`${path}.pullPolicy`),
    unsaid('it is no pull policy of Kubernetes'),
  );

/** The sidecar's image: only Docker's own, of a version that is still made, is worth keeping. */
export const sidecarImage = (name: string, version: string | undefined): Fate => {
  const { repository, tag: own } = imageName(name);
  const wanted = version ?? own ?? '';
  const isOfficial = repository === 'docker' || repository === 'library/docker';
  if (isOfficial && /^(2[89]|[3-9][0-9])[.]/u.test(wanted)) return said({ 'peer.dind.image.tag': wanted });
  return {
    kind: 'unsaid',
    why: `the image ${name}${version === undefined ? '' : `:${version}`} is not kept: the sidecar needs Docker's own, 28 or 29 (dind.image). What it brought along, preload brings`,
  };
};

const digits = /^-?[0-9]+$/u;

/** A variable's text as the type that our value has. */
const typed = (path: string, plain: string): unknown => {
  if (path === 'gossip.bootstrap') return plain.split(/[\s,]+/u).filter((part) => part !== '');
  if (path === 'logging.spec') return logSpec(plain);
  if (/^(true|false)$/iu.test(plain)) return isTrue(plain);
  return digits.test(plain) && !/(spec|id|Id|prefix)$/u.test(path) ? Number(plain) : plain;
};

/**
 * One variable of the peer, for a value of ours where there is one.
 * @param base the values that it belongs to: `peer` or `own`.
 */
export const variable = (name: string, value: unknown, base: string): Fate => {
  const setting = peerSettings.find((one) => one.variable === name.toUpperCase());
  const [, deadReason] =
    Object.entries(deadNames).find(([start]) => name.toUpperCase().startsWith(start)) ?? [];
  if (deadReason !== undefined) return { kind: 'dead', why: `no Fabric from 2.4 reads it. ${deadReason}` };
  if (isMap(value)) {
    const ref = lookIn(value)('valueFrom.secretKeyRef') ?? lookIn(value)('secretKeyRef');
    const login = /^CORE_LEDGER_STATE_COUCHDBCONFIG_(USERNAME|PASSWORD)$/iu.exec(name);
    if (login !== null && isMap(ref))
      return said({
        [`${base}.stateDatabase.couchdb.auth.existingSecret`]: ref.name,
        [`${base}.stateDatabase.couchdb.auth.${login[1]?.toLowerCase()}Key`]: ref.key,
      });
    if (setting !== undefined && setting.value === undefined)
      return { kind: 'implied', why: `the chart sets it: ${setting.why}` };
    return said({ [`${base}.env.${name}`]: { valueFrom: value.valueFrom ?? value } });
  }
  const plain = text(value ?? '', name);
  if (setting?.value === 'stateDatabase.couchdb.auth.existingSecret')
    return { kind: 'implied', why: because.couchLogin };
  if (setting?.value === 'stateDatabase.couchdb.address' && /^(localhost|127\.)/u.test(plain))
    return { kind: 'implied', why: 'CouchDB runs beside its peer' };
  if (setting?.value?.startsWith('.')) return said({ [setting.value.slice(1)]: plain });
  if (setting?.value !== undefined)
    return said({ [`${base}.${setting.value}`]: typed(setting.value, plain) });
  if (setting !== undefined) return { kind: 'implied', why: `the chart sets it: ${setting.why}` };
  if (plain !== '' && new RegExp(secretVariable, 'iu').test(name))
    return {
      kind: 'unsaid',
      why: `a secret in plain text: put it into a Secret, and name that in env.${name} by valueFrom.secretKeyRef`,
    };
  return said({ [`${base}.env.${name}`]: plain });
};

const proxies: Readonly<Record<string, string>> = {
  HTTP_PROXY: 'http',
  HTTPS_PROXY: 'https',
  NO_PROXY: 'noProxy',
};

/** One variable of the sidecar; where a value of ours sets it, that is named. */
const sidecarVariable = (name: string, value: unknown, base: string): Fate => {
  const proxy = proxies[name.toUpperCase()];
  if (proxy !== undefined && !isMap(value))
    return said({ [`${base}.dind.daemon.proxy.${proxy}`]: text(value ?? '', name) });
  const setting = sidecarSettings.find((one) => one.variable === name.toUpperCase());
  if (setting?.value !== undefined) return { kind: 'unsaid', why: `${setting.value} sets it here` };
  if (setting !== undefined) return { kind: 'implied', why: `the chart sets it: ${setting.why}` };
  return said({ [`${base}.dind.env.${name}`]: isMap(value) ? value : text(value ?? '', name) });
};

/**
 * A list of variables as containers have it.
 * @param of what is made of each
 */
export const environment =
  (base: string, of = variable): Rule =>
  (value) =>
    listed(value).map((entry): Fate => {
      const { name, value: plain, valueFrom } = isMap(entry) ? entry : {};
      if (typeof name !== 'string') return { kind: 'unsaid', why: 'an entry without a name' };
      return { ...of(name, valueFrom === undefined ? plain : { valueFrom }, base), item: name };
    });

/** The same for the sidecar. */
export const sidecarEnvironment = (base: string): Rule => environment(base, sidecarVariable);

/** A ServiceMonitor: `names` tells what the other side calls our settings. */
export const serviceMonitor = (
  path: string,
  base: string,
  names: Readonly<Record<string, string>>,
): Table => {
  const ours = `${base}.metrics.serviceMonitor`;
  return {
    [`${path}.enabled`]: to(`${ours}.enabled`, isTrue),
    ...Object.fromEntries(
      Object.entries(names).map(([theirs, own]) => [`${path}.${theirs}`, to(`${ours}.${own}`)]),
    ),
    [path]: unsaid('the ServiceMonitor is for the port of the operations server, and has no limit'),
  };
};

/** A switch of persistence: the chart keeps ledgers in claims, always. */
export const ledgerPersistence: Rule = either(
  isTrue,
  implied('the ledger has a claim, always'),
  unsaid('a ledger without a claim is gone with its Pod; the chart always makes one (ledger)'),
);

/** The node's Docker gives way to the sidecar, which is what this chart is for. */
export const hostSocket: Rule = () =>
  said(
    { 'peer.dind.enabled': true },
    "the peer gets a Docker daemon of its own instead of the node's. To keep the node's: hostDocker.enabled: true and dind.enabled: false",
  );

/** An access mode that fits a volume of one Pod. */
export const accessMode = (path: string): Rule =>
  either(
    (value) => value === 'ReadWriteOnce' || value === 'ReadWriteOncePod',
    to(`${path}.accessModes`, (value) => [value]),
    unsaid('a ledger and a data root belong to one Pod: ReadWriteOnce'),
  );

/** The Service's type. Outside the cluster the operations server has nothing to look for. */
export const serviceType =
  (base: 'peer' | 'own'): Rule =>
  (value) => {
    const type = text(value);
    if (type === 'ClusterIP') return said({ [`${base}.service.type`]: type });
    if (type === 'NodePort' || type === 'LoadBalancer')
      return said(
        { [`${base}.service.type`]: type, [`${base}.service.operations.enabled`]: false },
        'the operations server, which changes log levels for anybody, stays inside the cluster',
      );
    return { kind: 'unsaid', why: `the client Service has no type ${type}` };
  };
