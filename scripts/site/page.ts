/** The page's HTML: what the chart is, how it is installed, every value, a box to check values, and the release notes. */
import { Marked } from 'marked';
import { groups } from '../../schema/components/groups.ts';
import { root } from '../../schema/components/root.ts';
import { isSection, leaves, type Node, nodeAt } from '../../schema/model/node.ts';
import { project, versions } from '../../schema/versions.ts';
import { explain } from '../npm/explain.ts';

/** Text as HTML. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Text of the model, in which backticks mark code. */
const prose = (text: string): string => escaped(text).replace(/`([^`]+)`/gu, '<code>$1</code>');

/** Values below a path, sections opened, and the fields of entries of maps and lists. */
const pathsBelow = (path: string): string[] => {
  const node = nodeAt(root, path.split('.')) as Node;
  if (isSection(node))
    return [...leaves(node, path.split('.'))].map(([parts]) => parts.join('.')).flatMap(fields);
  return fields(path);
};

const fields = (path: string): string[] => [
  path,
  ...(path === 'peers' ? [] : entryFields(path, nodeAt(root, path.split('.')))),
];

const entryFields = (path: string, node: Node | undefined): string[] => {
  const inMap = typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
  const entry = inMap ?? node?.items;
  if (entry !== undefined) return entryFields(`${path}${inMap ? '.<name>' : '[]'}`, entry);
  return Object.entries(node?.properties ?? {}).flatMap(([key, child]) => [
    `${path}.${key}`,
    ...entryFields(`${path}.${key}`, child),
  ]);
};

const value = (path: string): string => {
  const { description, takes, default: preset, example, rules } = explain(path);
  const facts = [
    `<dt>Takes</dt><dd>${prose(takes)}</dd>`,
    ...(preset === undefined
      ? []
      : [`<dt>Default</dt><dd><code>${escaped(JSON.stringify(preset))}</code></dd>`]),
    ...(example === undefined
      ? []
      : [`<dt>Example</dt><dd><code>${escaped(JSON.stringify(example))}</code></dd>`]),
    ...rules.map(
      ({ sentence, severity }) =>
        `<dt>${severity === 'error' ? 'Must hold' : 'Should hold'}</dt><dd>${prose(sentence)}</dd>`,
    ),
  ];
  const id = escaped(path);
  return `<article class="value" id="${id}"><h4><a href="#${id}"><code>${id}</code></a></h4><p>${prose(description)}</p><dl>${facts.join('')}</dl></article>`;
};

const group = ({ title, when, values }: (typeof groups)[number]): string =>
  `<section class="group"><h3>${escaped(title)}</h3><p>${prose(when)}</p>${values.flatMap(pathsBelow).map(value).join('\n')}</section>`;

/** What a browser may do for the page: nothing but what comes from beside it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'";

/** What the page is made of. */
export interface PageSources {
  readonly changelog: string;
  /** Versions whose schema lies beside the page, newest first. */
  readonly schemas: readonly string[];
}

/** The page. */
export const page = ({ changelog, schemas }: PageSources): string => {
  const version = versions.chart;
  // Headings of the changelog stand below one of the page.
  const renderer = new Marked({
    walkTokens: (token) => {
      if (token.type === 'link' && !/^[a-z]+:/u.test(token.href))
        token.href = `${project.home}/blob/main/${token.href}`;
    },
  });
  const notes = renderer.parse(changelog.replace(/^# .*$/mu, '').replace(/^#/gmu, '##'), { async: false });
  const schema = (one: string): string =>
    `<li><a href="schema/${one}/values.schema.json">schema/${one}/values.schema.json</a> <span>for editors: <a href="schema/${one}/values.editor.schema.json">values.editor.schema.json</a></span></li>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>fabric-dind: Hyperledger Fabric peers on Kubernetes, each with its own Docker daemon</title>
<meta name="description" content="A Helm chart that gives every Hyperledger Fabric peer a Docker daemon in its own Pod.">
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="style.css">
<script type="module" src="app.js"></script>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header>
<h1>fabric-dind <small>${escaped(version)}</small></h1>
<p>Hyperledger Fabric peers on Kubernetes, each with its own Docker daemon.</p>
<nav aria-label="Page"><a href="#install">Install</a> <a href="#check">Check your values</a> <a href="#values">Values</a> <a href="#schemas">Schemas</a> <a href="#releases">Releases</a> <a href="${project.home}">Source</a></nav>
</header>
<main id="main" tabindex="-1">
<section aria-labelledby="about">
<h2 id="about">What it is</h2>
<p>A Fabric peer builds and runs chaincode through Docker, which Kubernetes nodes no longer have. This chart gives every peer a Docker-in-Docker sidecar in its own Pod: one daemon builds and runs the chaincode, chaincode reaches the peer at 127.0.0.1:7052, all of it lives and dies with the Pod, and neither Fabric nor the cluster is changed.</p>
<img src="peer.svg" alt="A peer's Pod: the sidecar dind, prepare, the peer, and their claims">
</section>
<section aria-labelledby="install">
<h2 id="install">Install</h2>
<pre tabindex="0"><code>helm repo add fabric-dind <span class="address">https://…</span>
helm repo update fabric-dind
helm install org1 fabric-dind/fabric-dind --version ${escaped(version)} \\
  --namespace fabric --create-namespace --set mspId=Org1MSP</code></pre>
<p>A network to try things out needs no keys: add <code>--set devnet.enabled=true</code>. Whoever signed the package is told by <code>helm pull --verify</code>. The namespace must allow privileged Pods, unless <code>peer.dind.isolation</code> says otherwise.</p>
</section>
<section aria-labelledby="check">
<h2 id="check">Check your values</h2>
<p>Paste a values file. It is checked here, in your browser, by the rules that the chart applies; it is sent nowhere.</p>
<div class="fields">
<p><label for="release">Release</label> <input id="release" value="fabric" autocomplete="off" spellcheck="false"></p>
<p><label for="namespace">Namespace</label> <input id="namespace" value="default" autocomplete="off" spellcheck="false"></p>
</div>
<p><label for="yours">values.yaml</label></p>
<textarea id="yours" rows="14" spellcheck="false" autocomplete="off" aria-describedby="verdict"></textarea>
<p id="verdict" role="status" aria-live="polite"></p>
<ol id="findings"></ol>
</section>
<section aria-labelledby="values">
<h2 id="values">Values</h2>
<p>Everything under <code>peer</code> can also stand under <code>peers.&lt;name&gt;</code>, for one peer alone.</p>
<p role="search"><label for="search">Search names, descriptions and rules</label> <input id="search" type="search" autocomplete="off" spellcheck="false"> <output id="found" for="search"></output></p>
${groups.map(group).join('\n')}
</section>
<section aria-labelledby="schemas">
<h2 id="schemas">Schemas</h2>
<p>For editors with the YAML language server: write the address of a schema into the first line of your values file, <code># yaml-language-server: $schema=…</code>.</p>
<ul>
${schemas.map(schema).join('\n')}
</ul>
</section>
<section aria-labelledby="releases">
<h2 id="releases">Releases</h2>
${notes}
</section>
</main>
</body>
</html>
`;
};
