# How headway is configured and built: one folder under build/ for each preset.
# shellcheck shell=bash disable=SC2034,SC2154  # names shared by the files that ./dev sources

pure_rooms=(base model job yaml event schedule view)

# configure PRESET OPTION...: once; from then on the build itself sees what has changed.
configure() {
  local stamp=build/$1/.configured wanted
  wanted="$* $(sha256sum CMakePresets.json)"
  [[ -e build/$1/build.ninja && $(cat "$stamp" 2>/dev/null) == "$wanted" ]] && return
  quietly cmake --preset "$@"
  echo "$wanted" >"$stamp"
}

# The whole release build, with tests, benchmarks and the Python module.
configure_release() {
  configure release -DHEADWAY_TESTS=ON -DHEADWAY_EXAMPLES=ON -DHEADWAY_BENCHMARKS=ON \
    -DHEADWAY_PYTHON=ON -DPython_EXECUTABLE="$PWD/.venv/bin/python"
}

# Only what the program needs, unless the folder is already configured for more.
configure_program() {
  [[ -e build/release/build.ninja ]] ||
    configure release -DHEADWAY_TESTS=OFF -DHEADWAY_EXAMPLES=OFF -DHEADWAY_BENCHMARKS=OFF
}

configure_sanitizer() { configure "$1" -DHEADWAY_EXAMPLES=OFF; }

# build PRESET [TARGET...]
build() { cmake --build "build/$1" --parallel "$(nproc)" ${2:+--target "${@:2}"}; }

# .venv/bin/python imports headway from the build folder, where it is laid out as in a wheel.
link_python_package() {
  local packages
  packages=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  echo "$PWD/build/release/python" >"$packages/headway_build.pth"
}

# Runs a command and shows its output only if it fails.
quietly() {
  local output
  output=$("$@" 2>&1) || { printf '%s\n' "$output" >&2; return 1; }
}
