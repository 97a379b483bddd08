/** `fabric-dind explain`: what a value is for, what it may be, and which rules look at it. */
import { parseArgs } from 'node:util';
import { dump } from 'js-yaml';
import { CommandError } from '../../support/errors.ts';
import { type Explanation, explain } from '../explain.ts';

const help = `usage: fabric-dind explain [path] [-o text|json]
Prints what a value is for, what it may be, its default, an example and the rules about it, e.g. of
peer.dind.image.tag, peers.peer0.ledger or chaincodes.asset.package. Without a path all values are listed.`;

const inline = (value: unknown): string =>
  dump(value, { flowLevel: 0, lineWidth: -1, quoteStyle: 'double' }).trimEnd();

const indented = (text: string): string => text.trimEnd().replaceAll(/^/gmu, '  ');

const asText = (found: Explanation): string => {
  const { path, description, takes, example, keys, rules, isPerPeer } = found;
  const key = path.split('.').at(-1) ?? '';
  const width = Math.max(0, ...keys.map(([name]) => name.length));
  return [
    ...(path === '' ? [] : [path]),
    ...(description === '' ? [] : [indented(description)]),
    ...(path === '' ? [] : [`Takes: ${takes}`]),
    ...('default' in found ? [`Default: ${inline(found.default)}`] : []),
    ...(isPerPeer ? [`Per peer: peers.<name>.${path.replace(/^(peer|peers\.[^.]+)\./u, '')}`] : []),
    ...(example === undefined ? [] : ['Example:', indented(dump({ [key]: example }, { lineWidth: -1 }))]),
    ...(keys.length === 0
      ? []
      : ['Keys:', ...keys.map(([name, about]) => `  ${name.padEnd(width)}  ${about}`)]),
    ...(rules.length === 0 ? [] : ['Rules:']),
    ...rules.flatMap(({ sentence, severity, message }) => [
      `  ${severity}: ${sentence}`,
      ...(message === undefined ? [] : [`    else: ${message}`]),
    ]),
  ].join('\n');
};

/** Prints; writes nothing. */
export const run = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      output: { type: 'string', short: 'o', default: 'text' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (positionals.length > 1 || !['text', 'json'].includes(values.output))
    throw new CommandError(help, { exitCode: 2 });
  const found = explain(positionals[0]);
  console.log(values.output === 'json' ? JSON.stringify(found, null, 2) : asText(found));
  return 0;
};
