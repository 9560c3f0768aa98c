#include "facts/downloads.h"

#include "facts/conda.h"
#include "facts/runs.h"
#include "facts/words.h"

namespace cudafit::facts {

namespace {

constexpr OptionNames wget_options{
    .valued =
        "-O --output-document -P --directory-prefix -o --output-file -a --append-output -e "
        "--execute -t --tries -T --timeout -U --user-agent --header --user --password -i "
        "--input-file -w --wait -Q --quota -l --level -A -R -D -I -X -B --base --limit-rate "
        "--post-data --waitretry --referer --progress --ca-certificate --dns-timeout "
        "--connect-timeout --read-timeout --retry-on-http-error --max-redirect "
        "--secure-protocol --content-disposition-default",
    .flags =
        "-q -v -c -N -S -b -d -x -nH -nc -nv -nd -r -p -k -E -4 -6 --quiet --verbose --no-verbose "
        "--continue --no-check-certificate --show-progress --https-only --no-clobber "
        "--timestamping --no-cache --retry-connrefused --content-disposition --mirror"};

constexpr OptionNames curl_options{
    .valued =
        "-o --output --output-dir -H --header -A --user-agent -u --user -d --data --data-raw "
        "--data-binary -X --request -m --max-time --connect-timeout --retry --retry-delay "
        "--retry-max-time -x --proxy --cacert --cert -E --key -e --referer -b --cookie -c "
        "--cookie-jar -T --upload-file -w --write-out --limit-rate -C --continue-at -y -Y -z "
        "-K --config -r --range -F --form --url --proto --proto-default --proto-redir "
        "--ciphers --resolve --tls-max -D --dump-header --max-redirs --speed-limit "
        "--speed-time --noproxy --stderr",
    .flags =
        "-f -s -S -L -O -J -k -v -i -I -g -G -n -N -q -R -a -# -0 -1 -2 -3 -4 -6 -Z --fail "
        "--silent "
        "--show-error --location --remote-name --remote-header-name --insecure --verbose "
        "--include --head --globoff --compressed --create-dirs --fail-with-body --tlsv1.2 "
        "--tlsv1.3 --http1.1 --http2 --progress-bar --remote-time --parallel --retry-all-errors "
        "--retry-connrefused --no-progress-meter --location-trusted --ipv4 --ipv6 --netrc "
        "--remote-name-all --no-buffer --anyauth --basic --digest --no-keepalive"};

constexpr OptionNames aria_options{
    .valued = "-o --out -d --dir -x -s -j -k --max-connection-per-server --split -c -i",
    .flags = "-q --quiet --continue"};

constexpr std::size_t most_files = 256;

bool is_address(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("ftp://");
}

bool is_shell(std::string_view name) {
  return name == "sh" || name == "bash" || name == "ash" || name == "dash" || name == "zsh" ||
         name == "ksh";
}

std::optional<Fetch> fetch_of(const Command& command) {
  const Call call = call_of(command);
  const bool wget = call.name == "wget" || call.name == "wget2";
  const bool curl = call.name == "curl";
  const bool aria = call.name == "aria2c";
  if (!wget && !curl && !aria) return std::nullopt;
  Fetch out;
  if (curl) out.name = "-";
  const OptionNames& names = wget ? wget_options : curl ? curl_options : aria_options;
  const std::vector<Argument> words = arguments(command, call.arguments());
  for (const Item& item : items(words, names)) {
    const std::string& name = item.name;
    if (!item.option() || name == "--url") {
      out.addresses.push_back(item.argument.text);
    } else if (name == (wget ? "-O" : "-o") || name == "--output" || name == "--output-document" ||
               name == "--out") {
      out.known = out.known && item.argument.known();
      out.name = item.argument.value();
    } else if (curl && (name == "-O" || name == "--remote-name" || name == "--remote-name-all")) {
      out.name.clear();
    }
  }
  for (const read::Redirect& redirect : command.syntax.redirects) {
    if (redirect.op.starts_with('>') && redirect.descriptor != 2 &&
        (out.name == "-" || out.name == "/dev/stdout"))
      out.name = redirect.target.raw.value;
  }
  return out;
}

}  // namespace

Fetches::Fetches(const Document& document) {
  each_run(document, [&](const Run& run) {
    if (std::optional<Fetch> fetch = fetch_of(run.command))
      fetches_.emplace(&run.command, std::move(*fetch));
  });
}

const Fetch* Fetches::of(const Command& command) const {
  if (fetches_.empty()) return nullptr;
  const auto found = fetches_.find(&command);
  return found == fetches_.end() ? nullptr : &found->second;
}

void Downloads::add(std::string_view path, Origin origin) {
  const std::string_view name = file_name(path);
  if (name.empty() || name == "-") return;
  // Every stage takes those of the stages below along.
  if (origins_.size() >= most_files && !origins_.contains(name)) return;
  origins_.insert_or_assign(std::string(name), std::move(origin));
}

void Downloads::follow(const Step& step) {
  if (step.instruction->keyword != read::Keyword::add || step.arguments.size() != 2) return;
  const Text& from = step.arguments[0];
  const Text& to = step.arguments[1];
  if (!to.complete || !is_address(from.value)) return;
  add(to.value.ends_with('/') ? from.value : to.value, {from.value, from.complete});
}

void Downloads::follow(const Command& command, const Fetches& fetches) {
  const std::string_view name = command.name();
  if (name == "mv" || name == "cp" || name == "ln") {
    std::vector<std::string_view> paths;
    for (std::size_t i = command.arguments(); i < command.words.size(); ++i) {
      const Text& word = command.words[i];
      if (!word.complete) return;
      if (!word.value.starts_with('-')) paths.push_back(word.value);
    }
    if (paths.size() != 2 || paths[1].ends_with('/')) return;
    if (const Origin* const from = origin(paths[0])) {
      add(paths[1], *from);
    } else if (const auto old = origins_.find(file_name(paths[1])); old != origins_.end()) {
      origins_.erase(old);
    }
    return;
  }
  const Fetch* const fetch = fetches.of(command);
  if (fetch == nullptr || !fetch->known) return;
  for (const Text& each : fetch->addresses) {
    // What is not known replaces what was.
    add(fetch->name.empty() ? each.value : fetch->name, {each.value, each.complete});
  }
}

const Downloads::Origin* Downloads::origin(std::string_view path) const {
  const auto found = origins_.find(file_name(path));
  return found == origins_.end() ? nullptr : &found->second;
}

std::string_view Downloads::address(std::string_view path) const {
  if (is_address(path)) return path;
  const Origin* const found = origin(path);
  return found == nullptr ? std::string_view{} : std::string_view(found->address);
}

std::string_view Downloads::whole_address(std::string_view path) const {
  const Origin* const found = origin(path);
  return found != nullptr && !found->known ? std::string_view{} : address(path);
}

std::string_view Downloads::file(std::string_view path) const {
  const Origin* const found = origin(path);
  const std::string_view name =
      found == nullptr || !found->known ? std::string_view{} : file_name(found->address);
  return name.empty() ? file_name(path) : name;
}

Downloads& StageDownloads::of(const Stage& stage) {
  const auto [place, fresh] = stages_.try_emplace(stage.index);
  if (fresh && stage.parent >= 0) {
    const auto parent = stages_.find(static_cast<std::size_t>(stage.parent));
    if (parent != stages_.end()) place->second = parent->second;
  }
  return place->second;
}

Text downloaded(const Command& command) {
  const std::optional<Fetch> fetch = fetch_of(command);
  return fetch && fetch->addresses.size() == 1 ? fetch->addresses[0] : Text();
}

const Text& script_of(const Command& command) {
  static const Text none;
  const Call call = call_of(command);
  if (call.word >= command.words.size()) return none;
  const bool sourced = call.name == "." || call.name == "source";
  if (!is_shell(call.name) && !sourced) {
    const bool path = contains(call.path, "/") || contains(call.path, ".");
    return path ? command.words[call.word] : none;
  }
  for (std::size_t i = call.arguments(); i < command.words.size(); ++i) {
    const Text& word = command.words[i];
    const std::string_view value = word.value;
    if (value.size() > 1 && (value[0] == '-' || value[0] == '+') && !sourced) {
      if (!value.starts_with("--") && contains(value, "c")) return none;
      if (!value.starts_with("--") && contains(value, "s")) return none;
      if (value.ends_with('o') || value == "--rcfile" || value == "--init-file") ++i;
      continue;
    }
    if (value == "-" && !sourced) return none;
    return word;
  }
  return none;
}

std::optional<CondaSetup> conda_setup(const Command& command, const Downloads& downloads) {
  const Text& script = script_of(command);
  if (script.empty() || !script.complete) return std::nullopt;
  const std::string_view distribution = conda_distribution(downloads.file(script.value));
  if (distribution.empty()) return std::nullopt;
  CondaSetup out{.distribution = distribution, .prefix = {}};
  std::size_t first = 0;
  while (first < command.words.size() && command.words[first].value != script.value) ++first;
  const std::vector<Argument> words = arguments(command, first + 1);
  for (const Item& item : items(words, {.valued = "-p", .flags = "-b -f -s -u -t -m -k -c -h"})) {
    if (item.name == "-p" && item.argument.known()) out.prefix = item.argument.value();
  }
  while (out.prefix.size() > 1 && out.prefix.ends_with('/')) out.prefix.pop_back();
  return out;
}

}  // namespace cudafit::facts
