#!/usr/bin/env bash
# Says where a program for this runner is: of a release that it downloads, verifies and unpacks, or, where no version is
# asked for, built from the source that this script came with.
#
# From the action: REPOSITORY, RELEASES, VERSION, SHA256, ATTESTATION, GH_TOKEN.
# From the runner: RUNNER_OS, RUNNER_ARCH, RUNNER_TEMP, GITHUB_SERVER_URL, GITHUB_OUTPUT.
set -euo pipefail

# Everything foreign in a message has been checked before, so that none can hold a command to the runner.
refuse() {
  printf '::error title=mirabridge-oauth::%s\n' "$*"
  exit 1
}

if [[ -z $VERSION ]]; then
  command -v cargo >/dev/null ||
    refuse 'building needs Rust, which this runner lacks; install it, or name the version of a release'
  source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
  : "${CARGO_TARGET_DIR:=$RUNNER_TEMP/mirabridge-oauth-target}"
  cargo build --release --locked --bins --manifest-path "$source/Cargo.toml" --target-dir "$CARGO_TARGET_DIR" ||
    refuse 'the program could not be built'
  program=$CARGO_TARGET_DIR/release/mirabridge-oauth
  if [[ $RUNNER_OS == Windows ]]; then program=$program.exe; fi
  "$program" --version
  printf 'program=%s\n' "$program" >>"$GITHUB_OUTPUT"
  exit
fi

[[ $VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || refuse 'version is not of the form 1.2.3'
[[ $SHA256 =~ ^([0-9a-f]{64})?$ ]] || refuse 'sha256 is not 64 hexadecimal digits in lower case'
[[ $REPOSITORY =~ ^[0-9A-Za-z._-]+/[0-9A-Za-z._-]+$ ]] || refuse 'the repository of the action is not known'

case $RUNNER_OS-$RUNNER_ARCH in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  *) refuse 'there is no release for this kind of runner' ;;
esac
name=mirabridge-oauth-$VERSION-$target
program=mirabridge-oauth
archive=$name.tar.gz
if [[ $RUNNER_OS == Windows ]]; then
  program=$program.exe
  archive=$name.zip
  RUNNER_TEMP=$(cygpath --mixed "$RUNNER_TEMP")
fi

folder=$(mktemp -d "$RUNNER_TEMP/mirabridge-oauth.XXXXXX")
cd "$folder"
: "${RELEASES:=$GITHUB_SERVER_URL/$REPOSITORY/releases/download}"

# download FILE: fetches a file of the release. Plain http is refused, also in redirects; file is for a mirror.
download() {
  curl --fail --silent --show-error --location --retry 3 --max-time 300 \
    --proto =https,file --proto-redir =https \
    --output "$1" "$RELEASES/v$VERSION/$1" || refuse "$1 of version $VERSION could not be downloaded"
}

download "$archive"
if [[ -z $SHA256 ]]; then
  download SHA256SUMS
  SHA256=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' SHA256SUMS)
  [[ $SHA256 =~ ^[0-9a-f]{64}$ ]] || refuse "SHA256SUMS of version $VERSION does not tell the checksum of $archive"
fi
if command -v sha256sum >/dev/null; then
  found=$(sha256sum <"$archive")
else
  found=$(shasum -a 256 <"$archive")
fi
found=${found%% *}
[[ $found == "$SHA256" ]] || refuse "$archive has the checksum $found instead of $SHA256; it is not used"

case $ATTESTATION in
  true)
    command -v gh >/dev/null ||
      refuse 'the GitHub CLI is missing, which verifies the attestation; install it, or set attestation to false'
    gh attestation verify "$archive" --repo "$REPOSITORY" \
      --signer-workflow "$REPOSITORY/.github/workflows/release.yml" --source-ref "refs/tags/v$VERSION" ||
      refuse "the attestation of $archive could not be verified; it is not used"
    ;;
  false) ;;
  *) refuse 'attestation is neither true nor false' ;;
esac

case $archive in
  *.zip) unzip -q "$archive" ;;
  *) tar -xzf "$archive" ;;
esac
"./$name/$program" --version
printf 'program=%s\n' "$folder/$name/$program" >>"$GITHUB_OUTPUT"
