/** Numbers of every part, for tests of tables and plots. */
import type { Load, Numbers, View } from '../../../../scripts/bench/load/numbers.ts';

const around = { at: '2026-01-01T00:00:00.000Z', fabric: '2.5.16', dind: '29.8.1-dind', node: {}, busy: 1 };

const load = (runtime: string, kind: Load['kind'], mode: Load['mode'], perSecond: number): Load => ({
  runtime,
  kind,
  mode,
  seconds: 10,
  summary: { calls: 100, failed: 1, perSecond, median: 5, p95: 10.4, p99: 20, slowest: 30 },
  errors: [['GatewayError UNAVAILABLE: gone', 1]],
});

const view = (client: string, kind: View['kind'], failed: number): View => ({
  client,
  kind,
  hole: {
    calls: 50,
    failed,
    seconds: failed > 0 ? 2.5 : 0,
    late: failed > 0 ? 0 : 3,
    slowest: 1500,
    errors: failed > 0 ? [['EndorseError UNAVAILABLE: gone', failed]] : [],
  },
});

/** All parts. */
export const numbers: Required<Numbers> = {
  throughput: {
    ...around,
    missing: ['jobs: no builder'],
    loads: [
      load('dind', 'evaluate', { callers: 1 }, 90),
      load('dind', 'evaluate', { callers: 8 }, 300),
      load('ccaas', 'submit', { perSecond: 15 }, 15),
    ],
  },
  faults: {
    ...around,
    perSecond: 12,
    seen: [
      {
        fault: 'peer killed',
        whole: 4,
        views: [
          view('one peer', 'evaluate', 7),
          view('one peer', 'submit', 2),
          view('both peers', 'evaluate', 0),
          view('both peers', 'submit', 0),
        ],
        seconds: {
          'one peer': [
            { at: -1, answered: 12, late: 0, failed: 0 },
            { at: 0, answered: 3, late: 0, failed: 9 },
          ],
          'both peers': [{ at: 0, answered: 9, late: 3, failed: 0 }],
        },
      },
    ],
  },
  growth: {
    ...around,
    sizes: [
      { chaincodes: 1, memory: { peer: 60, dind: 45, chaincode: 5 }, first: 6, all: 6 },
      { chaincodes: 30, memory: { peer: 80, dind: 300, chaincode: 180 }, first: 7, all: 20.25 },
    ],
  },
};
