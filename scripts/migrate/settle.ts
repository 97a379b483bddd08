/** Makes versions and amounts fit each other: what the sources ran together, this chart may refuse. */
import { lt, satisfies } from 'semver';
import { operators } from '../../schema/expression/operators.ts';
import { defaultValues } from '../../schema/index.ts';
import { isMap } from '../../schema/shared/maps.ts';
import { lookIn } from './fate.ts';
import { type Line, laid, type Translation } from './translate.ts';

type Values = Record<string, unknown>;

/** Docker that old peers still build with. */
const dockerOfOldPeers = '28.5.2-dind';

const without = (values: Values, path: string): Values => {
  const [key = '', ...rest] = path.split('.');
  if (!Object.hasOwn(values, key)) return values;
  const { [key]: inner, ...others } = values;
  if (rest.length === 0 || !isMap(inner)) return others;
  const left = without(inner, rest.join('.'));
  return Object.keys(left).length === 0 ? others : { ...values, [key]: left };
};

/** The setting there that says a value of ours. */
const origin = (lines: readonly Line[], path: string): string =>
  lines.find((line) => line.to?.includes(path))?.from ?? path;

/** Takes values away again, and tells why under every setting that said nothing else. */
const refused = (
  { values, lines }: Translation,
  paths: readonly string[],
  from: string,
  why: string,
): Translation => {
  const isGone = ({ to }: Line): boolean => to?.every((path) => paths.includes(path)) === true;
  const gone = new Set([from, ...lines.filter(isGone).map((line) => line.from)]);
  return {
    values: paths.reduce(without, values),
    lines: [
      ...lines.filter((line) => !isGone(line)),
      ...[...gone].map((one): Line => ({ kind: 'unsaid', from: one, why })),
    ],
  };
};

/** The version in a tag, e.g. in `amd64-2.3.0`. */
const versionIn = (tag: unknown): string | undefined => {
  const [, major, minor, patch] = /([0-9]+)\.([0-9]+)(?:\.([0-9]+))?/u.exec(String(tag)) ?? [];
  return major === undefined ? undefined : `${major}.${minor}.${patch ?? 0}`;
};

const settleVersion = (translation: Translation, base: string): Translation => {
  const { values, lines } = translation;
  const at = `${base}.image.tag`;
  const tag = lookIn(values)(at);
  const version = tag === undefined ? undefined : versionIn(tag);
  if (version === undefined) return translation;
  const from = origin(lines, at);
  if (lt(version, '2.4.0')) {
    const why = `Fabric ${tag} is too old: the chart supports 2.4 and newer, and takes ${defaultValues.peer.image.tag} of hyperledger/fabric-peer. A ledger of 1.4 is upgraded by peer node upgrade-dbs (replicas: 0), after the channel's capabilities`;
    return refused(
      translation,
      ['registry', 'repository', 'tag'].map((key) => `${base}.image.${key}`),
      from,
      why,
    );
  }
  const to = `${base}.dind.image.tag`;
  const isOld = satisfies(version, '<2.5.15 || >=3.0.0 <3.1.4');
  if (!isOld || lookIn(values)(to) !== undefined) return translation;
  const why = `Docker 29 refuses the builds of Fabric ${tag}; 2.5.16 and 3.1.5 may have 29`;
  return {
    values: laid(values, { [to]: dockerOfOldPeers }, ''),
    lines: [...lines, { kind: 'said', from, to: [to], why }],
  };
};

/** Kubernetes takes a limit for the request where there is none; here the default's request would stay beside it. */
const settleRequests = (translation: Translation, path: string): Translation => {
  const { values, lines } = translation;
  const limits = lookIn(values)(`${path}.limits`);
  if (!isMap(limits)) return translation;
  const missing = Object.entries(limits).filter(
    ([name, amount]) => amount !== null && lookIn(values)(`${path}.requests.${name}`) === undefined,
  );
  if (missing.length === 0) return translation;
  const said = Object.fromEntries(missing.map(([name, amount]) => [`${path}.requests.${name}`, amount]));
  const why = 'requests are the limits where there are none, as Kubernetes has it';
  return {
    values: laid(values, said, ''),
    lines: [...lines, { kind: 'said', from: origin(lines, path), to: Object.keys(said), why }],
  };
};

const settleMemory = (translation: Translation, base: string): Translation => {
  const path = `${base}.dind.resources.limits.memory`;
  const limit = lookIn(translation.values)(path);
  const { memory } = defaultValues.peer.chaincode;
  const bytes = (amount: unknown): number => operators.thousandths.evaluate(amount) / 1000;
  if (!['string', 'number'].includes(typeof limit) || bytes(limit) >= bytes(memory) + 2 ** 29)
    return translation;
  const why = `a limit of ${limit} is below what one chaincode may take (chaincode.memory, ${memory}) and 512Mi for the daemon: set both`;
  return refused(translation, [path], origin(translation.lines, `${base}.dind.resources`), why);
};

/** A translation whose parts fit each other. */
export const settled = (translation: Translation): Translation => {
  const peers = lookIn(translation.values)('peers');
  const bases = ['peer', ...Object.keys(isMap(peers) ? peers : {}).map((name) => `peers.${name}`)];
  return bases.reduce(
    (all, base) =>
      settleRequests(
        settleRequests(settleMemory(settleVersion(all, base), base), `${base}.resources`),
        `${base}.dind.resources`,
      ),
    translation,
  );
};
