/** Ports of Services must not collide. */

import type { Expr } from '../../expression/ast.ts';
import {
  add,
  and,
  choose,
  count,
  eq,
  format,
  greaterThan,
  isSet,
  literal,
  ne,
  not,
  or,
} from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { hasCouchDB } from '../state-database/facts.ts';
import { offersChaincode } from './facts.ts';

const {
  type,
  grpc,
  operations,
  chaincode,
  clusterIP,
  loadBalancerClass,
  loadBalancerIP,
  loadBalancerSourceRanges,
  externalTrafficPolicy,
  ipFamilyPolicy,
  ipFamilies,
} = peer.service;
const { service: couchdb } = peer.stateDatabase.couchdb;

/** A node port as a name that two ports must not share; '' where there is none. */
const nodePort = (port: Expr<number>, isThere: Expr<boolean>): Expr<string> =>
  choose(and(isThere, ne(port, 0)), format('%d', port), '');

export const rules: readonly Rule[] = [
  {
    sentence: 'the ports of a Service differ',
    scope: 'peer',
    severity: 'error',
    blames: grpc.port,
    broken: and(operations.enabled, not(operations.separate), eq(grpc.port, operations.port)),
    message: format('two ports of the Service have one number. Give each its own'),
  },
  {
    sentence: 'the operations server is not offered to the outside without client certificates',
    scope: 'peer',
    severity: 'error',
    blames: operations.enabled,
    broken: and(
      peer.enabled,
      operations.enabled,
      not(operations.separate),
      ne(peer.service.type, 'ClusterIP'),
      not(peer.operations.tls.enabled),
    ),
    message: format(
      'a Service of type %s would let everybody change log levels, because the operations server asks nobody who he is. Set service.operations.separate to true, or service.operations.enabled to false, or operations.tls.enabled to true, which asks for client certificates',
      peer.service.type,
    ),
  },
  {
    sentence: 'no two ports share a node port',
    scope: 'unique',
    severity: 'error',
    what: 'nodePort',
    blames: grpc.nodePort,
    names: [
      nodePort(grpc.nodePort, peer.enabled),
      nodePort(operations.nodePort, and(peer.enabled, operations.enabled, not(operations.separate))),
      nodePort(chaincode.nodePort, and(peer.enabled, offersChaincode)),
      nodePort(couchdb.nodePort, and(peer.enabled, hasCouchDB, couchdb.enabled)),
    ],
    message: ({ name, peer, owner }) =>
      format(
        'the node port %s of peer %s is taken by peer %s already. Give each port its own, or 0 to let Kubernetes choose',
        name,
        peer,
        owner,
      ),
  },
  {
    sentence: 'a NodePort belongs to a Service that has node ports',
    scope: 'peer',
    severity: 'error',
    blames: peer.service.type,
    broken: and(
      peer.enabled,
      eq(peer.service.type, 'ClusterIP'),
      greaterThan(add(grpc.nodePort, operations.nodePort), 0),
    ),
    message: format(
      'node ports are set but service.type is %s. Set service.type to NodePort or LoadBalancer',
      peer.service.type,
    ),
  },
  {
    sentence: 'the Service that operations has of its own has no node port',
    scope: 'peer',
    severity: 'error',
    blames: operations.nodePort,
    broken: and(peer.enabled, operations.separate, ne(operations.nodePort, 0)),
    message: literal(
      'with service.operations.separate the operations server stays in the cluster, and its Service has no node port. Remove one of the two',
    ),
  },
  {
    sentence: 'what a load balancer is told reaches one',
    scope: 'peer',
    severity: 'error',
    blames: type,
    broken: and(
      peer.enabled,
      ne(type, 'LoadBalancer'),
      or(isSet(loadBalancerClass), isSet(loadBalancerIP), isSet(loadBalancerSourceRanges)),
    ),
    message: format(
      'loadBalancerClass, loadBalancerIP and loadBalancerSourceRanges are for a load balancer, and service.type is %s. Set service.type: LoadBalancer, or remove them. To limit callers of any Service there is networkPolicy.grpcFrom',
      type,
    ),
  },
  {
    sentence: 'traffic from outside has a way in',
    scope: 'peer',
    severity: 'error',
    blames: externalTrafficPolicy,
    broken: and(peer.enabled, eq(type, 'ClusterIP'), isSet(externalTrafficPolicy)),
    message: literal(
      'a Service of type ClusterIP has no traffic from outside. Set service.type: NodePort or LoadBalancer, or remove externalTrafficPolicy',
    ),
  },
  {
    sentence: 'a headless Service has no other type',
    scope: 'peer',
    severity: 'error',
    blames: clusterIP,
    broken: and(peer.enabled, eq(clusterIP, 'None'), ne(type, 'ClusterIP')),
    message: format(
      'a headless Service is of type ClusterIP, and service.type is %s. Change one of the two',
      type,
    ),
  },
  {
    sentence: 'two IP families are more than one stack',
    scope: 'peer',
    severity: 'error',
    blames: ipFamilies,
    broken: and(peer.enabled, eq(ipFamilyPolicy, 'SingleStack'), greaterThan(count(ipFamilies), 1)),
    message: literal(
      'SingleStack has one IP family. Set ipFamilyPolicy: PreferDualStack, or name one family',
    ),
  },
];
