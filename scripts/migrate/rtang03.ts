/** rtang03/helm-charts, charts/hlf-peer 0.1: one peer a release, chaincode as an external service. */
import { isMap } from '../../schema/shared/maps.ts';
import { accessMode, because, ledgerPersistence, pullPolicy, serviceType } from './common.ts';
import {
  dead,
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
import { merged } from './merged.ts';
import type { Source } from './source.ts';
import { laid, translate } from './translate.ts';

const fixedImage = dead("the template writes hyperledger/fabric-peer with the chart's appVersion, 2.3.2");
const fixedName = dead('names are made of appname and orgname alone');
const noScaling = unsaid('a ledger belongs to one Pod; more peers are more entries of peers');

/** Which Secret it is tells the folder in which it is mounted. */
const secrets: Rule = (value, look) => {
  if (!isTrue(look('secretvol.enabled'))) return { kind: 'dead', why: 'secretvol.enabled is off' };
  return listed(value)
    .filter(isMap)
    .map(({ name, mountPath }): Fate => {
      if (mountPath === '/secret/tls')
        return said({
          'own.identity.tls.secretName': name,
          'own.identity.tls.cert.key': 'tlscert.pem',
          'own.identity.tls.privateKey.key': 'tlskey.pem',
          'own.identity.tls.caCert.key': 'rootcert.pem',
        });
      if (mountPath === '/secret/msp')
        return said(
          {
            'own.identity.msp.secretName': name,
            'own.identity.msp.signCert.key': 'signcerts.pem',
            'own.identity.msp.privateKey.key': 'keystore.pem',
            'own.identity.msp.caCert.key': 'cacerts.pem',
            'own.identity.msp.adminCert.key': 'admincerts.pem',
            'own.identity.msp.tlsCaCert.key': 'cacerts.pem',
            'own.identity.nodeOUs.enabled': false,
          },
          'their MSP has no TLS CA of its own: look whether cacerts.pem is the TLS CA too, or put that into the Secret (identity.msp.tlsCaCert)',
        );
      return {
        kind: 'unsaid',
        why: `the Secret ${text(name, 'name')} is mounted at ${text(mountPath, 'mountPath')}, where the peer reads nothing: extraVolumes and extraVolumeMounts`,
      };
    });
};

const table: Table = {
  appname: implied('the key of the peer'),
  orgname: implied("told with the peer's names"),
  namespace: dead("no template reads it: it is helm's --namespace"),
  fqdn: to('own.expose.host'),
  mspid: to('mspId'),
  timezone: to('peer.env.TZ'),
  podAnnotations: to('peer.podAnnotations'),
  'persistence.enabled': ledgerPersistence,
  'persistence.annotations': to('peer.ledger.annotations'),
  'persistence.storageClass': to('peer.ledger.storageClassName'),
  'persistence.accessMode': accessMode('peer.ledger'),
  'persistence.size': to('peer.ledger.size'),
  'persistence.mountPath': implied('the ledger lies in /var/hyperledger'),
  'persistence.existingClaim': dead(
    'the Deployment mounts pvc-<appname>-<orgname> whatever it says; with it nobody makes that',
  ),
  resources: to('peer.resources'),
  'gossip.bootstrap': to('own.gossip.bootstrap', listed),
  'gossip.external.enabled': either(
    isTrue,
    implied('told with gossip.external.endpoint'),
    to('own.gossip.external', isTrue),
  ),
  'gossip.external.endpoint': either(
    (_, look) => isTrue(look('gossip.external.enabled')),
    to('own.gossip.externalEndpoint'),
    dead('gossip.external.enabled is off'),
  ),
  'secretvol.enabled': implied('told with secretvol.vol'),
  'secretvol.vol': secrets,
  nodeSelector: to('peer.nodeSelector'),
  tolerations: to('peer.tolerations'),
  affinity: to('peer.affinity'),
  replicaCount: either((value) => Number(value) === 1, implied('a peer has one Pod'), noScaling),
  autoscaling: either((_, look) => isTrue(look('autoscaling.enabled')), noScaling, implied('off')),
  'image.repository': fixedImage,
  'image.tag': fixedImage,
  'image.pullPolicy': pullPolicy('peer.image'),
  imagePullSecrets: to('global.imagePullSecrets'),
  nameOverride: fixedName,
  fullnameOverride: fixedName,
  'serviceAccount.create': to('peer.serviceAccount.create', isTrue),
  'serviceAccount.annotations': to('peer.serviceAccount.annotations'),
  'serviceAccount.name': dead('it is called sa-<appname>-<orgname>'),
  podSecurityContext: to('peer.podSecurityContext'),
  securityContext: to('peer.securityContext'),
  'service.type': serviceType('peer'),
  'service.ports': implied('the Service has the ports of gRPC and of the operations server'),
  'istioService.enabled': either(
    isTrue,
    () => said({ 'peer.expose.type': 'istio', 'peer.expose.istio.createGateway': true }),
    implied('nothing leads to a peer by default'),
  ),
  'istioService.ports': (value) => {
    const [first, ...further] = listed(value).filter(isMap);
    if (first === undefined) return { kind: 'implied', why: '443 is the default' };
    const port = said({ 'peer.expose.port': first.port });
    return further.length === 0
      ? port
      : [port, { kind: 'unsaid', item: '1', why: 'a peer has one port outside' }];
  },
  livenessProbe: implied(because.probes),
  readinessProbe: implied(because.probes),
  'configmap.enabled': implied("Fabric's own core.yaml is taken"),
  'configmap.mountPath': implied('the configuration lies where the image has it'),
  'configmap.data': unsaid(
    "its core.yaml and its external builder: Fabric's own core.yaml is taken, coreYaml changes keys of it, and packages of type ccaas have their builder. Those of type external need theirs in externalBuilders",
  ),
  certRootDir: implied('the Secrets of identity are mounted in /var/hyperledger/msp'),
  cryptoDir: implied('the Secrets of identity are mounted in /var/hyperledger/msp'),
};

export const rtang03: Source = {
  name: 'rtang03',
  about: 'rtang03/helm-charts, values of charts/hlf-peer',
  convert: ([input], options) => {
    const look = lookIn(input);
    const name = text(look('appname') ?? options.peer, 'appname');
    const full = !look('orgname') ? undefined : `${name}-${text(look('orgname'), 'orgname').toLowerCase()}`;
    const names =
      full === undefined ? {} : { 'own.nameOverride': full, 'own.id': full, 'own.hostname': full };
    const to = Object.keys(names).map((path) => path.replace('own', `peers.${name}`));
    return {
      ...merged([
        translate(table, input, { peer: name }),
        {
          values: laid({ peers: { [name]: {} } }, names, name),
          lines: full === undefined ? [] : [{ kind: 'said', from: 'orgname', to }],
        },
      ]),
      steps: [
        "The chart's appVersion is Fabric 2.3.2, which is too old for this chart: it takes its default.",
        'Their claim pvc-<appname>-<orgname> has the ledger where ours has it: keep it when you uninstall and name it in peers.<name>.ledger.existingClaim.',
        'Put the peers of an organisation together: one release, and an entry of peers for each of theirs.',
      ],
    };
  },
};
