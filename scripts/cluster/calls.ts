/** Calls of the kv chaincode on one peer, by name. */
import type { Chaincode } from './chaincode.ts';
import { approveAndCommit, hand, install } from './chaincode.ts';
import type { Organisation } from './crypto.ts';
import { expect } from './expect.ts';
import { peerAddress, step } from './network.ts';

/** A query of any function, as the administrator of the peer's organisation. */
export const ask = async (
  org: Organisation,
  peer: string,
  name: string,
  ...args: readonly string[]
): Promise<string> =>
  (
    await step(org, 'query', {
      CORE_PEER_ADDRESS: peerAddress(org, peer),
      NAME: name,
      ARGS: JSON.stringify({ Args: args }),
    })
  ).trim();

/** Milliseconds from `start` until a query of the chaincode is answered, asked again and again from inside the cluster. */
export const untilAnswered = async (
  org: Organisation,
  peer: string,
  name: string,
  start: number,
  seconds = 180,
): Promise<number> => {
  const answer = await step(org, 'until-answered', {
    CORE_PEER_ADDRESS: peerAddress(org, peer),
    NAME: name,
    PATIENCE: String(seconds),
  });
  expect(answer.trim() !== '', 'an empty answer');
  return Date.now() - start;
};

/** Installs a package on one peer and makes its definition the channel's. */
export const bring = async (org: Organisation, peer: string, chaincode: Chaincode): Promise<void> => {
  await hand(chaincode);
  await install(org, peer, chaincode);
  await approveAndCommit(chaincode);
};
