#include "merge/statistics.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "print/escape.h"

namespace cudafit::merge {

namespace {

void add(Counts& counts, Severity severity) {
  ++(severity == Severity::error     ? counts.errors
     : severity == Severity::warning ? counts.warnings
                                     : counts.hints);
}

/// Rows by name. Findings come repository by repository, so that a new one is seen at once.
class Rows {
 public:
  Row& operator[](const std::string& name) {
    Row& row = rows_[name];
    row.name = name;
    return row;
  }

  void count(const std::string& name, Severity severity, const std::string& repository) {
    Row& row = (*this)[name];
    add(row.counts, severity);
    const std::string*& last = last_[name];
    if (last == nullptr || *last != repository) ++row.affected;
    last = &repository;
  }

  std::vector<Row> sorted() const {
    std::vector<Row> out;
    for (const auto& [name, row] : rows_) out.push_back(row);
    std::sort(out.begin(), out.end(), [](const Row& a, const Row& b) {
      const auto weight = [](const Row& r) {
        return std::tuple(r.counts.errors, r.counts.warnings, r.counts.hints, r.unread);
      };
      return weight(a) != weight(b) ? weight(a) > weight(b) : a.name < b.name;
    });
    return out;
  }

 private:
  std::unordered_map<std::string, Row> rows_;
  std::unordered_map<std::string, const std::string*> last_;
};

using Names = std::unordered_set<std::string>;

/// The hosts in "a, b" where each is one that was declared; else it is the name of one.
std::vector<std::string> hosts_of(const std::string& joined, const Names& declared) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= joined.size();) {
    const std::size_t end = std::min(joined.find(", ", at), joined.size());
    out.push_back(joined.substr(at, end - at));
    if (!declared.contains(out.back())) return {joined};
    at = end + 2;
  }
  return out;
}

}  // namespace

Statistics statistics(const Merged& merged) {
  Statistics out;
  Rows rules, repositories, hosts;
  Names declared;
  std::unordered_map<std::string, Names> checked;  // of each host, the repositories
  for (const auto& [key, source] : merged.sources) {
    ++repositories[key.first].reports;
    for (const std::string& host : source.hosts) {
      const std::string name = print::escape(host);
      declared.insert(name);
      checked[name].insert(key.first);
    }
  }
  for (const auto& [host, names] : checked) hosts[host].checked = names.size();
  for (const auto& [key, finding] : merged.findings) {
    add(out.counts, finding.severity);
    rules.count(key.rule, finding.severity, key.repository);
    repositories.count(key.repository, finding.severity, key.repository);
    for (const std::string& host : hosts_of(key.host, declared))
      hosts.count(host, finding.severity, key.repository);
  }
  for (const Unread& each : merged.unread) {
    if (!each.repository.empty()) ++repositories[each.repository].unread;
  }
  out.reports = merged.sources.size();
  out.unread = merged.unread.size();
  out.left_out = merged.left_out;
  out.by_rule = rules.sorted();
  out.by_repository = repositories.sorted();
  out.by_host = hosts.sorted();
  out.repositories = out.by_repository.size();
  for (const Row& row : out.by_repository) out.affected += row.counts.all() > 0 ? 1 : 0;
  return out;
}

}  // namespace cudafit::merge
