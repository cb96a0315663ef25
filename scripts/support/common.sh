# Sourced by the scripts of the folder above: where we are, and how to build.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$root"

# die <status> <sentence>...: one line per sentence, then out.
die() {
  local status=$1
  shift
  printf '%s\n' "${0##*/}: $1" "${@:2}" >&2
  exit "$status"
}

binary_dir() {
  case "$1" in
    release) echo "$root/build" ;;
    *) echo "$root/build-$1" ;;
  esac
}

# A compiler cache that can be written, wherever home is; equal objects for equal sources in other folders.
use_ccache() {
  local cache=${CCACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/ccache}
  if ! mkdir -p "$cache" 2>/dev/null || [ ! -w "$cache" ]; then
    export CCACHE_DIR="$root/build/ccache"
  fi
  export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
}

# build_preset <preset> [target...]: configures and builds; one line per failure, nothing when all is up to date.
build_preset() {
  local preset=$1 dir log fresh=()
  shift
  dir=$(binary_dir "$preset")
  mkdir -p "$dir" 2>/dev/null || true
  if [ ! -w "$dir" ]; then
    die 3 "$dir cannot be written by $(id -un)." \
      "It was made by $(stat -c %U "$dir" 2>/dev/null || echo "another user"); remove it, or run as that user."
  fi
  use_ccache
  # A tree that was moved or copied brings a cache that speaks of the old place.
  local home
  home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$dir/CMakeCache.txt" 2>/dev/null || true)
  if [ -n "$home" ] && [ "$home" != "$root" ]; then fresh=(--fresh); fi
  log="$dir/configure.log"
  if ! cmake --preset "$preset" "${fresh[@]}" >"$log" 2>&1; then
    cat "$log" >&2
    die 3 "the build could not be configured (cmake --preset $preset); its words are above."
  fi
  grep '^-- .*left out' "$log" || true
  local quiet=()
  [ -t 1 ] || quiet=(--quiet)  # on a terminal ninja shows how far it is, in one line
  if ! ninja -C "$dir" "${quiet[@]}" "$@"; then
    die 1 "the build failed (preset $preset)."
  fi
}
