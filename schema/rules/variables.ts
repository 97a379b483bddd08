/** Findings about `env`, `dind.env` and `coreYaml`: settings past the rules, which the chart or a typed value owns. */
import {
  type Complaint,
  coreYamlComplaints,
  peerSettings,
  type Setting,
  sidecarSettings,
  variableComplaint,
} from '../components/fabric/variables.ts';
import type { Peer } from '../generated/values.ts';
import type { Finding } from './rule.ts';

const ofEnvironment = (
  settings: readonly Setting[],
  entries: Readonly<Record<string, unknown>>,
): [string, Complaint][] =>
  Object.entries(entries).flatMap(([name, value]): [string, Complaint][] => {
    const complaint = variableComplaint(settings, name, value);
    return complaint ? [[name, complaint]] : [];
  });

/** What one peer says past the rules: the path below the peer, and what is wrong with it. */
export const variableFindings = (
  { env, dind, coreYaml }: Peer,
  found: (path: string, complaint: Complaint) => Finding,
): Finding[] => [
  ...ofEnvironment(peerSettings, env).map(([name, complaint]) => found(`env.${name}`, complaint)),
  ...ofEnvironment(sidecarSettings, dind.env).map(([name, complaint]) =>
    found(`dind.env.${name}`, complaint),
  ),
  ...[...coreYamlComplaints(coreYaml)].map(([key, complaint]) => found(`coreYaml.${key}`, complaint)),
];
