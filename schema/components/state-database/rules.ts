/** What would lose the state, give it away, or stop the peer. */
import {
  and,
  at,
  contains,
  eq,
  format,
  isSet,
  json,
  literal,
  lower,
  matches,
  not,
  or,
  versionIn,
  versionOf,
} from '../../expression/build.ts';
import { peer } from '../../expression/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { peerFullname } from '../peer/facts.ts';
import { serviceAccount } from '../pod/facts.ts';
import { releaseObjects } from '../release/names.ts';
import { hasCouchDB, hasCouchdbMetrics, usesCouchDB } from './facts.ts';

const { couchdb } = peer.stateDatabase;

const version = versionOf(couchdb.image.tag);
const knowsVersion = and(peer.enabled, hasCouchDB, isSet(version), not(couchdb.image.digest));

const proxied = or(isSet(at(peer.env, 'HTTP_PROXY')), isSet(at(peer.env, 'http_proxy')));
const exempted = or(isSet(at(peer.env, 'NO_PROXY')), isSet(at(peer.env, 'no_proxy')));

export const rules: readonly Rule[] = [
  {
    sentence: "no peer has the name of the Job that makes CouchDB's passwords",
    scope: 'peer',
    severity: 'error',
    blames: peer.nameOverride,
    broken: or(eq(peerFullname, releaseObjects.couchdb), eq(serviceAccount, releaseObjects.couchdb)),
    message: format(
      "%s is the name of the Job that makes CouchDB's passwords, which removes its ServiceAccount when it is done. Set nameOverride of the peer",
      peerFullname,
    ),
  },
  {
    sentence: 'a CouchDB outside the Pod has credentials',
    scope: 'peer',
    severity: 'error',
    blames: couchdb.auth.existingSecret,
    broken: and(peer.enabled, usesCouchDB, isSet(couchdb.address), not(couchdb.auth.existingSecret)),
    message: format(
      'the CouchDB at %s has credentials that the chart does not know. Name the Secret that holds them',
      couchdb.address,
    ),
  },
  {
    sentence: 'a proxy does not stand between peer and CouchDB',
    scope: 'peer',
    severity: 'warning',
    blames: couchdb.address,
    broken: and(peer.enabled, usesCouchDB, isSet(couchdb.address), proxied, not(exempted)),
    message: format(
      'the peer asks CouchDB through the proxy that env.HTTP_PROXY names, password included. Set env.NO_PROXY to the host of %s',
      couchdb.address,
    ),
  },
  {
    sentence: 'Fabric takes this CouchDB',
    scope: 'peer',
    severity: 'error',
    blames: couchdb.image.tag,
    broken: and(knowsVersion, versionIn('<2.0.0', version)),
    message: format('the peer refuses CouchDB %s at its start. Take a 3.x', version),
  },
  {
    sentence: 'this CouchDB has no known way in',
    scope: 'peer',
    severity: 'warning',
    blames: couchdb.image.tag,
    broken: and(knowsVersion, versionIn('>=2.0.0 <3.5.3', version)),
    message: format(
      "whoever has the password of CouchDB %s gets a shell in its container (CVE-2026-86471), and below 3.2.2 without it (CVE-2022-24706); chaincode shares the Pod's network. Take 3.5.3 or newer",
      version,
    ),
  },
  {
    sentence: 'state that does not outlive the Pod is meant so',
    scope: 'peer',
    severity: 'warning',
    blames: couchdb.storage.type,
    broken: and(peer.enabled, hasCouchDB, eq(couchdb.storage.type, 'emptyDir')),
    message: literal(
      'each new Pod builds the state anew from all blocks, and a channel that was joined by a snapshot is lost. Take ledger or claim',
    ),
  },
  {
    sentence: "readers of CouchDB's metrics are named",
    scope: 'peer',
    severity: 'error',
    blames: couchdb.metrics.enabled,
    broken: and(
      peer.enabled,
      hasCouchdbMetrics,
      or(not(peer.networkPolicy.enabled), not(peer.networkPolicy.metricsFrom)),
    ),
    message: literal(
      "every Pod of the cluster could read CouchDB's metrics, which tell the names of channels and chaincodes. Set networkPolicy.enabled, and name the readers in networkPolicy.metricsFrom",
    ),
  },
  {
    sentence: 'callers of CouchDB are named',
    scope: 'peer',
    severity: 'warning',
    blames: couchdb.service.enabled,
    broken: and(
      peer.enabled,
      hasCouchDB,
      couchdb.service.enabled,
      or(not(peer.networkPolicy.enabled), not(peer.networkPolicy.couchdbFrom)),
    ),
    message: literal(
      'a password in clear text is all that keeps the cluster from changing the state behind the peer. Set networkPolicy.enabled, and name the callers in networkPolicy.couchdbFrom',
    ),
  },
  {
    sentence: 'a node port of CouchDB belongs to a Service that has node ports',
    scope: 'peer',
    severity: 'error',
    blames: couchdb.service.type,
    broken: and(
      peer.enabled,
      hasCouchDB,
      couchdb.service.enabled,
      eq(couchdb.service.type, 'ClusterIP'),
      isSet(couchdb.service.nodePort),
    ),
    message: literal('a Service of type ClusterIP has no node port. Take NodePort or LoadBalancer'),
  },
  {
    sentence: 'liveness does not follow CouchDB',
    scope: 'peer',
    severity: 'error',
    blames: peer.livenessProbe,
    broken: and(peer.enabled, usesCouchDB, contains('"path":"/healthz"', json(peer.livenessProbe))),
    message: literal(
      "Fabric's /healthz fails while CouchDB restarts, and the peer would be restarted with it each time. Leave the handler out",
    ),
  },
  {
    sentence: "CouchDB's password stays out of the log",
    scope: 'peer',
    severity: 'error',
    blames: peer.logging.spec,
    broken: and(
      peer.enabled,
      usesCouchDB,
      matches('nodecmd[^=:]{0,100}=(payload|debug|info|notice)', lower(peer.logging.spec)),
    ),
    message: literal(
      'at this level the logger nodeCmd prints the whole configuration when the peer starts, and the password with it. Take nodeCmd=warning',
    ),
  },
];
