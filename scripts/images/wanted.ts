/** The images that rendered objects ask for: of containers, of image volumes, and those that daemons pull to build chaincode. */

/** An image, and what asks for it. */
export interface Wanted {
  readonly image: string;
  readonly by: string;
}

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

interface PodSpec {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly { readonly image?: { readonly reference?: string } }[];
}

const isPodSpec = (value: object): value is PodSpec =>
  'containers' in value && Array.isArray(value.containers);

/** The specifications of Pods anywhere in an object: a Job, a CronJob and a Pod have them at different depths. */
const podSpecs = (value: unknown): PodSpec[] => {
  if (typeof value !== 'object' || value === null) return [];
  return isPodSpec(value) ? [value] : Object.values(value).flatMap(podSpecs);
};

const variable = (container: Container, name: string): string | undefined =>
  container.env?.find((one) => one.name === name)?.value;

/** What `prepare` brings into the daemon: a line for each image, its name and where it is pulled from. */
const preloaded = (containers: readonly Container[]): string[] =>
  containers
    .flatMap((container) => variable(container, 'PRELOAD_IMAGES')?.split('\n') ?? [])
    .filter((line) => line !== '')
    .map((line) => line.slice(line.indexOf('|') + 1));

/** What Fabric has its daemon pull at the first build, where nothing is preloaded: Go's images, as most chaincode is Go. */
const builders = (containers: readonly Container[]): string[] =>
  containers
    .filter((container) => variable(container, 'CORE_VM_ENDPOINT') !== undefined)
    .flatMap((container) =>
      ['CORE_CHAINCODE_BUILDER', 'CORE_CHAINCODE_GOLANG_RUNTIME'].flatMap(
        (name) => variable(container, name) ?? [],
      ),
    );

const ofPod = (spec: PodSpec, name: string): Wanted[] => {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const loaded = preloaded(containers);
  return [
    ...containers.flatMap(({ image, name: container }) =>
      image === undefined ? [] : [{ image, by: `${name}, container ${container}` }],
    ),
    ...(spec.volumes ?? []).flatMap(({ image }) =>
      image?.reference === undefined ? [] : [{ image: image.reference, by: `${name}, a volume` }],
    ),
    ...(loaded.length > 0 ? loaded : builders(containers)).map((image) => ({
      image,
      by: `${name}, to build and run chaincode`,
    })),
  ];
};

/** All images that the objects of a release ask for, in their order; an image may stand there several times. */
export const wantedBy = (objects: readonly unknown[]): Wanted[] =>
  objects.flatMap((object) => {
    const { kind, metadata } = object as { kind?: string; metadata?: { name?: string } };
    return podSpecs(object).flatMap((spec) => ofPod(spec, `${kind} ${metadata?.name}`));
  });
