/** The commands of `npm run`. */
import { type Command, dispatch } from './support/dispatch.ts';

const commands: Readonly<Record<string, Command>> = {
  start: {
    summary: 'generate, check and package the chart, and say how to install it',
    load: () => import('./commands/start.ts'),
  },
  test: {
    summary: 'every check and test that needs no cluster; a word picks files by path',
    load: () => import('./commands/test.ts'),
  },
  'test:e2e': {
    summary: 'the chart on the cluster that KUBECONFIG names',
    load: () => import('./commands/test-e2e.ts'),
  },
  'test:odd': {
    summary: 'random values through the validator, three Helms and the validation of Kubernetes; needs Go',
    load: () => import('./commands/test-odd.ts'),
  },
  'test:policy': {
    summary: 'what Pod Security (restricted) and kube-score say of the chart; needs Go',
    load: () => import('./commands/test-policy.ts'),
  },
  watch: {
    summary: 'on each change of a source: generate, and run the tests that fit',
    load: () => import('./commands/watch.ts'),
  },
  generate: { summary: 'write the generated files', load: () => import('./commands/generate.ts') },
  'check:generated': {
    summary: 'compare the generated files with their sources',
    load: () => import('./commands/check-generated.ts'),
  },
  'check:types': { summary: 'type-check everything', load: () => import('./commands/check-types.ts') },
  lint: { summary: 'style and source checks', load: () => import('./commands/lint.ts') },
  format: { summary: 'format the sources', load: () => import('./commands/format.ts') },
  validate: {
    summary: 'check values files as helm install would',
    load: () => import('./commands/validate.ts'),
  },
  render: { summary: 'print the manifests for the given values', load: () => import('./commands/render.ts') },
  images: {
    summary: 'print the images that a release with the given values pulls',
    load: () => import('./commands/images.ts'),
  },
  identity: {
    summary: "print the Secrets of a peer's identity from folders of keys",
    load: () => import('./commands/identity.ts'),
  },
  package: { summary: 'write dist/fabric-dind-<version>.tgz', load: () => import('./commands/package.ts') },
  'package:npm': {
    summary: 'build the npm package fabric-dind in dist/npm',
    load: () => import('./commands/package-npm.ts'),
  },
  site: {
    summary: "write the repository's page: install lines, every value, a box that checks values",
    load: () => import('./commands/site.ts'),
  },
  release: {
    summary:
      'make and publish everything of a version: tag, package, repository, registry, npm, page; a dry run by default',
    load: () => import('./commands/release.ts'),
  },
  'release:notes': {
    summary: 'the changes in docs/changes become a section of CHANGELOG.md',
    load: () => import('./commands/release-notes.ts'),
  },
  'release:check': {
    summary: 'what changed since the last release, and whether the version is great enough for it',
    load: () => import('./commands/release-check.ts'),
  },
  'release:http': {
    summary: 'publish the chart to a repository in a folder',
    load: () => import('./commands/release-http.ts'),
  },
  'release:oci': {
    summary: 'push the chart to an OCI registry',
    load: () => import('./commands/release-oci.ts'),
  },
  picture: {
    summary: 'draw the picture in the README from what the chart renders',
    load: () => import('./commands/picture.ts'),
  },
  matrix: { summary: 'the chart tests on each supported Helm', load: () => import('./commands/matrix.ts') },
  bench: { summary: 'measure rendering and generation', load: () => import('./commands/bench.ts') },
  'bench:e2e': {
    summary: 'measure a peer on the cluster that KUBECONFIG names',
    load: () => import('./commands/bench-e2e.ts'),
  },
  'bench:runtimes': {
    summary: 'measure where chaincode can run, side by side; names pick runtimes',
    load: () => import('./commands/bench-runtimes.ts'),
  },
  'bench:load': {
    summary: 'measure what clients see of peers under load; words pick parts',
    load: () => import('./commands/bench-load.ts'),
  },
};

process.exitCode = await dispatch(
  { call: 'npm run <command> -- [arguments]', commands },
  process.argv.slice(2),
);
