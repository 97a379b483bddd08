/** Names of the release and of its own objects. */
import { choose, contains, format, named, orElse } from '../../expression/build.ts';
import { chart, release, v } from '../../expression/references.ts';

/** The chart's name in labels and object names. */
export const chartLabelName = named({
  name: 'fabric-dind.name',
  comment: 'The name in labels, and the part of object names that the release name may lack.',
  scope: 'release',
  body: orElse(v.nameOverride, chart.name),
});

/** First part of every object name. */
export const fullname = named({
  name: 'fabric-dind.fullname',
  comment:
    'First part of every object name. Never cut: a rule refuses what is too long, since a cut name may be that of another release.',
  scope: 'release',
  plain: true,
  body: orElse(
    v.fullnameOverride,
    choose(
      contains(chartLabelName, release.name),
      release.name,
      format('%s-%s', release.name, chartLabelName),
    ),
  ),
});

/** Names of the release's own objects. */
export const releaseObjects = {
  gossip: format('%s-gossip', fullname),
  dashboard: format('%s-dashboard', fullname),
  rollout: format('%s-rollout', fullname),
  channels: format('%s-channels', fullname),
  peers: format('%s-peers', fullname),
  couchdb: format('%s-couchdb', fullname),
  gateway: format('%s-gateway', fullname),
};
