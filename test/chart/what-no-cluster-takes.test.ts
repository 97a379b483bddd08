/** Values that no cluster takes are refused by the validator and by Helm, and nothing else is. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ValuesOverrides } from '../../schema/generated/values.ts';
import { validateValues } from '../../schema/validate/validate.ts';
import { refusal } from '../support/rendered.ts';

const facts = { name: 'r', namespace: 'default' };

const verdicts = async (values: object): Promise<{ validator: boolean; helm: boolean }> => ({
  validator: validateValues(values, facts).problems.length > 0,
  helm: (await refusal({ values, release: facts.name, namespace: facts.namespace })) !== undefined,
});

/** Some of them do not even compile. */
const refused = (name: string, values: ValuesOverrides | Record<string, unknown>): void => {
  test(`${name} is refused`, async () => {
    assert.equal(await verdicts(values), { validator: true, helm: true });
  });
};
const accepted = (name: string, values: ValuesOverrides): void => {
  test(`${name} is accepted`, async () => {
    assert.equal(await verdicts(values), { validator: false, helm: false });
  });
};
const ofPeer = (peer: Record<string, unknown>): Record<string, unknown> => ({ peer });

// Keys were printed as they are: Helm ended with "YAML parse error: mapping values are not allowed", the validator is silent.
refused('a label with a colon and a space', { commonLabels: { 'a: b': 'c' } });
refused('a variable with a colon and a space', ofPeer({ env: { 'A: B': 'x' } }));
// The template falls over at `append`; the validator is silent.
refused('text for supplementalGroups', ofPeer({ podSecurityContext: { supplementalGroups: 'x' } }));
// `name` is printed twice; the last one wins, and the mount or the chart's own variable is lost.
refused('a variable with a name of its own', ofPeer({ env: { A: { name: 'B', value: 'x' } } }));
refused(
  'a volume of images with a name of its own',
  ofPeer({ preload: { volume: { name: 'x', emptyDir: {} } } }),
);

// The API server refuses these, after a part of the release was installed.
refused('a label of 64 characters', { commonLabels: { a: 'x'.repeat(64) } });
refused('a label with a space', { commonLabels: { a: 'b c' } });
refused('an annotation with a space in its key', { commonAnnotations: { 'a b': 'x' } });
refused('a variable with =', ofPeer({ env: { 'A=B': 'x' } }));
refused('an IPv4 range that is none', ofPeer({ networkPolicy: { enabled: true, except: ['999.0.0.0/8'] } }));
refused('an IPv4 range of 99 bits', ofPeer({ networkPolicy: { enabled: true, except: ['10.0.0.0/99'] } }));
refused('a bridge address that is none', ofPeer({ dind: { daemon: { bridgeAddress: '999.1.1.1/24' } } }));
refused('a subPath that climbs', ofPeer({ ledger: { subPath: '../x' } }));
refused('a registry host that climbs', ofPeer({ dind: { daemon: { registryCAs: { 'r/../..': 'ca' } } } }));
refused('an object name with two dots', ofPeer({ priorityClassName: 'a..b' }));
// hostAliases take lower case alone, and `kubernetesBuilder` or `service.chaincode` make the chart write one.
refused(
  'a host name in capitals that becomes a host alias',
  ofPeer({ hostname: 'Peer0.Example.com', service: { chaincode: { enabled: true } } }),
);

// Nothing is made of a disabled peer, and nothing mounts a claim of Docker's that is not used.
accepted('one ServiceAccount of a peer and a disabled peer', {
  peer: { serviceAccount: { name: 'x' } },
  peers: { a: {}, b: { enabled: false } },
});
accepted('a node port that a disabled peer inherits', {
  peer: { service: { grpc: { nodePort: 30051 } } },
  peers: { a: { service: { type: 'NodePort', operations: { enabled: false } } }, b: { enabled: false } },
});
accepted('one claim of Docker for peers that have none', {
  peer: { dind: { enabled: false, storage: { existingClaim: 'x' } } },
  peers: { a: {}, b: {} },
});
accepted('one claim of Docker for peers with an emptyDir', {
  peer: { dind: { storage: { type: 'emptyDir', existingClaim: 'x' } } },
  peers: { a: {}, b: {} },
});

test.run();
