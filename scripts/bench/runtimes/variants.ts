/** The four runtimes as a measurement sees them: values of one peer, what stands beside it, and where to look. */
import type { ValuesOverrides } from '../../../schema/generated/values.ts';
import { ask } from '../../cluster/calls.ts';
import { type Chaincode, goChaincode } from '../../cluster/chaincode.ts';
import type { Organisation } from '../../cluster/crypto.ts';
import { hostDocker, hostDockerValues, startHostDocker, stopHostDocker } from '../../cluster/host-docker.ts';
import { builderImage, chaincodeImage } from '../../cluster/images.ts';
import { jobsValues, madeByBuilder, makeAccount, removeJobs, runningPods } from '../../cluster/jobs.ts';
import { execIn, kubectl } from '../../cluster/kubectl.ts';
import { imagePackage, servicePackage } from '../../cluster/packages.ts';
import { podOf } from '../../cluster/releases.ts';
import { serviceAddress, startService, stopService } from '../../cluster/service.ts';
import { type Memory, memoryInDocker, memoryOfPod, memoryOfProcesses } from './memory.ts';

/** A runtime that is measured. */
export interface Runtime {
  readonly name: string;
  readonly values: NonNullable<ValuesOverrides['peer']>;
  readonly chaincode: Chaincode;
  /** Whose work it is to start the chaincode, if it is not the peer's. */
  readonly start: () => Promise<void>;
  /** Memory of all that exists for the chaincode of this peer; the peer's own container is left out. */
  readonly memory: () => Promise<Memory[]>;
  /** Pods of the chaincode and its daemon, without the peer's. */
  readonly pods: () => Promise<string[]>;
  /** Arguments or environment of the running chaincode that name an address. */
  readonly address: () => Promise<string>;
  /** What is left of the chaincode, apart from processes in the peer's Pod. */
  readonly left: () => Promise<string[]>;
  readonly remove: () => Promise<void>;
}

/** A runtime before it is set up; `set` throws Skipped where this cluster cannot show it. */
export interface Variant {
  readonly name: string;
  readonly set: (org: Organisation, peer: string) => Promise<Runtime>;
}

const nothing = async (): Promise<void> => {};
const noPods = async (): Promise<string[]> => [];
const lines = (text: string): string[] => text.trim().split('\n').filter(Boolean);
const named = (owner: string, memory: readonly Memory[]): Memory[] =>
  memory.map((part) => ({ ...part, what: `${owner}: ${part.what}` }));

const inspected = ['inspect', '--format', '{{range .Args}}{{.}} {{end}}'] as const;

const dind: Variant = {
  name: 'dind',
  set: async (org, peer) => {
    const pod = podOf(org, peer);
    const docker = (...args: string[]): Promise<string> => execIn(pod, 'dind', ['docker', ...args]);
    return {
      name: 'dind',
      values: {},
      chaincode: { ...(await goChaincode()), name: 'kvdind' },
      start: nothing,
      memory: async () => [
        ...(await memoryOfPod(pod)).filter(({ what }) => what === 'dind'),
        ...(await memoryInDocker(docker)),
      ],
      pods: noPods,
      address: async () => docker(...inspected, (await docker('ps', '--quiet')).trim()),
      // The daemon ends with the Pod: there is no one to ask, and the processes tell.
      left: noPods,
      remove: nothing,
    };
  },
};

const host: Variant = {
  name: 'host',
  set: async (org, peer) => {
    await startHostDocker();
    return {
      name: 'host',
      values: hostDockerValues,
      chaincode: { ...(await goChaincode()), name: 'kvhost' },
      start: nothing,
      memory: async () => [
        ...(await memoryOfPod('host-docker')).filter(({ what }) => what === 'dockerd'),
        ...(await memoryInDocker(hostDocker)),
      ],
      pods: async () => ['host-docker'],
      address: async () => hostDocker(...inspected, await ask(org, peer, 'kvhost', 'host')),
      left: async () => [
        ...lines(
          await hostDocker(
            'ps',
            '--all',
            '--filter',
            'name=dev-',
            '--format',
            'container {{.Names}}: {{.Status}}',
          ),
        ),
        ...lines(
          await hostDocker(
            'images',
            '--filter',
            'reference=dev-*',
            '--format',
            'image {{.Repository}}: {{.Size}}',
          ),
        ),
      ],
      remove: stopHostDocker,
    };
  },
};

const servicePods = async (): Promise<string[]> =>
  lines(
    await kubectl([
      'get',
      'pods',
      '-l',
      'app=kv-service',
      '-o',
      'jsonpath={range .items[*]}{.metadata.name}{"\\n"}{end}',
    ]),
  );

const ccaas: Variant = {
  name: 'ccaas',
  set: async (org, peer) => {
    const image = await chaincodeImage();
    const chaincode = await servicePackage('kvccaas', serviceAddress);
    const pod = podOf(org, peer);
    const kept =
      '/var/hyperledger/production/externalbuilder/builds/*/release/chaincode/server/connection.json';
    return {
      name: 'ccaas',
      values: { dind: { enabled: false } },
      chaincode,
      start: () => startService(image, chaincode),
      memory: async () =>
        (
          await Promise.all((await servicePods()).map(async (name) => named(name, await memoryOfPod(name))))
        ).flat(),
      pods: servicePods,
      address: async () => `the peer dials: ${await execIn(pod, 'peer', ['sh', '-c', `cat ${kept}`])}`,
      left: async () =>
        lines(
          await kubectl([
            'get',
            'pods',
            '-l',
            'app=kv-service',
            '-o',
            'jsonpath={range .items[*]}Pod {.metadata.name}: {.status.phase}{"\\n"}{end}',
          ]),
        ),
      remove: stopService,
    };
  },
};

const jobs: Variant = {
  name: 'jobs',
  set: async (org, peer) => {
    const [builder, image] = [await builderImage(), await chaincodeImage()];
    await makeAccount();
    const running = async (): Promise<string[]> =>
      (await runningPods()).map(({ metadata }) => metadata?.name ?? '');
    return {
      name: 'jobs',
      values: { ...jobsValues(builder), dind: { enabled: false } },
      chaincode: await imagePackage('kvjobs', image),
      start: nothing,
      memory: async () => [
        ...(
          await Promise.all((await running()).map(async (name) => named(name, await memoryOfPod(name))))
        ).flat(),
        {
          what: "run, in the peer's container",
          mebibytes: await memoryOfProcesses(podOf(org, peer), 'peer', 'run'),
        },
      ],
      pods: running,
      address: async () => {
        const [pod] = await runningPods();
        const { env } = pod?.spec?.containers[0] ?? {};
        return env?.find((variable) => variable.name === 'CORE_PEER_ADDRESS')?.value ?? '';
      },
      left: async () => {
        const found = await madeByBuilder();
        return [
          ...found.jobs.map(
            ({ metadata, status }) =>
              `Job ${metadata?.name}: ${status?.active ? 'active' : status?.failed ? 'failed' : 'succeeded'}`,
          ),
          ...found.pods.map(({ metadata, status }) => `Pod ${metadata?.name}: ${status?.phase}`),
          ...found.secrets.map((name) => name.replace('secret/', 'Secret ')),
        ];
      },
      remove: removeJobs,
    };
  },
};

/** The runtimes, in the order of the table. */
export const variants: readonly Variant[] = [dind, host, ccaas, jobs];
