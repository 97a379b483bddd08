/** How long an endorsed query takes, as the peer and as a client see it. */

import type { Chaincode } from '../../cluster/chaincode.ts';
import type { Organisation } from '../../cluster/crypto.ts';
import { expect } from '../../cluster/expect.ts';
import { kubectl } from '../../cluster/kubectl.ts';
import { peerAddress, step } from '../../cluster/network.ts';
import { podOf } from '../../cluster/releases.ts';
import { settings } from '../../cluster/settings.ts';
import { median } from '../measure.ts';
import { fromGo, histogram, percentile } from './numbers.ts';

/** Milliseconds of a query. */
export interface Latency {
  readonly calls: number;
  /** Calls of ProcessProposal, one by one, from the peer's log. */
  readonly peer: { readonly median: number; readonly p95: number };
  /** Means, from the peer's metrics: all of an endorsement, and what chaincode asks the peer for within it. */
  readonly endorsement: number;
  readonly shim: number;
  /** The `peer` command, whose start and TLS handshake are most of it. */
  readonly client: { readonly median: number; readonly p95: number };
}

const metricsOf = (pod: string): Promise<string> =>
  kubectl(['get', '--raw', `/api/v1/namespaces/${settings.namespace}/pods/${pod}:9443/proxy/metrics`]);

const spread = (numbers: readonly number[]): { median: number; p95: number } => ({
  median: median(numbers),
  p95: percentile(numbers, 0.95),
});

const round = async (org: Organisation, peer: string, name: string, count: number): Promise<number[]> => {
  const printed = await step(org, 'time-queries', {
    CORE_PEER_ADDRESS: peerAddress(org, peer),
    NAME: name,
    KEY: 'a',
    COUNT: String(count),
  });
  return printed
    .trim()
    .split('\n')
    .map((line) => Number(line) / 1000);
};

/** Durations of the last calls, from the log of the peer's gRPC server. */
const logged = async (pod: string, count: number): Promise<number[]> => {
  const log = await kubectl(['logs', pod, '-c', 'peer', `--tail=${count * 4}`]);
  const durations = [...log.matchAll(/grpc\.method=ProcessProposal .*grpc\.call_duration=(\S+)/gu)];
  expect(durations.length >= count, `the peer's log tells of ${durations.length} calls, not ${count}`);
  return durations.slice(-count).map(([, duration]) => fromGo(duration as string));
};

/** Times queries of key `a`, after some that are not counted. */
export const latencyOf = async (
  org: Organisation,
  peer: string,
  { name, packageId }: Chaincode,
  calls: number,
): Promise<Latency> => {
  const pod = podOf(org, peer);
  await round(org, peer, name, 20);
  const before = await metricsOf(pod);
  const client = await round(org, peer, name, calls);
  const after = await metricsOf(pod);
  const mean = (metric: string): number => {
    // Endorsements count under the name, requests of the shim under the package's id.
    const mine = (labels: string): boolean =>
      labels.includes(`chaincode="${name}"`) || labels.includes(`chaincode="${packageId}"`);
    const [start, end] = [histogram(before, metric, mine), histogram(after, metric, mine)];
    expect(
      end.count - start.count >= calls,
      `${metric} counted ${end.count - start.count} calls, not ${calls}`,
    );
    return ((end.sum - start.sum) / (end.count - start.count)) * 1000;
  };
  return {
    calls,
    peer: spread(await logged(pod, calls)),
    endorsement: mean('endorser_proposal_duration'),
    shim: mean('chaincode_shim_request_duration'),
    client: spread(client),
  };
};
