# What a verb needs beyond a bare machine, and how it gets there: Debian's packages and .venv.
# shellcheck shell=bash disable=SC2034,SC2154  # names shared by the files that ./dev sources

say() { if [[ -t 2 ]]; then printf '\033[1m%s\033[0m\n' "$*" >&2; else printf '== %s\n' "$*" >&2; fi; }
stop() { printf 'dev: %s\n' "$@" >&2; exit 3; }

# section FILE NAME...: the entries of these sections of a list in tools/needs.
section() {
  awk -v names=" ${*:2} " '
    /^# \[/ { gsub(/[# \[\]]/, ""); inside = index(names, " " $0 " "); next }
    inside && NF && !/^#/' "tools/needs/$1.txt"
}

# need SECTION...: Python and the packages of these sections are there afterwards.
need() {
  need_apt python "$@"
  need_pip "$@"
}

need_apt() {
  local missing
  missing=$(missing_apt "$@")
  [[ -z $missing ]] && return
  local line="apt-get install -y --no-install-recommends $missing"
  [[ $offline == no ]] || stop "--offline, and these packages are missing; install them with" "  $line"
  [[ $EUID -eq 0 ]] || stop "these packages are missing, and only root may install them:" "  sudo $line"
  say "Installing $missing"
  apt-get update -qq
  # shellcheck disable=SC2086  # the line is words
  DEBIAN_FRONTEND=noninteractive $line -qq >/dev/null
}

# The packages that dpkg does not know as installed; none where there is no dpkg, for then CMake tells.
missing_apt() {
  command -v dpkg-query >/dev/null || return 0
  local wanted
  mapfile -t wanted < <(section apt "$@" | sort)
  comm -23 <(printf '%s\n' "${wanted[@]}") <(installed_apt "${wanted[@]}") | paste -sd ' '
}

installed_apt() {
  dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' | sort
}

need_pip() {
  local name
  for name in "$@"; do need_pip_section "$name"; done
}

# A section is installed once for each state of its list: the stamp is the list's hash.
need_pip_section() {
  local list stamp
  list=$(section pip "$1")
  [[ -n $list ]] || return 0
  stamp=.venv/.headway/$1-$(sha256sum <<<"$list" | cut -c1-16)
  [[ -e $stamp ]] && return
  [[ $offline == no ]] || stop "--offline, and .venv lacks" "  ${list//$'\n'/ }"
  [[ -x .venv/bin/python ]] || "$(system_python)" -m venv .venv
  say "Installing ${list//$'\n'/ } into .venv"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement /dev/stdin <<<"$list"
  mkdir -p .venv/.headway && touch "$stamp"
}

# Debian's own Python, whose headers the packages above bring, before any other on the PATH.
system_python() { if [[ -x /usr/bin/python3 ]]; then echo /usr/bin/python3; else command -v python3; fi; }
