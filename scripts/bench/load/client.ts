/**
 * The program in the client's Pod: calls chaincode through the gateway of peers, with the official client, and prints a
 * Recording. Reads a Task from its standard input. Deadlines and connection are those of Hyperledger's samples.
 */
import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Client, type ClientOptions, credentials, status } from '@grpc/grpc-js';
import {
  type Contract,
  connect,
  type Gateway,
  GatewayError,
  hash,
  signers,
} from '@hyperledger/fabric-gateway';
import { type Call, type Connection, type Recording, type Stream, stopFile, type Task } from './task.ts';

/** gRPC's own retries: at most five attempts (its limit), which end about four seconds after the first. */
const retryPolicy = {
  maxAttempts: 5,
  initialBackoff: '0.2s',
  maxBackoff: '3s',
  backoffMultiplier: 2,
  // ABORTED is what a gateway says when no peer endorsed, or when it stops; chaincode that refuses looks the same.
  retryableStatusCodes: ['UNAVAILABLE', 'ABORTED'],
};

const optionsOf = ({ retries, serverName }: Connection): ClientOptions => ({
  ...(serverName ? { 'grpc.ssl_target_name_override': serverName } : {}),
  'grpc.enable_retries': retries ? 1 : 0,
  // Several addresses behind one name share the calls; a name is looked up again soon after one of them is gone.
  'grpc.service_config': JSON.stringify({
    loadBalancingConfig: [{ round_robin: {} }],
    ...(retries ? { methodConfig: [{ name: [{}], retryPolicy }] } : {}),
  }),
  'grpc.dns_min_time_between_resolutions_ms': 500,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1000,
  'grpc.use_local_subchannel_pool': 1,
});

const within = (seconds: number) => () => ({ deadline: Date.now() + seconds * 1000 });

const open = (connection: Connection, mspId: string): { client: Client; gateway: Gateway } => {
  const trusted = credentials.createSsl(readFileSync('/trust/peers.pem'));
  const client = new Client(connection.target, trusted, optionsOf(connection));
  const gateway = connect({
    client,
    hash: hash.sha256,
    identity: { mspId, credentials: readFileSync('/msp/cert.pem') },
    signer: signers.newPrivateKeySigner(createPrivateKey(readFileSync('/msp/key.pem'))),
    evaluateOptions: within(5),
    endorseOptions: within(15),
    submitOptions: within(5),
    commitStatusOptions: within(60),
  });
  return { client, gateway };
};

const told = (error: unknown): string => {
  if (!(error instanceof GatewayError)) return error instanceof Error ? error.message : String(error);
  const details = error.details.map(({ message }) => message).join('; ');
  return `${error.name} ${status[error.code]}: ${error.cause.details}${details ? `: ${details}` : ''}`;
};

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));

class Run {
  private readonly begun = Date.now();
  private readonly outcomes = ['answered'];
  private readonly calls: Call[] = [];
  private stopped = false;
  private readonly contracts: readonly Contract[];
  private readonly task: Task;
  constructor(task: Task, gateways: readonly Gateway[]) {
    this.task = task;
    this.contracts = task.streams.map(({ connection, chaincode }) =>
      (gateways[connection] as Gateway).getNetwork(task.channel).getContract(chaincode),
    );
  }

  private now(): number {
    return performance.timeOrigin + performance.now() - this.begun;
  }

  private over(): boolean {
    return this.stopped || this.now() > this.task.seconds * 1000;
  }

  private async once(index: number): Promise<boolean> {
    const contract = this.contracts[index] as Contract;
    const begun = this.now();
    let outcome = 'answered';
    try {
      if (this.task.streams[index]?.kind === 'submit') {
        // Keys of their own: no two calls write the same.
        await contract.submitTransaction('put', `${this.begun}-${this.calls.length}-${begun}`, '1');
      } else {
        const answer = Buffer.from(await contract.evaluateTransaction('get', 'a')).toString();
        if (answer !== '1') outcome = `a wrong answer: ${answer}`;
      }
    } catch (error) {
      outcome = told(error);
    }
    if (!this.outcomes.includes(outcome)) this.outcomes.push(outcome);
    const round = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
    this.calls.push([index, round(begun), round(this.now() - begun), this.outcomes.indexOf(outcome)]);
    return outcome === 'answered';
  }

  private async caller(index: number, untilAnswered: boolean): Promise<void> {
    while (!this.over()) {
      const good = await this.once(index);
      if (good && untilAnswered) return;
      if (!good) await sleep(50);
    }
  }

  private async clock(index: number, perSecond: number): Promise<void> {
    const open: Promise<boolean>[] = [];
    // Streams begin at different moments, so that they do not call in step.
    const offset = (index * 37) % (1000 / perSecond);
    for (let count = 0; ; count += 1) {
      await sleep(offset + (count * 1000) / perSecond - this.now());
      if (this.over()) break;
      open.push(this.once(index));
    }
    await Promise.all(open);
  }

  private stream({ mode }: Stream, index: number): Promise<unknown> {
    if ('perSecond' in mode) return this.clock(index, mode.perSecond);
    if ('untilAnswered' in mode) return this.caller(index, true);
    return Promise.all(Array.from({ length: mode.callers }, () => this.caller(index, false)));
  }

  async all(): Promise<Recording> {
    const watch = setInterval(() => {
      this.stopped = existsSync(stopFile);
    }, 100);
    await Promise.all(this.task.streams.map((stream, index) => this.stream(stream, index)));
    clearInterval(watch);
    return { begun: this.begun, ended: this.now(), outcomes: this.outcomes, calls: this.calls };
  }
}

const task = JSON.parse(readFileSync(0, 'utf8')) as Task;
const opened = task.connections.map((connection) => open(connection, task.mspId));
const recording = await new Run(
  task,
  opened.map(({ gateway }) => gateway),
).all();
for (const { client, gateway } of opened) {
  gateway.close();
  client.close();
}
process.stdout.write(JSON.stringify(recording));
