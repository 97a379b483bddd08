/** The picture of a peer in the README, drawn from what the chart renders: Services, the Pod's containers, claims. */
import type { StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { Container, Service, Volume } from 'kubernetes-types/core/v1.js';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const line = 16;
const gap = 16;
const width = 900;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const label = (x: number, y: number, text: string, kind = ''): string =>
  `<text x="${x}" y="${y}"${kind === '' ? '' : ` class="${kind}"`}>${escaped(text)}</text>`;

const rectangle = ({ x, y, width, height }: Box, kind: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" class="${kind}"/>`;

/** A box with a title and lines of text. */
const card = (box: Box, kind: string, title: string, lines: readonly string[]): string[] => [
  rectangle(box, kind),
  label(box.x + 10, box.y + 20, title, 'title'),
  ...lines.map((text, n) => label(box.x + 10, box.y + 20 + (n + 1) * line, text)),
];

const arrow = (from: readonly [number, number], to: readonly [number, number]): string =>
  `<path d="M${from.join(' ')} L${to.join(' ')}" class="arrow" marker-end="url(#head)"/>`;

/** What a container is and may. */
const traits = ({ securityContext, restartPolicy }: Container, isInit: boolean): string[] => {
  const { privileged, runAsUser, readOnlyRootFilesystem, capabilities } = securityContext ?? {};
  return [
    ...(isInit ? [restartPolicy === 'Always' ? 'native sidecar' : 'before the peer'] : []),
    ...(privileged ? ['privileged'] : []),
    ...(runAsUser === undefined ? [] : [runAsUser === 0 ? 'root' : `user ${runAsUser}`]),
    ...(capabilities?.drop?.includes('ALL')
      ? [`capabilities: ${capabilities.add?.join(', ') ?? 'none'}`]
      : []),
    ...(readOnlyRootFilesystem ? ['read-only root file system'] : []),
  ];
};

const imageName = (image = ''): string => image.replace(/^docker[.]io\//u, '');

const valueOfVariable = ({ env }: Container, name: string): string | undefined =>
  env?.find((variable) => variable.name === name)?.value;

/** Volumes that outlive the Pod, or that containers of the Pod share for a socket. */
const isShown = ({ persistentVolumeClaim, emptyDir, name }: Volume): boolean =>
  persistentVolumeClaim !== undefined || (emptyDir !== undefined && /dind|run/u.test(name));

const style = `
  text { font: 12px system-ui, sans-serif; fill: #1b2733; }
  .title { font-weight: 600; }
  .set { fill: #f4f7fa; stroke: #8aa0b4; }
  .pod { fill: #fff; stroke: #1f4e79; stroke-width: 1.5; }
  .container { fill: #e6f1fa; stroke: #1f4e79; }
  .privileged { fill: #fdeee2; stroke: #b4541a; }
  .chaincode { fill: #fff; stroke: #b4541a; stroke-dasharray: 4 3; }
  .volume, .service { fill: #eef5ea; stroke: #4d7c36; }
  .arrow { stroke: #44586a; fill: none; stroke-width: 1.2; }
`;

/**
 * The picture of the first peer among rendered objects, as SVG.
 * @throws Error when there is no StatefulSet of a peer.
 */
export const pictureOf = (objects: readonly { kind: string; metadata: { name: string } }[]): string => {
  const set = objects.find(({ kind }) => kind === 'StatefulSet') as StatefulSet | undefined;
  const spec = set?.spec?.template.spec;
  if (set?.metadata?.name === undefined || spec === undefined)
    throw new Error('there is no StatefulSet to draw');
  const services = (objects as readonly Service[]).filter(
    ({ kind, spec: { clusterIP } = {} }) => kind === 'Service' && clusterIP !== 'None',
  );
  const containers = [
    ...(spec.initContainers ?? []).map((container) => ({ container, isInit: true })),
    ...spec.containers.map((container) => ({ container, isInit: false })),
  ];
  const start = 62;
  const top = start + 60;
  const column = Math.floor((width - 2 * gap - 24 - (containers.length - 1) * gap) / containers.length);
  const parts: string[] = [];
  const places = new Map<string, Box>();
  for (const [n, { container, isInit }] of containers.entries()) {
    const box = { x: gap + 12 + n * (column + gap), y: top + 30, width: column, height: 190 };
    places.set(container.name, box);
    const kind = container.securityContext?.privileged ? 'privileged' : 'container';
    parts.push(
      ...card(box, kind, container.name, [imageName(container.image), ...traits(container, isInit)]),
    );
  }
  const dind = places.get('dind');
  const peer = spec.containers[0] as Container;
  const own = places.get(peer.name) as Box;
  const chaincodeAddress = valueOfVariable(peer, 'CORE_PEER_CHAINCODELISTENADDRESS');
  if (dind !== undefined && chaincodeAddress !== undefined) {
    const box = { x: dind.x + 12, y: dind.y + 130, width: dind.width - 24, height: 46 };
    parts.push(...card(box, 'chaincode', 'chaincode', ["in the Pod's network and cgroup"]));
    const height = box.y + box.height / 2;
    parts.push(arrow([box.x + box.width, height], [own.x, height]));
    parts.push(label(own.x + 10, height + 4, `◄ chaincode: ${chaincodeAddress}`));
  }
  const volumes = (spec.volumes ?? []).filter(isShown);
  const below = top + 30 + 190 + 30;
  const each = Math.floor((width - 2 * gap - 24 - (volumes.length - 1) * gap) / Math.max(volumes.length, 1));
  for (const [n, volume] of volumes.entries()) {
    const box = { x: gap + 12 + n * (each + gap), y: below, width: each, height: 62 };
    const claim = volume.persistentVolumeClaim?.claimName;
    const users = containers.filter(({ container }) =>
      container.volumeMounts?.some(({ name }) => name === volume.name),
    );
    parts.push(
      ...card(box, 'volume', volume.name, [
        claim === undefined ? 'goes with the Pod' : `claim ${claim}`,
        `in ${users.map(({ container }) => container.name).join(', ')}`,
      ]),
    );
  }
  const end = below + 62 + gap;
  const wide = Math.floor((width - (services.length - 1) * gap) / services.length);
  const serviceCards = services.map((service, n) => {
    const ports = service.spec?.ports?.map(({ name, port }) => `${name} ${port}`).join(', ') ?? '';
    const box = { x: 1 + n * (wide + gap), y: 1, width: wide - 2, height: 44 };
    const x = services.length === 1 ? own.x + own.width / 2 : box.x + box.width / 2;
    return [
      ...card(box, 'service', `Service ${service.metadata?.name}`, [ports]),
      arrow([x, box.y + box.height], [own.x + own.width / 2, own.y - 1]),
    ];
  });
  const height = end + gap;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="A peer's Pod: ${containers
      .map(({ container }) => container.name)
      .join(', ')}">`,
    `<style>${style}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#44586a"/></marker></defs>',
    rectangle({ x: 1, y: start, width: width - 2, height: end + 6 - start }, 'set'),
    label(gap, start + 22, `StatefulSet ${set.metadata.name}, one for each peer`, 'title'),
    rectangle({ x: gap, y: top - 24, width: width - 2 * gap, height: end - top + 20 }, 'pod'),
    label(gap + 12, top - 2, `Pod ${set.metadata.name}-0`, 'title'),
    ...parts,
    ...serviceCards.flat(),
    '</svg>',
    '',
  ].join('\n');
};
