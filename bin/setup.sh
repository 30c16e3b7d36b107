# Shared by bin/run and bin/test: what Klang needs on the machine. Sourced, never run.
# Needs Debian 12 (or a relative) with Python 3.11 or later; does nothing that is done already.

say() { printf '\033[1m%s\033[0m\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

# Install Debian packages where we may; otherwise print the exact line to type and stop.
need_packages() {
    local missing=() name installed
    command -v dpkg-query >/dev/null 2>&1 || return 0
    installed=$(dpkg-query -W -f='|${db:Status-Status} ${Package}|' "$@" 2>/dev/null || true)
    for name in "$@"; do
        [[ $installed == *"|installed $name|"* ]] || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        else
            fail "Klang needs these system packages first. Type:
    sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}
and start again."
        fi
    fi
    say "Installing system packages: ${missing[*]}"
    local log; log=$(mktemp)
    if ! { "${as_root[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        fail "apt-get could not install: ${missing[*]}"
    fi
    rm -f "$log"
}

find_python() {
    local candidate
    for candidate in python3 python3.11 python3.12 python3.13; do
        if command -v "$candidate" >/dev/null 2>&1 \
            && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    fail "Klang needs Python 3.11 or later. On Debian 12: apt-get install python3 python3-venv"
}

# need_python_packages LOCKFILE…: make .venv and install the locks into it, when they changed since the last time.
need_python_packages() {
    local stamp
    stamp=.venv/installed-$(cat "$@" | sha256sum | cut -c1-16)
    [ -f "$stamp" ] && return 0
    local python; python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        need_packages python3-venv
        python=$(find_python)
    fi
    [ -x .venv/bin/python ] || { say "Making the Python environment in .venv"; "$python" -m venv .venv; }
    say "Installing Python packages (a minute or two, once)"
    local arguments=() lock
    for lock in "$@"; do arguments+=(-r "$lock"); done
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes "${arguments[@]}" \
        || fail "The Python packages could not be installed; the reason stands above."
    touch "$stamp"
}

# Compile translations that are newer than their compiled form.
need_translations() {
    local po
    while IFS= read -r po; do
        if [ ! -f "${po%.po}.mo" ] || [ "$po" -nt "${po%.po}.mo" ]; then msgfmt -o "${po%.po}.mo" "$po"; fi
    done < <(find locale -name '*.po')
}

# Compile what must be faster than Python can be (portal/search/engine/kernels.pyx), when it changed since the last time.
need_kernels() {
    local source=portal/search/engine/kernels.pyx python=.venv/bin/python suffix include built build
    # Nothing is asked of Python where something compiled is newer than the source and the environment.
    for built in "${source%.pyx}".*.so; do
        if [ "$built" -nt "$source" ] && [ "$built" -nt .venv/pyvenv.cfg ]; then return; fi
    done
    suffix=$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX"))')
    include=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
    built=${source%.pyx}$suffix
    command -v cc >/dev/null 2>&1 || need_packages gcc libc6-dev
    [ -f "$include/Python.h" ] || need_packages python3-dev
    say "Compiling $source"
    build=$(mktemp -d)
    # Written beside and moved: a process that runs keeps the file it has, and a broken-off build leaves nothing.
    { .venv/bin/cython -3 "$source" -o "$build/kernels.c" \
        && cc -O3 -fPIC -shared -I"$include" "$build/kernels.c" -o "$built.new"; } \
        || fail "The search kernels could not be compiled; the reason stands above."
    mv "$built.new" "$built"
    rm -rf "$build"
}

# Typefaces for names and words of other languages on papers (static/css/letters/paper.css); 4 MB to fetch.
FONT_PACKAGES=(fonts-dejavu-core fonts-sil-padauk fonts-khmeros fonts-lao fonts-wqy-microhei fonts-lohit-deva
    fonts-lohit-beng-bengali fonts-lohit-taml)
RUN_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 gettext poppler-utils
    tesseract-ocr tesseract-ocr-tha "${FONT_PACKAGES[@]}")
TEST_PACKAGES=(chromium nginx-light)
