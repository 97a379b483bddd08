/** A bill of materials (CycloneDX): the chart, and the images that it can ask for. */

import { basename } from 'node:path';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';
import { knownImages } from '../../schema/images.ts';
import { project, versions } from '../../schema/versions.ts';
import { sha256OfFile } from '../support/sha256.ts';

/** The address of an image as package-url has it (purl-spec, types/oci): registry and path are qualifiers. */
const purlOf = (image: string): PackageURL => {
  const [, repository = '', tag = ''] = /^(.*):([^:/]+)$/u.exec(image) ?? [];
  const name = basename(repository);
  return new PackageURL('oci', null, name, null, { repository_url: repository, tag }, null);
};

/**
 * The bill of a package, as JSON of CycloneDX 1.6. The same package gives the same bytes: it has no time and no serial number.
 * @param archive the package
 */
export const billOfMaterials = async (archive: string): Promise<string> => {
  const sha256 = await sha256OfFile(archive);
  const chart = new Models.Component(Enums.ComponentType.Application, 'fabric-dind', {
    version: versions.chart,
    bomRef: `fabric-dind@${versions.chart}`,
    description: 'Helm chart: Hyperledger Fabric peers, each with its own Docker daemon',
    licenses: new Models.LicenseRepository([new Models.SpdxLicense('Apache-2.0')]),
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm['SHA-256'], sha256]]),
    externalReferences: new Models.ExternalReferenceRepository([
      new Models.ExternalReference(project.home, Enums.ExternalReferenceType.VCS),
    ]),
  });
  const components = knownImages().map(({ name, image, by }) => {
    const component = new Models.Component(Enums.ComponentType.Container, name, {
      version: image.replace(/^.*:/u, ''),
      bomRef: image,
      purl: purlOf(image).toString() as never,
      description: `Asked for by ${by}.`,
    });
    chart.dependencies.add(component.bomRef);
    return component;
  });
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: chart }),
    components: new Models.ComponentRepository(components),
  });
  const normalize = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return `${new Serialize.JsonSerializer(normalize).serialize(bom, { sortLists: true, space: 2 })}\n`;
};
