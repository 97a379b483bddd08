/** The results of the parts, as they are kept and drawn. */
import type { Circumstances } from '../circumstances.ts';
import type { Hole, Second, Summary } from './statistics.ts';

/** Load of one kind on a runtime. */
export interface Load {
  readonly runtime: string;
  readonly kind: 'evaluate' | 'submit';
  /** Callers of a closed loop, or calls a second of an open one. */
  readonly mode: { readonly callers: number } | { readonly perSecond: number };
  readonly seconds: number;
  readonly summary: Summary;
  readonly errors: Hole['errors'];
}

/** What one client saw of a fault. */
export interface View {
  /** Which peers it was told of, and whether it repeats calls: see `clients` of faults.ts. */
  readonly client: string;
  readonly kind: 'evaluate' | 'submit';
  readonly hole: Hole;
}

/** A fault, and what clients saw. */
export interface FaultSeen {
  readonly fault: string;
  /** Seconds until the peer was ready and answered by itself again, or the rollout was over. */
  readonly whole: number;
  readonly views: readonly View[];
  /** Calls by the second, of both kinds together. */
  readonly seconds: Readonly<Record<string, readonly Second[]>>;
}

/** A number of chaincodes on one peer. Times in seconds, memory in MiB. */
export interface Size {
  readonly chaincodes: number;
  readonly memory: { readonly peer: number; readonly dind: number; readonly chaincode: number };
  /** Pod deleted to the first and to the last chaincode's answer. */
  readonly first: number;
  readonly all: number;
}

/** What is kept of all parts. */
export interface Numbers {
  readonly throughput?: Circumstances & {
    readonly loads: readonly Load[];
    readonly missing: readonly string[];
  };
  readonly faults?: Circumstances & { readonly perSecond: number; readonly seen: readonly FaultSeen[] };
  readonly growth?: Circumstances & { readonly sizes: readonly Size[] };
}
