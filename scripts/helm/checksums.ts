/**
 * SHA-256 of Helm's release archives (`helm-v<version>-<platform>.tar.gz` on get.helm.sh), as the release notes print them.
 * An archive that is not listed here is not downloaded. To add a version, copy the sums from its release notes at
 * https://github.com/helm/helm/releases; a `.sha256sum` fetched beside the archive would only prove the transport.
 */
export const checksums: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '3.22.0': {
    'darwin-amd64': 'bd1d09f316558dda23698527859600936fed1371021ce0f2272d66b2fdcfa69c',
    'darwin-arm64': '4c9982a6cdeb458b60258df66b55398ca5b19293f6877faffe2909ad6f23dfe0',
    'linux-amd64': '1e4ab49e429626cf6c6958d914248b78c9730803c2751b87627e171dc800e7bb',
    'linux-arm64': 'f14e804dfee240f55525b667488fe9adca349e63e00c9af634c0beb1421ac310',
  },
};
