/** How the peer builds and runs chaincode, in whichever runtime. */
import { duration, flag, type Node, quantity, section, text } from '../../model/node.ts';
import { containerSettings } from '../external-builders/values.ts';

const runtimeImage = (what: string): Node =>
  text(
    '',
    `Image ${what}, as the sidecar's daemon knows it; empty: the one of the peer's own Fabric version.`,
    {
      pattern: '^[-A-Za-z0-9._/:@]*$',
      expects: 'an image reference',
    },
  );

export const chaincode: Node = section('Building and running chaincode.', {
  images: section('Images that chaincode is built and run with, inside the sidecar.', {
    builder: runtimeImage('that compiles Go chaincode (`hyperledger/fabric-ccenv`)'),
    golang: runtimeImage('that runs Go chaincode (`hyperledger/fabric-baseos`)'),
    node: runtimeImage('that builds and runs Node.js chaincode (`hyperledger/fabric-nodeenv`)'),
    java: runtimeImage('that builds and runs Java chaincode (`hyperledger/fabric-javaenv`)'),
  }),
  pull: flag(
    false,
    'Look for newer images at each build (`chaincode.pull`). It makes builds depend on the registry.',
  ),
  installTimeout: duration('5m', 'Longest installation, building included.'),
  startupTimeout: duration(
    '5m',
    'Longest launch. It starts before the build: a cold Node.js or Java build counts.',
  ),
  executeTimeout: duration('30s', 'Longest invocation; below 1s Fabric takes 30s.'),
  memory: quantity('2Gi', 'Memory limit of each chaincode container; `0`: none.'),
  cpu: quantity('', 'CPU limit of each chaincode container; empty: none.'),
  ...containerSettings,
  attachStdout: flag(false, "Copy chaincode's output into the peer's log."),
  goProxy: text('', 'GOPROXY of Go builds; empty: the public proxy. Vendored chaincode needs none.'),
  goSumDb: text('', 'GOSUMDB of Go builds; empty: the public one, `off`: none.'),
});
