# SPDX-FileCopyrightText: The Aeroscope authors
# SPDX-License-Identifier: Apache-2.0
#
# The one set-up step of all commands: installs what is missing from Debian's packages and says what it does.
# Source it, then call `setup_packages build` (to build and run), `… test` (adds what tests need) or `… lint`.

project_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

build_packages=(
    antlr4 ccache clang-19 cmake libantlr4-runtime-dev libcrypt-dev libgl-dev liblua5.4-dev libopengl-dev
    libqt6opengl6-dev libqt6sql6-sqlite libs2-dev libsimdjson-dev libssl-dev libxkbcommon-dev libyaml-cpp-dev
    libzstd-dev lld-19 ninja-build pkg-config qcoro-qt6-dev qt6-base-dev qt6-l10n-tools qt6-svg-dev qt6-tools-dev
    qt6-tools-dev-tools qtkeychain-qt6-dev zlib1g-dev fontconfig fonts-dejavu-core libqt6svg6
    qt6-translations-l10n uuid-dev)
test_packages=(ca-certificates git nodejs npm python3 xauth xvfb)
lint_packages=(clang-format-19 clang-tidy-19 python3)
sanitize_packages=(libclang-rt-19-dev llvm-19 python3)

say() { printf '%s: %s\n' "${command_name:-aeroscope}" "$*" >&2; }
die() { say "$*"; exit 1; }

# A command that brings the same thing in another way (a newer node of the system's own) counts as installed.
package_present() {
    case "$1" in
        nodejs) command -v node >/dev/null 2>&1 ;;
        npm) command -v npm >/dev/null 2>&1 ;;
        *) [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
    esac
}

setup_packages() {
    local wanted=("${build_packages[@]}") missing=() group package
    for group in "$@"; do
        case "$group" in
            build) ;;
            test) wanted+=("${test_packages[@]}") ;;
            lint) wanted+=("${lint_packages[@]}") ;;
            sanitize) wanted+=("${sanitize_packages[@]}") ;;
            *) die "setup: unknown group '$group'" ;;
        esac
    done
    command -v dpkg-query >/dev/null 2>&1 || {
        say "this is no Debian system; please install by other means: ${wanted[*]}"
        return 0
    }
    for package in "${wanted[@]}"; do
        package_present "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || die "these packages are missing, and there is neither root nor sudo to install them: ${missing[*]}"
        as_root=(sudo)
    fi
    say "installing ${#missing[@]} missing packages: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq || say "apt-get update failed; trying with the lists that are there"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 \
        || die "apt-get install failed"
}

# Configures and builds one preset; further arguments are build targets. Quiet when all is well.
build_preset() {
    local preset=$1 log
    shift
    cd "$project_root" || exit 1
    mkdir -p build
    log="build/$preset.log"
    say "configuring and building preset '$preset' (log: $log)"
    if ! cmake --preset "$preset" >"$log" 2>&1; then
        cat "$log" >&2
        die "configure failed"
    fi
    local targets=()
    [ $# -gt 0 ] && targets=(--target "$@")
    if ! cmake --build --preset "$preset" "${targets[@]}" >>"$log" 2>&1; then
        grep -E -A12 'error:|FAILED|undefined' "$log" | head -n 120 >&2
        die "build failed, all of it in $log"
    fi
}

# Settings of the tests: tests/aerospike.env, where a variable that is already set wins.
load_test_settings() {
    local file="$project_root/tests/aerospike.env" line name
    [ -f "$file" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        case "$line" in ''|'#'*) continue ;; esac
        name=${line%%=*}
        [[ "$name" =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]] || die "$file: not a setting: $line"
        [ -n "${!name+set}" ] || export "$name=${line#*=}"
    done <"$file"
}
