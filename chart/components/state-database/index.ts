/** The state database: what the peer is told of it, and CouchDB beside the peer. */
import { hasCouchDB, keepsCouchDB, usesCouchDB } from '../../../schema/components/state-database/facts.ts';
import { and, ne, not, orElse } from '../../../schema/expression/build.ts';
import { peer } from '../../../schema/expression/references.ts';
import { ports } from '../../../schema/shared/ports.ts';
import { define, when, yaml } from '../../language/index.ts';
import type { Component } from '../component.ts';
import { claim, container, credential, environmentMap, service, volumes } from './container.ts';
import { credentials, templates } from './credentials.ts';
import { configMap, file, settings } from './settings.ts';

const { totalQueryLimit, historyDatabase, couchdb } = peer.stateDatabase;

const environment = define(
  'fabric-dind.stateDatabase.env',
  'peer',
  'Where the state lies, and how the peer asks for it.',
  yaml`
    ${when(ne(totalQueryLimit, 100000), yaml`CORE_LEDGER_STATE_TOTALQUERYLIMIT: "${totalQueryLimit}"`)}
    ${when(not(historyDatabase), yaml`CORE_LEDGER_HISTORY_ENABLEHISTORYDATABASE: "false"`)}
    ${when(
      usesCouchDB,
      yaml`
        # Exactly so: any other spelling is LevelDB, without a word.
        CORE_LEDGER_STATE_STATEDATABASE: CouchDB
        CORE_LEDGER_STATE_COUCHDBCONFIG_COUCHDBADDRESS: ${orElse(couchdb.address, `127.0.0.1:${ports.couchdb}`)}
        CORE_LEDGER_STATE_COUCHDBCONFIG_USERNAME:
          ${credential(couchdb.auth.usernameKey)}
        CORE_LEDGER_STATE_COUCHDBCONFIG_PASSWORD:
          ${credential(couchdb.auth.passwordKey)}
        CORE_LEDGER_STATE_COUCHDBCONFIG_MAXRETRIES: "${couchdb.maxRetries}"
        CORE_LEDGER_STATE_COUCHDBCONFIG_MAXRETRIESONSTARTUP: "${couchdb.maxRetriesOnStartup}"
        CORE_LEDGER_STATE_COUCHDBCONFIG_REQUESTTIMEOUT: ${couchdb.requestTimeout}
        CORE_LEDGER_STATE_COUCHDBCONFIG_INTERNALQUERYLIMIT: "${couchdb.internalQueryLimit}"
        CORE_LEDGER_STATE_COUCHDBCONFIG_MAXBATCHUPDATESIZE: "${couchdb.maxBatchUpdateSize}"
        CORE_LEDGER_STATE_COUCHDBCONFIG_CACHESIZE: "${couchdb.cacheSize}"
        CORE_LEDGER_STATE_COUCHDBCONFIG_CREATEGLOBALCHANGESDB: "${couchdb.createGlobalChangesDB}"
      `,
    )}
  `,
);

export const stateDatabase: Component = {
  name: 'state-database',
  about: 'The state database',
  templates: [
    environment,
    settings,
    file,
    configMap,
    environmentMap,
    container,
    volumes,
    claim,
    service,
    ...templates,
  ],
  when: hasCouchDB,
  releaseObjects: [credentials],
  objects: [
    { body: configMap },
    { body: claim, when: and(keepsCouchDB, not(couchdb.storage.existingClaim)) },
    { body: service, when: couchdb.service.enabled },
  ],
  initContainers: [{ body: container }],
  volumes: [{ body: volumes }],
  environment: [environment],
};
