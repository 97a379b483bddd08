/**
 * Java chaincode, as far as it goes without a registry: Fabric's javaenv cannot be had here, nor the shim that chaincode
 * registers with. A stand-in of javaenv is made in the sidecar, with the build script's one path that needs no network
 * (a prebuilt jar is copied); what the peer builds with it is looked at, and nothing is launched.
 */
import { hand, install, javaChaincode } from '../../../scripts/cluster/chaincode.ts';
import { type Organisation, organisations } from '../../../scripts/cluster/crypto.ts';
import { expect } from '../../../scripts/cluster/expect.ts';
import { execIn } from '../../../scripts/cluster/kubectl.ts';
import { podOf } from '../../../scripts/cluster/releases.ts';
import type { Checks } from '../support/checks.ts';
import { docker } from '../support/docker.ts';

const [org1] = organisations as [Organisation];

const buildScript =
  'if ls /chaincode/input/src/*.jar >/dev/null 2>&1; then cp /chaincode/input/src/*.jar /chaincode/output/; else echo "no jar" >&2; exit 1; fi';

const standInName = 'hyperledger/fabric-javaenv:2.5';

/** Makes the image that the peer asks for, out of one that is there. */
const standIn = `
docker run --name javaenv --user root "$(docker images --format '{{.Repository}}:{{.Tag}}' | grep fabric-baseos | head -n 1)" bash -c '
  mkdir -p /root/chaincode-java /chaincode/input /chaincode/output &&
  printf "#!/bin/sh\\n%s\\n" "$0" >/root/chaincode-java/build.sh &&
  chmod +x /root/chaincode-java/build.sh' "$1" &&
docker commit --change 'WORKDIR /root/chaincode-java' --change 'USER root' javaenv ${standInName} &&
docker rm javaenv`;

export const javaChaincodeScenario = async (checks: Checks): Promise<void> => {
  await checks.check(
    'Java: a prebuilt jar becomes an image, by the javaenv that the chart names',
    async () => {
      const sidecar = (script: string): Promise<string> =>
        execIn(podOf(org1, 'peer0'), 'dind', ['sh', '-c', script, 'sh', buildScript]);
      await sidecar(standIn);
      const java = await javaChaincode();
      await hand(java);
      const start = Date.now();
      await install(org1, 'peer0', java);
      checks.timing('first build (Java, prebuilt jar)', Date.now() - start);
      const [image] = (
        await docker(
          org1,
          'peer0',
          'images',
          '--filter',
          'label=org.hyperledger.fabric.chaincode.type=JAVA',
          '--format',
          '{{.Repository}}',
        )
      ).split('\n');
      expect(image?.includes('kvjava_1'), `no image of the Java chaincode, but ${image}`);
      const jar = await docker(
        org1,
        'peer0',
        'run',
        '--rm',
        image as string,
        'cat',
        '/root/chaincode-java/chaincode/chaincode.jar',
      );
      await sidecar(`docker image rm ${standInName}`);
      expect(jar.trim() === 'a jar', `the image has ${jar.slice(0, 100)}`);
    },
  );
};
