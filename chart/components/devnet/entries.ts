/** What a devnet adds to the values: its administrator, its channel, its sample chaincode. */
import { devnetObjects, network, networkAdmin } from '../../../schema/components/devnet/names.ts';
import type { Expr } from '../../../schema/expression/ast.ts';
import { format } from '../../../schema/expression/build.ts';
import { files, release, v } from '../../../schema/expression/references.ts';
import { type Block, define, go, goValue, range, textOf, when, yaml } from '../../language/index.ts';

const hosts = define(
  'fabric-dind.devnet.hosts',
  'release',
  'Host names of the orderers, one a line: those of the release that has them.',
  go`
    {{- $network := ${network} }}
    {{- $namespace := ${release.namespace} }}
    {{- $hosts := list }}
    {{- range $number := until (int ${v.devnet.orderers}) }}
    {{- $pod := printf "%s-devnet-orderer-%d" $network $number }}
    {{- $hosts = append $hosts (printf "%s.%s-devnet-orderer.%s.svc" $pod $network $namespace) }}
    {{- end }}
    {{- join "\n" $hosts }}
  `,
);

/** Host names of the orderers. */
export const ordererHosts = goValue<readonly string[]>()`${textOf(hosts)} | splitList "\n"`;

/** Host and port of each orderer, as items of a list. */
export const ordererAddresses: Block = range(
  ordererHosts,
  'host',
  (host) => yaml`- ${format('%s:7050', host)}`,
);

/** The key of the sample chaincode's package, named by its sources: a changed one is installed by an upgrade. */
export const packageKey = define(
  'fabric-dind.devnet.package',
  'release',
  "The key of the sample chaincode's package in the devnet's Secret.",
  go`
    {{- $sources := list (${files}.Get "files/devnet/kv.go") (${files}.Get "files/devnet/shim.go") }}
    {{- printf "kv-%s.tgz" ($sources | toJson | sha256sum | trunc 8) }}
  `,
);

const implied = define(
  'fabric-dind.devnet.implied',
  'release',
  'The entries of channels and chaincodes that a devnet adds: its channel, and the sample.',
  yaml`
    channel:
      orderers:
        ${range(
          ordererHosts,
          'host',
          (host) => yaml`
            - address: ${format('%s:7050', host)}
              tlsCaCert:
                name: ${networkAdmin}
                key: orderer-ca.crt
          `,
        )}
      ${when(
        v.devnet.joins,
        yaml`
          anchorPeers:
            - ${goValue<string>()`${v.peers} | default (dict "peer0" dict) | keys | sortAlpha | first`}
        `,
      )}
    chaincode:
      channels:
        - ${v.devnet.channel}
      version: "1.0"
      package:
        secret:
          name: ${devnetObjects.state}
          key: ${textOf(packageKey)}
  `,
);

/** Every file begins with it, by way of `fabric-dind.peers`. */
export const devnetValues = define(
  'fabric-dind.devnet.values',
  'release',
  'Sets .Values to a copy with what a devnet adds; what the user says wins. Rules, Jobs and NOTES then see a release whose user had written it all. The same in TypeScript: schema/components/devnet/effective.ts.',
  go`
    ${when(
      v.devnet.enabled,
      go`
        {{- $implied := ${implied} | fromYaml }}
        {{- $values := deepCopy ${v as unknown as Expr<object>} }}
        {{- $channels := dict ${v.devnet.channel} (get $implied "channel") }}
        {{- $_ := set $values "channels" (mergeOverwrite $channels $values.channels) }}
        {{- if $values.devnet.sample }}
        {{- $chaincodes := dict "kv" (get $implied "chaincode") }}
        {{- $_ := set $values "chaincodes" (mergeOverwrite $chaincodes $values.chaincodes) }}
        {{- end }}
        {{- $administrator := $values.administrator.msp.secretName | default ${devnetObjects.admin} }}
        {{- $_ := set $values.administrator.msp "secretName" $administrator }}
        {{- $_ := set . "Values" $values }}
      `,
    )}
  `,
);

export const templates = [hosts, packageKey, implied, devnetValues];
