#!/usr/bin/env bash
# manifests.sh VERSION REPOSITORY FOLDER: writes the Homebrew formula and the winget manifests of a release, into FOLDER,
# which holds its archives' SHA256SUMS. REPOSITORY is the address of the project, https://github.com/OWNER/NAME.
set -euo pipefail
shopt -s inherit_errexit

version=$1 repository=$2 folder=$3
about='Checks the Genesys Cloud OAuth client that MiraBridge Phone signs in with, and says exactly what is wrong'

# archive TARGET SUFFIX, and sha256 of the same: where it is, and its checksum.
archive() { printf '%s/releases/download/v%s/mirabridge-oauth-%s-%s.%s' "$repository" "$version" "$version" "$1" "$2"; }
sha256() {
  awk -v name="mirabridge-oauth-$version-$1.$2" '$2 == name { print $1; found = 1 } END { exit !found }' \
    "$folder/SHA256SUMS" || { printf 'SHA256SUMS has no %s.%s\n' "$1" "$2" >&2; exit 1; }
}

# on SYSTEM ARM64-TARGET X86-64-TARGET: the part of the formula for a system.
on() {
  local arm intel
  arm=$(sha256 "$2" tar.gz)
  intel=$(sha256 "$3" tar.gz)
  cat <<RUBY
  on_$1 do
    on_arm do
      url "$(archive "$2" tar.gz)"
      sha256 "$arm"
    end
    on_intel do
      url "$(archive "$3" tar.gz)"
      sha256 "$intel"
    end
  end

RUBY
}

macos=$(on macos aarch64-apple-darwin x86_64-apple-darwin)
linux=$(on linux aarch64-unknown-linux-musl x86_64-unknown-linux-musl)
cat >"$folder/mirabridge-oauth.rb" <<RUBY
class MirabridgeOauth < Formula
  desc "Checks the Genesys Cloud OAuth client of MiraBridge Phone"
  homepage "$repository"
  version "$version"
  license "MIT"

$macos

$linux

  def install
    bin.install "mirabridge-oauth"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/mirabridge-oauth.bash" => "mirabridge-oauth"
    fish_completion.install "completions/mirabridge-oauth.fish"
    zsh_completion.install "completions/_mirabridge-oauth"
  end

  test do
    assert_match "SIMULATED", shell_output("#{bin}/mirabridge-oauth demo")
  end
end
RUBY

windows=x86_64-pc-windows-msvc
checksum=$(sha256 "$windows" zip)
winget=$folder/winget
mkdir -p "$winget"
# manifest NAME TYPE: a file of winget, with what all of them say and stdin between.
manifest() {
  {
    printf 'PackageIdentifier: MiraBridge.OAuth\nPackageVersion: %s\n' "$version"
    cat
    printf 'ManifestType: %s\nManifestVersion: 1.12.0\n' "$2"
  } >"$winget/MiraBridge.OAuth$1.yaml"
}
manifest '' version <<'YAML'
DefaultLocale: en-US
YAML
manifest .locale.en-US defaultLocale <<YAML
PackageLocale: en-US
Publisher: MiraBridge
PackageName: mirabridge-oauth
PackageUrl: $repository
License: MIT
ShortDescription: $about
Moniker: mirabridge-oauth
ReleaseNotesUrl: $repository/releases/tag/v$version
YAML
manifest .installer installer <<YAML
InstallerType: zip
NestedInstallerType: portable
NestedInstallerFiles:
  - RelativeFilePath: mirabridge-oauth-$version-$windows\\mirabridge-oauth.exe
    PortableCommandAlias: mirabridge-oauth
Installers:
  - Architecture: x64
    InstallerUrl: $(archive "$windows" zip)
    InstallerSha256: ${checksum^^}
YAML
