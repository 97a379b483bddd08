/** What the client in its Pod is told to do, and what it tells of it. Both cross the border of the Pod as JSON. */

/** How the client reaches peers. */
export interface Connection {
  /** Target of gRPC, e.g. `dns:///org1-peers:7051`. */
  readonly target: string;
  /** Name that the peers' certificates bear, where it is not the target's. */
  readonly serverName?: string;
  /** Repeat calls that a peer did not take, as a retry policy of gRPC; else none is repeated. */
  readonly retries: boolean;
}

/** Calls of one kind over one connection. */
export interface Stream {
  /** Index of the connection. */
  readonly connection: number;
  readonly kind: 'evaluate' | 'submit';
  readonly chaincode: string;
  /**
   * Closed loop: so many callers, each of which waits for its answer. Open loop: so many calls a second, whether others
   * are answered or not. Until answered: one caller, which ends with its first answer.
   */
  readonly mode:
    | { readonly callers: number }
    | { readonly perSecond: number }
    | { readonly untilAnswered: true };
}

/** A run of the client. */
export interface Task {
  readonly channel: string;
  readonly mspId: string;
  readonly connections: readonly Connection[];
  readonly streams: readonly Stream[];
  /** Longest time; the client ends earlier when the file `stopFile` appears. */
  readonly seconds: number;
}

/** A call: index of its stream, milliseconds from the run's begin to its own, milliseconds it took, index of its outcome. */
export type Call = readonly [stream: number, begun: number, took: number, outcome: number];

/** All calls of a run. */
export interface Recording {
  /** When the run began, in milliseconds since 1970. */
  readonly begun: number;
  /** How the run ended, in milliseconds from its begin; calls that were under way then were waited for. */
  readonly ended: number;
  /** The first is success, the others are errors as the client saw them. */
  readonly outcomes: readonly string[];
  readonly calls: readonly Call[];
}

/** The file in the client's Pod that ends a run. */
export const stopFile = '/tmp/stop';

/** Index of success among the outcomes. */
export const answered = 0;
