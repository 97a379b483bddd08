/** CouchDB's settings, as a file of its folder default.d. */
import { peerFullname } from '../../../schema/components/peer/facts.ts';
import { asText, fact } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { define, go, goValue, include, when, yaml } from '../../language/index.ts';
import { metadata } from '../../shared/metadata.ts';

const { couchdb } = peer.stateDatabase;

/** The chart's own settings as a map. */
export const settings = define(
  'fabric-dind.couchdb.settings',
  'peer',
  "CouchDB's settings by section.",
  yaml`
    couchdb:
      single_node: "true"
      # A JSON value above CouchDB's own limit of 8 MB would end the peer, and its channel would load no more.
      max_document_size: "4294967296"
    chttpd:
      ${when(couchdb.service.enabled, yaml`bind_address: any`, yaml`bind_address: 127.0.0.1`)}
      require_valid_user_except_for_up: "true"
    ${when(
      couchdb.metrics.enabled,
      yaml`
        prometheus:
          additional_port: "true"
          bind_address: any
          port: "${couchdb.metrics.port}"
      `,
    )}
  `,
);

/** The file. */
export const file = define(
  'fabric-dind.couchdb.file',
  'peer',
  "CouchDB's settings as a file. Those of the user win.",
  go`
    {{- $settings := ${settings} | fromYaml }}
    {{- range $section, $entries := mergeOverwrite $settings (deepCopy ${couchdb.config}) }}
    [{{ $section }}]
    {{- range $name, $value := $entries }}
    {{ $name }} = {{ ${asText(goValue<string>()`$value`)} }}
    {{- end }}
    {{- end }}
  `,
);

/** The ConfigMap of the file, named by its content. */
export const configName = fact(
  'couchdbConfig',
  "The ConfigMap of CouchDB's settings, named by its content: changed ones restart the peer.",
  goValue<string>()`printf "%s-couchdb-%s" ${peerFullname} (${file} | sha256sum | trunc 8)`,
);

export const configMap = define(
  'fabric-dind.couchdb.configMap',
  'peer',
  "The settings of the peer's CouchDB.",
  yaml`
    apiVersion: v1
    kind: ConfigMap
    ${metadata(configName, { of: 'peer' })}
    immutable: true
    data:
      fabric-dind.ini: |
        ${include(file)}
  `,
);
