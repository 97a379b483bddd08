/** Every component, in the order in which the parts of the Pod are rendered. Init containers run in this order. */
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
import { enrollmentComponent } from './enrollment/index.ts';
import { exposure } from './exposure/index.ts';
import { externalBuilders } from './external-builders/index.ts';
import { fabric } from './fabric/index.ts';
import { helmTest } from './helm-test/index.ts';
import { hostDocker } from './host-docker/index.ts';
import { identity } from './identity/index.ts';
import { ledger } from './ledger/index.ts';
import { monitoring } from './monitoring/index.ts';
import { networkPolicy } from './network-policy/index.ts';
import { peer } from './peer/index.ts';
import { pod } from './pod/index.ts';
import { imageTars, prepare } from './prepare/index.ts';
import { rollout } from './rollout/index.ts';
import { scripts } from './scripts/index.ts';
import { service } from './service/index.ts';
import { stateDatabase } from './state-database/index.ts';

/** A new component is a new folder and its line here. */
export const components: readonly Component[] = [
  scripts,
  identity,
  ledger,
  fabric,
  monitoring,
  chaincode,
  peer,
  coreYaml,
  externalBuilders,
  imageTars,
  dind,
  hostDocker,
  prepare,
  stateDatabase,
  enrollmentComponent,
  pod,
  service,
  exposure,
  networkPolicy,
  rollout,
  disruptionBudget,
  administrator,
  channels,
  chaincodes,
  backup,
  devnet,
  helmTest,
];
