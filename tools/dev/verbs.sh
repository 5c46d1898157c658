# The verbs of ./dev, each in the order in which it happens.
# shellcheck shell=bash disable=SC2034,SC2154  # names shared by the files that ./dev sources

verb_demo() {
  need build demo
  configure_program
  build release headway_program
  local store=build/demo picture=build/demo/digits.svg
  mkdir -p "$store"
  PATH="$PWD/.venv/bin:$PATH" build/release/headway run examples/01_digits/pipeline.yaml --store "$store" "$@"
  build/release/headway show last --store "$store" --format svg -o "$picture"
  say "The graph of the job is drawn in $picture"
}

verb_build() {
  need build test
  configure_release
  build release headway headway_program headway_python
  link_python_package
}

verb_test() {
  case ${1:-} in
    --asan | --tsan) test_sanitized "${1#--}" ;;
    --kill) test_killed "${2:-50}" ;;
    --fuzz) fuzz "${2:-300}" ;;
    --editor) test_in_an_editor ;;
    -*) stop_for_usage "test has no option $1" ;;
    "") test_all ;;
    *) test_named "$1" ;;
  esac
}

# Sanitizers and fuzzing come first, so that the summaries of ctest and pytest are the last lines.
test_all() {
  need build demo test
  test_pure_rooms
  fuzz 30
  configure_release
  build release
  link_python_package
  local status=0
  ctest --preset release --parallel "$(nproc)" || status=1
  .venv/bin/python -m pytest || status=1
  return "$status"
}

# Tests by name; either side may know none.
test_named() {
  need build demo test
  configure_release
  build release
  link_python_package
  local status=0
  ctest --preset release --parallel "$(nproc)" --tests-regex "$1" --no-tests=ignore || status=1
  .venv/bin/python -m pytest -k "$1" || [[ $? -eq 5 ]] || status=1
  return "$status"
}

test_pure_rooms() {
  say "The pure rooms under address and undefined-behaviour sanitizers"
  configure_sanitizer asan
  build asan "${pure_rooms[@]/%/_test}"
  quietly ctest --preset asan --parallel "$(nproc)" --label-regex "^($(IFS='|'; echo "${pure_rooms[*]}"))$"
}

# fuzz SECONDS: hostile texts for the readers of pipeline files and of expressions, each for so long.
fuzz() {
  need build test
  local clang
  clang=$(command -v clang++-14 || command -v clang++) || { say "Nothing is fuzzed: there is no clang"; return 0; }
  say "The readers fuzzed for $1 s each"
  configure fuzz -DCMAKE_CXX_COMPILER="$clang" -DHEADWAY_FUZZ_SECONDS="$1"
  build fuzz yaml_fuzz expression_fuzz
  quietly ctest --preset fuzz --parallel "$(nproc)" --label-regex '^fuzz$'
}

test_sanitized() {
  need build test
  configure_sanitizer "$1"
  build "$1"
  ctest --preset "$1" --parallel "$(nproc)" --exclude-regex '^(package|compile_fail): '
}

# The demo's engine killed at random moments and resumed, in as many rounds; about two kills each.
test_killed() {
  need build demo
  configure_program
  build release headway_program
  PATH="$PWD/.venv/bin:$PATH" "$(system_python)" tests/crash/kill_and_resume.py build/release/headway \
    examples/01_digits/pipeline.yaml --times "$1"
}

# The schema in the server that editors use; npm puts it into build/editor.
test_in_an_editor() {
  command -v npm >/dev/null || need editor
  need build test
  configure_program
  build release headway_program
  if [[ ! -x build/editor/node_modules/.bin/yaml-language-server ]]; then
    [[ $offline == no ]] || stop "--offline, and build/editor lacks yaml-language-server"
    say "Installing yaml-language-server into build/editor"
    npm install --silent --no-audit --no-fund --prefix build/editor yaml-language-server@1.18.0
  fi
  .venv/bin/python -m pytest tests/editor
}

verb_lint() {
  if [[ ${1:-} == --floors ]]; then
    need
    "$(system_python)" tools/lint floors
    return
  fi
  [[ $# -eq 0 ]] || stop_for_usage "lint has no option $1"
  need build test lint
  configure_release
  local failed=()
  attempt guards "$(system_python)" tools/lint
  attempt shellcheck shellcheck --external-sources dev .ci/run
  attempt headers-alone build release headway_core_verify_interface_header_sets
  attempt clang-tidy "$(system_python)" tools/tidy.py build/release
  attempt ruff .venv/bin/ruff check
  attempt ruff-format .venv/bin/ruff format --check
  attempt mypy .venv/bin/mypy
  [[ ${#failed[@]} -eq 0 ]] || stop "lint found something: ${failed[*]}"
  say "lint found nothing"
}

# attempt NAME COMMAND...: goes on after a failure and remembers it, so that one call shows everything.
attempt() {
  say "$1"
  "${@:2}" || failed+=("$1")
}

cpp_files() { find include src tests python examples benchmarks -name '*.[ch]pp'; }

verb_format() {
  need test lint
  cpp_files | xargs clang-format-14 -i
  .venv/bin/ruff format --quiet
}

# simulate OPTION...: those of tests/simulation/main.cpp. The build with planted bugs has a folder of its own.
verb_simulate() {
  need build test
  if [[ ${1:-} == --planted ]]; then
    configure planted
    build planted simulate_planted
    build/planted/tests/simulation/simulate_planted --seeds 20000 --store build/planted/stores "$@"
  else
    configure_release
    build release simulate
    build/release/tests/simulation/simulate "$@"
  fi
}

# bench [NAME] [--data FOLDER]: FOLDER has the public instances that docs/performance.md names.
verb_bench() {
  need build test
  configure_release
  build release
  local program script name='' data='' found=no
  while (($# > 0)); do
    case $1 in
      --data)
        data=${2:?--data takes a folder}
        shift
        ;;
      *) name=$1 ;;
    esac
    shift
  done
  for program in build/release/benchmarks/bench_*"$name"*; do
    [[ -x $program ]] || continue
    found=yes
    say "${program##*/}"
    bench_program "$program" "$data"
  done
  for script in benchmarks/*"$name"*.py; do
    [[ -f $script ]] || continue
    found=yes
    say "${script##*/}"
    "$(system_python)" "$script"
  done
  [[ $found == yes ]] || stop "no benchmark is called like $name"
}

# Runs a benchmark; some read public instances, which lie in the folder `data`.
bench_program() {
  local program=$1 data=$2 instances=()
  case ${program##*/} in
    bench_schedule_online)
      instances=("$data/rcpsp/j120.jsonl.xz" "$data/workflows/instances.jsonl.xz") ;;
    bench_schedule_packing) instances=("$data/gpu_packing") ;;
    bench_schedule_planner) instances=("$data"/rcpsp/{j30,j60,j120}.jsonl.xz) ;;
    bench_schedule_clusters) instances=("$data/workflows/instances.jsonl.xz") ;;
  esac
  if [[ -z $data && ${#instances[@]} -gt 0 ]]; then
    say "  reads public instances: ./dev bench NAME --data FOLDER"
  else
    "$program" "${instances[@]}"
  fi
}

verb_doctor() {
  local tool
  for tool in g++ cmake ninja ccache clang-format-14 clang-tidy-14 /usr/bin/python3 .venv/bin/python; do
    printf '%-18s %s\n' "${tool##*/}" "$(version_of "$tool")"
  done
  printf '%-18s %s\n' "missing packages" "$(missing_apt python build test lint)"
  [[ ! -x build/release/headway ]] || build/release/headway doctor
}

version_of() { "$1" --version 2>/dev/null | sed -n '/[0-9]\.[0-9]/{p;q}' || true; }
