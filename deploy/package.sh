#!/usr/bin/env bash
# deploy/package.sh x64|arm64 [FILE …]
# Makes artifacts/lambda/shield-lambda-<arch>.zip: src/Shield.Lambda as native code for provided.al2023, and each FILE beside it (a CA bundle, never-block
# lists), which the function then finds in /var/task/.
# deploy/package.sh --add ZIP FILE …
# Makes artifacts/lambda/<name of ZIP>-with-files.zip: what is in ZIP, and each FILE, in the place of one of the same name.
# Same input, same bytes. The last line printed is the zip's path; all else goes to standard error.
set -euo pipefail
umask 022
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

say() { printf '%s\n' "package: $*" >&2; }
die() { say "$*"; exit 1; }

# Amazon Linux 2023 has glibc 2.34; what asks for a newer one does not start there.
glibc=2.34

arch=${1:-}
case $arch in
  x64) machine=x86_64 gnu=x86_64-linux-gnu ;;
  arm64) machine=aarch64 gnu=aarch64-linux-gnu ;;
  --add) [ $# -ge 3 ] || { echo "usage: deploy/package.sh --add ZIP FILE …" >&2; exit 64; }
    base=$2
    shift ;;
  *) printf '%s\n' "usage: deploy/package.sh x64|arm64 [FILE …]" "       deploy/package.sh --add ZIP FILE …" >&2; exit 64 ;;
esac
shift
for file in "$@"; do
  [ -f "$file" ] || die "there is no file $file"
  [ "$(basename "$file")" != bootstrap ] || die "$file: the function itself is called bootstrap"
done

command -v zip >/dev/null || die "zip is missing: apt-get install zip"
store=$root/artifacts/lambda
mkdir -p "$store"
work=$(mktemp -d "$store/new.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/zip"
# The files in one order, with one time and one mode, so that the same input gives the same bytes, and CloudFormation sees no change.
export TZ=UTC
packed() { # packed FILE …: they and what lies in $work/zip already, into $work/shield.zip
  local file
  for file in "$@"; do install -m 644 "$file" "$work/zip/$(basename "$file")"; done
  find "$work/zip" -exec touch -h -t 198001010000 {} +
  (cd "$work/zip" && find . -type f -printf '%P\n' | LC_ALL=C sort | zip -q -X -9 -@ ../shield.zip)
}

if [ "$arch" = --add ]; then
  [ -f "$base" ] || die "there is no file $base"
  cp -- "$base" "$work/shield.zip"
  packed "$@"
  zip=$store/$(basename "$base" .zip)-with-files.zip
  mv "$work/shield.zip" "$zip"
  printf '%s\n' "$zip"
  exit 0
fi

[ "$(uname -s)" = Linux ] || die "native code for Lambda is built on Linux (here: $(uname -s)); run this in a container of mcr.microsoft.com/dotnet/sdk:10.0"
command -v dotnet >/dev/null || die "the .NET SDK is missing (global.json names the version): https://dot.net"

native=()
if [ "$(uname -m)" != "$machine" ]; then
  # Cross: clang knows every machine; linking needs the other one's libraries, and binutils take the symbols away.
  clang=
  for candidate in clang clang-{21,20,19,18,17,16,15,14}; do
    if command -v "$candidate" >/dev/null; then clang=$candidate; break; fi
  done
  { command -v "$gnu-gcc" && command -v "$gnu-objcopy" && [ -n "$clang" ]; } >/dev/null ||
    die "building for $arch on $(uname -m) needs clang and the other machine's tools: apt-get install clang gcc-${gnu/x86_64/x86-64}"
  native=("-p:CppCompilerAndLinker=$clang" "-p:ObjCopyName=$gnu-objcopy")
elif ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then
  die "native code needs a C linker: apt-get install clang zlib1g-dev"
elif ! command -v clang >/dev/null; then
  native=("-p:CppCompilerAndLinker=gcc")
fi

# As the wrapper ./shield does: in a place of its own, so that neither a developer's build nor the repository's lock files are touched.
say "publishing for linux-$arch …"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet publish "$root/src/Shield.Lambda/Shield.Lambda.csproj" -c Release -r "linux-$arch" "${native[@]}" \
  --artifacts-path "$store/work" -p:ShieldWrapper=true -o "$work/publish" -v q --nologo -nodeReuse:false >"$work/log" 2>&1 </dev/null || { cat "$work/log" >&2; die "the build failed"; }

binary=$work/publish/bootstrap
[ -f "$binary" ] || die "the build made no bootstrap"
# The ELF header's machine, two bytes at 18: a program for the wrong one would only fail in the cloud.
case $(od -An -tx1 -j18 -N1 "$binary" | tr -d ' ') in 3e) built=x86_64 ;; b7) built=aarch64 ;; *) built=unknown ;; esac
[ "$built" = "$machine" ] || die "the program is for $built, not for $machine"
asks=$(grep -aoE 'GLIBC_2\.[0-9]+' "$binary" | sort -uV | tail -1)
newest=$(printf '%s\n' "GLIBC_$glibc" "$asks" | sort -V | tail -1)
[ "$newest" = "GLIBC_$glibc" ] ||
  die "the program asks for $asks, and provided.al2023 has glibc $glibc: build on an older Linux (Debian 12, Ubuntu 22.04, Amazon Linux 2023)"

install -m 755 "$binary" "$work/zip/bootstrap"
packed "$@"
zip=$store/shield-lambda-$arch.zip
mv "$work/shield.zip" "$zip"
size() { awk -v bytes="$(stat -c %s "$1")" 'BEGIN { printf "%.1f MB", bytes / 1e6 }'; }
say "bootstrap $(size "$binary"), needs ${asks:-no glibc}; zip $(size "$zip")"
printf '%s\n' "$zip"
