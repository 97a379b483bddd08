/** Every component, in the order in which values.yaml, the reference and the findings of rules have them. */
import { administrator } from './administrator/index.ts';
import { backup } from './backup/index.ts';
import { chaincode } from './chaincode/index.ts';
import { chaincodes } from './chaincodes/index.ts';
import { channels } from './channels/index.ts';
import type { Component } from './component.ts';
import { coreYaml } from './core-yaml/index.ts';
import { devnet } from './devnet/index.ts';
import { dind } from './dind/index.ts';
import { disruptionBudget } from './disruption-budget/index.ts';
import { exposure } from './exposure/index.ts';
import { externalBuilders } from './external-builders/index.ts';
import { fabric } from './fabric/index.ts';
import { hostDocker } from './host-docker/index.ts';
import { identity } from './identity/index.ts';
import { ledger } from './ledger/index.ts';
import { maintenance } from './maintenance/index.ts';
import { monitoring } from './monitoring/index.ts';
import { networkPolicy } from './network-policy/index.ts';
import { peer } from './peer/index.ts';
import { pod } from './pod/index.ts';
import { prepare } from './prepare/index.ts';
import { release } from './release/index.ts';
import { rollout } from './rollout/index.ts';
import { service } from './service/index.ts';
import { stateDatabase } from './state-database/index.ts';

/** A new component is a new folder and its line here. */
export const components: readonly Component[] = [
  release,
  rollout,
  disruptionBudget,
  administrator,
  channels,
  chaincodes,
  devnet,
  peer,
  identity,
  fabric,
  monitoring,
  ledger,
  stateDatabase,
  maintenance,
  backup,
  chaincode,
  dind,
  prepare,
  hostDocker,
  externalBuilders,
  coreYaml,
  service,
  exposure,
  networkPolicy,
  pod,
];
